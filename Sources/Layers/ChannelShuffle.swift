import GradusAutodiff
import GradusTensors

/// Deals the channels of `groups` groups out one by one, so that the next grouped convolution sees
/// channels of every group (Zhang et al. 2017, ShuffleNet, §3.1).
///
/// Channel `j` of group `i` becomes channel `i` of group `j`. Shuffling with `channels / groups`
/// groups undoes it.
public final class ChannelShuffle: Layer {
  /// The number of groups.
  public let groups: Int

  /// Makes a shuffle of `groups` groups; traps when there is none.
  public init(groups: Int) {
    precondition(groups >= 1, "ChannelShuffle: needs at least one group, not \(groups)")
    self.groups = groups
  }

  /// Rearranges the last axis; traps with the layer's path when it does not divide into groups.
  public func forward(_ x: Variable) -> Variable {
    let channels = x.shape[-1]
    Tensor.require(
      channels % groups == 0,
      "channel shuffle: the \(channels) channels of \(x.shape) (axis \(x.shape.rank - 1)) do not divide "
        + "into \(groups) groups; choose a number of groups that divides them")
    let leading = Array(x.shape.dimensions.dropLast())
    return x.reshaped(to: leading + [groups, channels / groups]).transposed()
      .reshaped(to: x.shape)
  }
}
