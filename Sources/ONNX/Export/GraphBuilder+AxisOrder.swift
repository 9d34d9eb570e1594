import GradusAutodiff
import GradusTensors

extension GraphBuilder {
  /// The name of a value with its axes in another order.
  func ordered(_ value: GraphValue, _ node: Int, _ order: [Int]) -> String {
    let native = unfolded(value, node)
    guard case .permuted(let own) = native.axes, own != order else { return native.name }
    let key = Turned(name: native.name, order: order)
    if let known = turned[key] { return known }
    let places = order.map { axis in own.firstIndex(of: axis)! }
    let result = add("Transpose", [native.name], for: node, [.init("perm", .integers(places))])
    turned[key] = result
    return result
  }

  /// A value whose axes are the tape's in some order: features of a map are brought into ours.
  func unfolded(_ value: GraphValue, _ node: Int) -> GraphValue {
    func steps(_ split: [Int], _ order: [Int], _ joined: [Int]) -> GraphValue {
      let key = Turned(name: value.name, order: order)
      if let known = turned[key] { return GraphValue(name: known, axes: .native(2)) }
      let map = add("Reshape", [value.name, integers(split)], for: node)
      let moved = add("Transpose", [map], for: node, [.init("perm", .integers(order))])
      let result = add("Reshape", [moved, integers(joined)], for: node)
      turned[key] = result
      return GraphValue(name: result, axes: .native(2))
    }
    switch value.axes {
    case .permuted: return value
    case .flattenedMap(let height, let width, let channels):
      return steps(
        [0, channels, height, width], [0, 2, 3, 1], [0, channels * height * width])
    case .mapMatrix(let height, let width, let channels):
      return steps(
        [-1, channels, height, width], [2, 3, 1, 0], [channels * height * width, -1])
    }
  }
}
