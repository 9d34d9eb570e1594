import GradusAutodiff
import GradusLayers
import GradusTensors

/// What one operation of a forward run costs.
///
/// Raw counts that every convention of `CostConvention` is computed from.
public struct OperationCost: Sendable, Hashable {
  /// The path of the module that ran it, `layer1.0.conv1`.
  public let path: String
  /// The operation's name, `conv2d`.
  public let operation: String
  /// What it does.
  public let kind: TapeOperation.Kind
  /// Whether it adds a vector of trainable numbers, as after a convolution or a matrix product.
  public let isBias: Bool
  /// Whether it pools to a given size, whatever its input's.
  public let isGlobalPooling: Bool
  /// Kernel, stride and groups of a convolution or pooling, `3x3/2 g32`; empty for others.
  public let geometry: String
  /// The zeros around its input, `1` on all sides or `0x3` above and beside; empty where there are
  /// none.
  public let padding: String
  /// The shape of its result.
  public let output: Shape
  /// The number of elements of its first input.
  public let inputElements: Int
  /// Multiply-adds of convolutions and matrix products, without biases; 0 for the rest.
  public let multiplyAdds: Int
  /// Pixels looked at by a pooling: the window's size for each output; 0 for the rest.
  public let windowElements: Int
  /// Operations on single numbers that are no multiply-adds: each addition, multiplication,
  /// comparison, division and transcendental function is one.
  public let elementOperations: Int
  /// Results that take memory of their own when nonlinearities, biases and dropout work in place,
  /// and slices, shuffles and padding are views.
  public let storedElements: Int

  /// The number of elements of the result.
  public var outputElements: Int { output.count }

  /// Reads a node of a tape.
  init(_ node: TapeNode, path: String, on tape: Tape) {
    func input(_ index: Int) -> Shape {
      guard node.inputs.indices.contains(index), let known = node.inputs[index] else { return [] }
      return tape.nodes[known].shape
    }
    let operation = node.operation
    self.path = path
    self.operation = operation.name
    kind = operation.kind
    isBias = node.addsParameter(on: tape)
    isGlobalPooling = kind == .pooling && operation.poolingGeometry == nil
    geometry = Self.geometry(of: operation, filter: input(1))
    padding = Self.padding(of: operation)
    output = node.shape
    inputElements = node.inputs.isEmpty ? 0 : input(0).count
    multiplyAdds = operation.multiplyAdds
    windowElements =
      kind != .pooling
      ? 0
      : operation.poolingGeometry.map { node.shape.count * $0.kernel.height * $0.kernel.width }
        ?? inputElements
    elementOperations =
      Self.operationsPerElement(operation) * max(inputElements, output.count) + windowElements
    storedElements =
      switch kind {
      // Slices, shuffles and zeros beside an image are other ways to look at one.
      case .activation, .view, .rearrangement, .dropout, .leaf: 0
      case .addition where isBias: 0
      case .normalization: (operation.isSet("adds") ? 2 : 1) * output.count
      // So is pooling of single pixels: to the size that the image has, or only to stride.
      case .pooling where windowElements == output.count: 0
      default: output.count
      }
  }

  /// Operations on numbers for each element; a reduction reads more elements than it writes.
  private static func operationsPerElement(_ operation: TapeOperation) -> Int {
    switch operation.kind {
    case .normalization:
      (operation.isSet("adds") ? 3 : 2) + operation.activation.traits.elementOperations
    case .localResponse:
      if case .integer(let size)? = operation.attributes["size"] { size + 4 } else { 4 }
    case .activation(let traits): traits.elementOperations
    case .addition, .multiplication, .linearMap, .arithmetic, .reduction, .dropout, .loss,
      .recomputation:
      1
    case .convolution, .matrixProduct, .pooling, .rearrangement, .concatenation, .view, .leaf: 0
    }
  }

  private static func geometry(of operation: TapeOperation, filter: Shape) -> String {
    func text(_ height: Int, _ width: Int, stride: Int) -> String {
      "\(height)x\(width)" + (stride == 1 ? "" : "/\(stride)")
    }
    if let walk = operation.convolutionGeometry, filter.rank == 4 {
      return text(filter[0], filter[1], stride: walk.stride.height)
        + (walk.groups == 1 ? "" : " g\(walk.groups)")
    }
    guard let window = operation.poolingGeometry else { return "" }
    return text(window.kernel.height, window.kernel.width, stride: window.stride.height)
  }
}

extension OperationCost {
  fileprivate static func padding(of operation: TapeOperation) -> String {
    guard
      let zeros = operation.convolutionGeometry?.padding ?? operation.poolingGeometry?.padding
    else { return "" }
    if zeros.top == zeros.bottom, zeros.left == zeros.right {
      return zeros.top == zeros.left
        ? (zeros.top == 0 ? "" : "\(zeros.top)") : "\(zeros.top)x\(zeros.left)"
    }
    return "\(zeros.top)+\(zeros.bottom)x\(zeros.left)+\(zeros.right)"
  }
}

extension TapeNode {
  /// Whether it adds a vector of trainable numbers to something.
  func addsParameter(on tape: Tape) -> Bool {
    guard operation.kind == .addition, inputs.count == 2, let bias = inputs[1] else { return false }
    return tape.nodes[bias].owner is Parameter && tape.nodes[bias].shape.rank == 1
  }
}
