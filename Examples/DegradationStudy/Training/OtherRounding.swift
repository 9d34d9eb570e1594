import Gradus
import GradusClaims

/// Repetitions that differ in rounding alone: what another processor's kernels do to a training.
///
/// Kernels add in another order, so that sums differ in their last bits; training at a high rate makes
/// such differences grow until two runs have nothing but their seed in common. A verdict that these decide
/// is none.
enum OtherRounding {
  /// About what the order of a sum of a thousand terms changes, relative to the sum.
  private static let size = 1.0 / Double(1 << 20)

  /// Changes the last bits of all of a model's weights.
  static func disturb(_ model: any Classifier, seed: UInt64) {
    for (path, parameter) in model.parameters {
      let noise = Tensor.normal(
        parameter.value.shape, from: RandomStream(seed: seed, name: "rounding of \(path)"))
      let value = parameter.value
      parameter.value = value + value * noise.converted(to: value.dtype) * size
    }
  }
}

extension Subject {
  private static let condition = "other rounding"

  /// The same, repeated with other last bits in its weights.
  var withOtherRounding: Subject { with(Self.condition) }

  /// Whether it is such a repetition.
  var hasOtherRounding: Bool { rawValue.hasSuffix(", \(Self.condition)") }
}
