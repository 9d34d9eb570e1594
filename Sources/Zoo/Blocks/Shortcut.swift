import GradusAutodiff
import GradusLayers
import GradusTensors

/// How a residual block's shortcut matches a change of size (He et al. 2015, §3.3 and §4.1).
public enum ShortcutOption: String, Sendable, CaseIterable {
  /// Option A: identity; where the size changes, subsampling and zero channels. No parameters.
  case padded = "a"
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
    case .padded:
      return (true, changes ? PaddedShortcut(inputs, outputs, stride: stride) : nil)
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
    case .padded: return changes ? PaddedShortcut(inputs, outputs, stride: stride) : nil
    case .projected: return changes ? projection() : nil
    case .projectedEverywhere: return projection()
    }
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
/// The zeros come after the input's channels.
public final class PaddedShortcut: Layer {
  private let stride: Int
  private let extraChannels: Int

  /// Makes a shortcut from `inputs` to `outputs` channels; traps when there would be fewer.
  public init(_ inputs: Int, _ outputs: Int, stride: Int) {
    precondition(
      outputs >= inputs, "option A cannot go from \(inputs) channels to fewer, \(outputs)")
    self.stride = stride
    extraChannels = outputs - inputs
  }

  /// Subsamples and pads.
  public func forward(_ x: Variable) -> Variable {
    // Pooling with a one-pixel window is subsampling.
    let sampled = stride == 1 ? x : x.averagePool(PoolingGeometry(kernel: 1, stride: stride))
    return extraChannels == 0
      ? sampled : sampled.padded(before: [0, 0, 0, 0], after: [0, 0, 0, extraChannels])
  }
}
