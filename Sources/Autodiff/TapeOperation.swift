import GradusTensors

/// What a node of a tape computes: the operation's name and its attributes.
///
/// Attributes are everything that is neither an input nor a shape, so that a reader of the tape
/// (costs, drawing, export) knows the operation completely.
public struct TapeOperation: Sendable, Hashable {
  /// The operation's name, such as `conv2d`.
  public let name: String
  /// Attributes by name, such as `geometry` or `axes`.
  public let attributes: [String: Attribute]

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
  }

  /// Makes an operation; user-defined ones need nothing but a name.
  public init(_ name: String, _ attributes: [String: Attribute] = [:]) {
    self.name = name
    self.attributes = attributes
  }
}

extension TapeOperation {
  /// The activation that a normalisation applies to its result in the same pass.
  public var activation: ActivationFunction {
    ActivationFunction.allCases.first { attributes[$0.flag] == .flag(true) } ?? .identity
  }
}

extension ActivationFunction {
  /// The attribute that says that an operation applies this function.
  var flag: String { self == .relu ? "rectified" : rawValue }
}
