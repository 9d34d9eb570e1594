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
  /// What it is for.
  public let kind: OperationKind
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
  init(_ node: TapeNode, path: String, module: (any TapeScope)?, on tape: Tape) {
    func input(_ index: Int) -> Shape {
      guard node.inputs.indices.contains(index), let known = node.inputs[index] else { return [] }
      return tape.nodes[known].shape
    }
    self.path = path
    operation = node.operation.name
    kind = OperationKind(of: node, on: tape, in: module)
    output = node.shape
    inputElements = node.inputs.isEmpty ? 0 : input(0).count
    multiplyAdds = node.operation.multiplyAdds
    windowElements = kind == .pooling ? Self.windowElements(node, inputElements) : 0
    let extra = node.operation.isSet("adds") ? 1 : 0
    let activation = node.operation.activation.traits.elementOperations
    let perElement =
      switch kind {
      case .normalization: 2 + extra + activation
      case .localResponse: Self.integer("size", node) + 4
      case .bias, .activation, .arithmetic, .dropout: 1
      case .convolution, .matrixProduct, .pooling, .rearrangement, .view, .leaf: 0
      }
    // A reduction reads more than it writes.
    let count = kind == .arithmetic ? max(inputElements, output.count) : output.count
    elementOperations = perElement * count + windowElements
    storedElements =
      switch kind {
      case .bias, .activation, .view, .dropout, .leaf: 0
      // Slices, shuffles and zeros beside an image are other ways to look at one.
      case .rearrangement where operation != "concatenate": 0
      case .normalization: (1 + extra) * output.count
      // So is pooling of single pixels: to the size that the image has, or only to stride.
      case .pooling where windowElements == output.count: 0
      default: output.count
      }
  }

  private static func windowElements(_ node: TapeNode, _ inputElements: Int) -> Int {
    guard let geometry = node.operation.poolingGeometry else { return inputElements }
    return node.shape.count * geometry.kernel.height * geometry.kernel.width
  }

  private static func integer(_ name: String, _ node: TapeNode) -> Int {
    guard case .integer(let value)? = node.operation.attributes[name] else { return 0 }
    return value
  }
}
