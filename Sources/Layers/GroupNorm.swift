import GradusAutodiff
import GradusTensors

/// Normalisation of each image by groups of its channels (Wu and He 2018): the same in training and
/// inference, for batches of any size.
public final class GroupNorm: Layer {
  /// The number of groups.
  public let groups: Int
  /// The scale γ, `[channels]`; nil for none.
  public let weight: Parameter?
  /// The shift β, `[channels]`; nil for none.
  public let bias: Parameter?
  /// Added to variances.
  public let epsilon: Double

  private let channels: Int

  /// Makes a layer; traps unless the channels divide into the groups.
  ///
  /// - Parameters:
  ///   - groups: of channels that are normalised together.
  ///   - channels: of the input.
  ///   - epsilon: added to variances.
  ///   - affine: false leaves out scale and shift.
  public init(_ groups: Int, _ channels: Int, epsilon: Double = 1e-5, affine: Bool = true) {
    precondition(
      groups > 0 && channels % groups == 0,
      "GroupNorm: \(channels) channels do not divide into \(groups) groups; choose a number of groups "
        + "that divides them")
    (self.groups, self.channels, self.epsilon) = (groups, channels, epsilon)
    weight = affine ? Parameter([channels], .ones) : nil
    bias = affine ? Parameter([channels], .zeros) : nil
  }

  /// Normalises `[n, ..., channels]`; traps with the layer's path when the channels differ.
  public func forward(_ x: Variable) -> Variable {
    Tensor.require(
      x.shape.rank >= 2 && x.shape[-1] == channels,
      "group normalisation: input \(x.shape) must have \(channels) channels on its last axis")
    return x.groupNormalized(
      groups: groups, scale: weight?.variable(on: x), shift: bias?.variable(on: x), epsilon: epsilon
    )
  }
}

/// Normalisation of each channel of each image by itself (Ulyanov et al. 2016).
public final class InstanceNorm: Layer {
  /// The scale γ, `[channels]`; nil for none.
  public let weight: Parameter?
  /// The shift β, `[channels]`; nil for none.
  public let bias: Parameter?
  /// Added to variances.
  public let epsilon: Double

  private let channels: Int

  /// Makes a layer for a number of channels; as PyTorch's without scale and shift unless `affine`.
  public init(_ channels: Int, epsilon: Double = 1e-5, affine: Bool = false) {
    (self.channels, self.epsilon) = (channels, epsilon)
    weight = affine ? Parameter([channels], .ones) : nil
    bias = affine ? Parameter([channels], .zeros) : nil
  }

  /// Normalises `[n, ..., channels]`; traps with the layer's path when the channels differ.
  public func forward(_ x: Variable) -> Variable {
    Tensor.require(
      x.shape.rank >= 2 && x.shape[-1] == channels,
      "instance normalisation: input \(x.shape) must have \(channels) channels on its last axis")
    return x.groupNormalized(
      groups: max(1, channels), scale: weight?.variable(on: x), shift: bias?.variable(on: x),
      epsilon: epsilon)
  }
}
