import GradusAutodiff
import GradusLayers
import GradusTensors

/// How a residual block's shortcut matches a change of size (He et al. 2015, §3.3 and §4.1).
public enum ShortcutOption: String, Sendable, CaseIterable {
  /// Option A: identity; where the size changes, subsampling and zero channels behind the input's. No
  /// parameters.
  case padded = "a"
  /// Option A with half of the zero channels before the input's and half behind: another net under the
  /// same names.
  case paddedOnBothSides = "a-both-sides"
  /// Option B: a 1x1 projection where the size changes, identity elsewhere.
  case projected = "b"
  /// Option C: a 1x1 projection everywhere.
  case projectedEverywhere = "c"
  /// No shortcut at all: the plain net.
  case none

  /// The layer beside a block, and whether the block has a shortcut.
  ///
  /// A nil layer with `isResidual` is the identity.
  func layer(
    _ inputs: Int, _ outputs: Int, stride: Int
  ) -> (isResidual: Bool, downsample: (any Layer)?) {
    let changes = stride != 1 || inputs != outputs
    switch self {
    case .none: return (false, nil)
    case .padded, .paddedOnBothSides:
      return (true, changes ? padded(inputs, outputs, stride) : nil)
    case .projected:
      return (true, changes ? Self.projection(inputs, outputs, stride: stride) : nil)
    case .projectedEverywhere:
      return (true, Self.projection(inputs, outputs, stride: stride))
    }
  }

  /// The layer beside a pre-activation block, whose projection has no normalisation; nil for the
  /// identity (He et al. 2016, §5). Traps on `.none`: these nets have no plain twin.
  func layerBeforeActivation(_ inputs: Int, _ outputs: Int, stride: Int) -> (any Layer)? {
    let changes = stride != 1 || inputs != outputs
    func projection() -> Conv2d {
      Conv2d(inputs, outputs, kernel: 1, stride: stride, bias: false)
    }
    switch self {
    case .none: preconditionFailure("a pre-activation block needs a shortcut")
    case .padded, .paddedOnBothSides: return changes ? padded(inputs, outputs, stride) : nil
    case .projected: return changes ? projection() : nil
    case .projectedEverywhere: return projection()
    }
  }

  private func padded(_ inputs: Int, _ outputs: Int, _ stride: Int) -> PaddedShortcut {
    PaddedShortcut(
      inputs, outputs, stride: stride, onBothSides: self == .paddedOnBothSides)
  }

  private static func projection(_ inputs: Int, _ outputs: Int, stride: Int) -> Sequential {
    Sequential {
      Conv2d(inputs, outputs, kernel: 1, stride: stride, bias: false)
      BatchNorm(outputs)
    }
  }
}

/// Option A's shortcut where the size changes: every stride-th pixel, and zeros for new channels.
///
/// The paper does not say where the zeros stand, and published weights were trained with both: behind the
/// input's channels (Facebook's release of ResNet), or half of them before (Idelbayev's CIFAR nets).
public final class PaddedShortcut: Layer {
  private let stride: Int
  private let before: Int, after: Int

  /// Makes a shortcut from `inputs` to `outputs` channels; traps when there would be fewer.
  ///
  /// - Parameters:
  ///   - inputs: channels of the input.
  ///   - outputs: channels of the result.
  ///   - stride: the distance of the pixels taken.
  ///   - onBothSides: whether half of the zeros, rounded down, stand before the input's channels.
  public init(_ inputs: Int, _ outputs: Int, stride: Int, onBothSides: Bool = false) {
    precondition(
      outputs >= inputs, "option A cannot go from \(inputs) channels to fewer, \(outputs)")
    self.stride = stride
    before = onBothSides ? (outputs - inputs) / 2 : 0
    after = outputs - inputs - before
  }

  /// Subsamples and pads.
  public func forward(_ x: Variable) -> Variable {
    // Pooling with a one-pixel window is subsampling.
    let sampled = stride == 1 ? x : x.averagePool(PoolingGeometry(kernel: 1, stride: stride))
    return before + after == 0
      ? sampled : sampled.padded(before: [0, 0, 0, before], after: [0, 0, 0, after])
  }
}
