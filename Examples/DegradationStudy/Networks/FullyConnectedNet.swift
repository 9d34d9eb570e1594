import Gradus
import GradusClaims

/// A fully connected net of the study by the name of its record.
struct FullyConnectedNet: Sendable, Hashable {
  /// Images a batch, or all there are.
  static func batchSize(_ context: ExperimentContext) -> Int {
    min(128, context.images.train.count)
  }

  /// Such as `plain-32` or `plain-32, identity, no norm`.
  let subject: Subject
  let depth: Int
  let style: BlockStyle
  var start = WeightStart.he

  /// The net with fresh weights.
  func model(_ context: ExperimentContext, seed: UInt64) -> DeepMLP {
    DeepMLP(
      depth: depth, width: context.scale.mlpWidth, inputs: context.images.train.imageShape.count,
      classes: context.images.train.classes, style: style
    ).initialize(start, seed: seed)
  }

  /// About how many seconds a run of `steps` takes.
  func cost(_ steps: Int) -> Double { Double(depth + 4) * Double(steps) * 1e-4 }
}
