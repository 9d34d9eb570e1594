import GradusAutodiff
import GradusTensors

/// A value while a network of ONNX runs.
struct ONNXValue {
  /// The elements; whole numbers and truth values are `.float64`.
  var variable: Variable
  /// Axis `i` in ONNX is axis `order[i]` of the variable: images are channels last here.
  var order: [Int]
  /// What ONNX takes the elements for.
  var kind: ElementKind

  /// Makes a value in ONNX's own order of axes.
  init(_ variable: Variable, _ kind: ElementKind) {
    (self.variable, self.kind) = (variable, kind)
    order = Array(0..<variable.rank)
  }

  /// Makes images `[n, c, ...]` of a variable `[n, ..., c]`.
  init(images variable: Variable, _ kind: ElementKind) {
    self.init(variable, kind)
    order = AxisOrder.channelsFirst(variable.rank)
  }

  /// Makes a vector of whole numbers.
  init(_ integers: [Int]) {
    self.init(
      Variable(Tensor(integers.map(Double.init), shape: [integers.count], dtype: .float64)), .int64)
  }

  /// The lengths of the axes in ONNX's order.
  var shape: [Int] { order.map { variable.shape.dimensions[$0] } }
  /// The number of axes.
  var rank: Int { order.count }

  /// The elements in ONNX's order of axes.
  var native: Variable {
    order == Array(0..<rank) ? variable : variable.permuted(order)
  }

  /// The elements with axis `i` of ONNX as axis `target[i]`.
  func variable(in target: [Int]) -> Variable {
    if order == target { return variable }
    let places = (0..<rank).map { place in order[target.firstIndex(of: place)!] }
    return variable.permuted(places)
  }

  /// A value with other elements in the same places.
  func with(_ variable: Variable) -> ONNXValue {
    var result = self
    result.variable = variable
    return result
  }
}
