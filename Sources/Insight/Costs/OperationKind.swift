import GradusAutodiff
import GradusLayers

/// What an operation of a network is for; conventions of counting differ in which kinds they count.
public enum OperationKind: String, Sendable, Hashable, CaseIterable {
  /// A convolution.
  case convolution
  /// A matrix product: a fully connected layer.
  case matrixProduct
  /// The addition of a bias to the result of a convolution or matrix product.
  case bias
  /// Batch normalisation, with the addition and the rectification that are fused with it.
  case normalization
  /// Local response normalisation.
  case localResponse
  /// A nonlinearity of each element.
  case activation
  /// Maximum or average pooling.
  case pooling
  /// Other arithmetic, such as a residual addition.
  case arithmetic
  /// Concatenation, padding and other moves of elements.
  case rearrangement
  /// A new view of the same elements.
  case view
  /// Dropout.
  case dropout
  /// An input, a parameter or a constant.
  case leaf

  /// The kind of a node of a tape.
  init(of node: TapeNode, on tape: Tape, in module: (any TapeScope)?) {
    if node.inputs.isEmpty {
      self = .leaf
    } else if let module, Self.activations.contains(ObjectIdentifier(type(of: module))) {
      self = .activation
    } else {
      self = Self.byName[node.operation.name] ?? .arithmetic
      if self == .arithmetic, Self.addsParameter(node, on: tape) { self = .bias }
    }
  }

  /// Whether a node adds a vector of trainable numbers to something.
  private static func addsParameter(_ node: TapeNode, on tape: Tape) -> Bool {
    guard node.operation.name == "add", node.inputs.count == 2, let bias = node.inputs[1] else {
      return false
    }
    return tape.nodes[bias].owner is Parameter && tape.nodes[bias].shape.rank == 1
  }

  private static let byName: [String: OperationKind] = [
    "conv2d": .convolution, "matmul": .matrixProduct, "batchNormalization": .normalization,
    "batchNormalizationFixed": .normalization, "localResponseNormalization": .localResponse,
    "relu": .activation, "clamp": .activation, "sigmoid": .activation, "tanh": .activation,
    "maxPool": .pooling, "averagePool": .pooling, "adaptiveAveragePool": .pooling,
    "reshape": .view, "permute": .rearrangement, "slice": .rearrangement, "pad": .rearrangement,
    "concatenate": .rearrangement, "gather": .rearrangement, "broadcast": .rearrangement,
    "dropout": .dropout,
  ]

  private static let activations: Set<ObjectIdentifier> = Set(
    ([
      ReLU.self, ReLU6.self, Sigmoid.self, Tanh.self, SiLU.self, HardSigmoid.self, HardSwish.self,
    ] as [any Layer.Type]).map { ObjectIdentifier($0) })
}
