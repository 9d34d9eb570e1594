import GradusAutodiff

/// Layers one after another; children are named 0, 1, 2, ... or by given names.
///
///     let head = Sequential {
///       Flatten()
///       Linear(9216, 4096)
///       ReLU()
///       if dropout > 0 { Dropout(dropout) }
///       Linear(4096, 1000)
///     }
public final class Sequential: Layer, Container {
  /// The layers with their names.
  public let named: [(name: String, layer: any Layer)]

  /// Makes a chain from a builder; conditions and loops may be used.
  public convenience init(@SequentialBuilder _ layers: () -> [any Layer]) { self.init(layers()) }

  /// Makes a chain of layers named 0, 1, 2, ...
  public init(_ layers: [any Layer]) {
    named = layers.enumerated().map { ("\($0.offset)", $0.element) }
  }

  /// Makes a chain of layers with names of their own, `denseblock1`.
  public init(named: [(name: String, layer: any Layer)]) { self.named = named }

  /// The layers.
  public var layers: [any Layer] { named.map(\.layer) }

  /// The layers with their path components.
  public var children: [(name: String, module: any Module)] {
    named.map { ($0.name, $0.layer) }
  }

  /// Runs the layers in order; a normalisation applies the activation that follows it in its own
  /// pass over memory.
  public func forward(_ x: Variable) -> Variable {
    var value = x
    var layers = named.map(\.layer)[...]
    while let layer = layers.popFirst() {
      if let norm = layer as? BatchNorm, let activation = layers.first as? any ActivationLayer,
        // An activation that this run replaces must be called to be so.
        value.tape?.replacement(of: activation) == nil
      {
        layers.removeFirst()
        let activated = norm.activated(value, type(of: activation).activation)
        // The activation's own scope, for those who watch it.
        value = activated.tape?.inScope(of: activation) { activated } ?? activated
      } else {
        value = layer(value)
      }
    }
    return value
  }
}

/// Collects the layers of a `Sequential`.
@resultBuilder
public enum SequentialBuilder {
  /// One layer.
  public static func buildExpression(_ layer: any Layer) -> [any Layer] { [layer] }
  /// Several layers at once, such as a stage.
  public static func buildExpression(_ layers: [any Layer]) -> [any Layer] { layers }
  /// The layers in order.
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap { $0 } }
  /// An `if` without `else`: its layers, or none.
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }
  /// The first branch of an `if`.
  public static func buildEither(first: [any Layer]) -> [any Layer] { first }
  /// The second branch of an `if`.
  public static func buildEither(second: [any Layer]) -> [any Layer] { second }
  /// A loop.
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap { $0 } }
}
