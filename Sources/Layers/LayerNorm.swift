import GradusAutodiff
import GradusTensors

/// Normalisation over the last axes together (Ba et al. 2016).
///
/// Of images `[n, h, w, c]` one axis normalises each pixel's channels; three normalise the whole image,
/// with scales in this library's order of axes.
public final class LayerNorm: Layer {
  /// The scale γ, of the normalised shape; nil for none.
  public let weight: Parameter?
  /// The shift β, of the normalised shape; nil for none.
  public let bias: Parameter?
  /// Added to variances.
  public let epsilon: Double

  private let normalized: Shape

  /// Makes a layer.
  ///
  /// - Parameters:
  ///   - normalized: the lengths of the last axes, over which is normalised.
  ///   - epsilon: added to variances.
  ///   - affine: false leaves out scale and shift.
  ///   - bias: false leaves out the shift alone.
  public init(
    _ normalized: Shape, epsilon: Double = 1e-5, affine: Bool = true, bias: Bool = true
  ) {
    precondition(normalized.rank > 0, "LayerNorm: needs one axis at least to normalise over")
    (self.normalized, self.epsilon) = (normalized, epsilon)
    weight = affine ? Parameter(normalized, .ones) : nil
    self.bias = affine && bias ? Parameter(normalized, .zeros) : nil
  }

  /// Makes a layer that normalises the last axis, of `features` elements.
  public convenience init(_ features: Int, epsilon: Double = 1e-5, affine: Bool = true) {
    self.init([features], epsilon: epsilon, affine: affine)
  }

  /// Normalises; traps with the layer's path when the last axes differ.
  public func forward(_ x: Variable) -> Variable {
    Tensor.require(
      x.shape.dimensions.suffix(normalized.rank) == normalized.dimensions[...],
      "layer normalisation: input \(x.shape) must end in \(normalized)")
    return x.layerNormalized(
      axes: normalized.rank, scale: weight?.variable(on: x), shift: bias?.variable(on: x),
      epsilon: epsilon)
  }
}

/// Division of the last axis by its root mean square (Zhang and Sennrich 2019).
public final class RMSNorm: Layer {
  /// The scale γ, `[features]`.
  public let weight: Parameter
  /// Added to mean squares.
  public let epsilon: Double

  /// Makes a layer for a number of features.
  public init(_ features: Int, epsilon: Double = 1e-6) {
    weight = Parameter([features], .ones)
    self.epsilon = epsilon
  }

  /// Normalises; traps with the layer's path when the last axis differs.
  public func forward(_ x: Variable) -> Variable {
    Tensor.require(
      x.shape.rank > 0 && x.shape[-1] == weight.shape[0],
      "root mean square normalisation: input \(x.shape) must end in \(weight.shape[0]) features")
    return x.layerNormalized(scale: weight.variable(on: x), epsilon: epsilon, centres: false)
  }
}
