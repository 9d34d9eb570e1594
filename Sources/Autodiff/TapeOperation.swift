import GradusTensors

/// What a node of a tape computes: the operation's name, its kind, its attributes and its cost.
///
///     TapeOperation("gelu", .activation(ActivationTraits(keepsZero: true)))
///
/// Costs, probes, lesions and drawings read the kind, never the name, so an operation of one's own
/// is understood like those of the library. Attributes are everything that is neither an input nor a
/// shape, so that a reader of the tape knows the operation completely.
public struct TapeOperation: Sendable, Hashable {
  /// The operation's name, such as `conv2d`; for people, and unique among operations.
  public let name: String
  /// What it does.
  public let kind: Kind
  /// Attributes by name, such as `geometry` or `axes`.
  public let attributes: [String: Attribute]
  /// The products that are summed, as those of a convolution or a matrix product; 0 for the rest.
  public let multiplyAdds: Int
  /// How ONNX writes it; nil where it does not, so that exports name it.
  public let onnx: ONNXForm?

  /// The value of an attribute.
  public enum Attribute: Sendable, Hashable {
    /// A whole number.
    case integer(Int)
    /// A list of whole numbers.
    case integers([Int])
    /// A number.
    case number(Double)
    /// A switch.
    case flag(Bool)
    /// The geometry of a convolution.
    case convolution(ConvolutionGeometry)
    /// The geometry of a pooling.
    case pooling(PoolingGeometry)
    /// The activation that is applied to the result in the same pass.
    case activation(Activation)
  }

  /// Describes an operation.
  ///
  /// - Parameters:
  ///   - name: what people call it.
  ///   - kind: what it does; `.arithmetic` if nothing else fits.
  ///   - attributes: everything that is neither an input nor a shape.
  ///   - multiplyAdds: products that are summed.
  ///   - onnx: how ONNX writes it.
  public init(
    _ name: String, _ kind: Kind, _ attributes: [String: Attribute] = [:], multiplyAdds: Int = 0,
    onnx: ONNXForm? = nil
  ) {
    self.name = name
    self.kind = kind
    self.attributes = attributes
    self.multiplyAdds = multiplyAdds
    self.onnx = onnx
  }

  /// The leaf that stands for a parameter.
  static let parameter = TapeOperation("parameter", .leaf)
}
