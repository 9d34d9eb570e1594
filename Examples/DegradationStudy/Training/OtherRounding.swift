import Gradus
import GradusClaims

/// Repetitions that differ in rounding alone: what another processor's kernels do to a training.
///
/// Kernels add in another order, so that sums differ in their last bits; training at a high rate makes
/// such differences grow until two runs have nothing but their seed in common. A verdict that these decide
/// is none.
enum OtherRounding {
  /// How often a net whose verdict may hang on rounding is repeated.
  static let repetitions = 3

  /// About what the order of a sum of a thousand terms changes, relative to the sum.
  private static let size = 1.0 / Double(1 << 20)

  /// Changes the last bits of all of a model's weights, in another way for each repetition.
  static func disturb(_ model: any Classifier, seed: UInt64, repetition: Int) {
    for (path, parameter) in model.parameters {
      let noise = Tensor.normal(
        parameter.value.shape,
        from: RandomStream(
          seed: seed, name: "rounding\(suffix(repetition)) of \(path)"))
      let value = parameter.value
      parameter.value = value + value * noise.converted(to: value.dtype) * size
    }
  }

  /// What a repetition's number adds to its name: nothing to the first one's.
  fileprivate static func suffix(_ repetition: Int) -> String {
    repetition == 1 ? "" : " \(repetition)"
  }
}

extension Subject {
  private static func condition(_ repetition: Int) -> String {
    "other rounding\(OtherRounding.suffix(repetition))"
  }

  /// The same with other last bits in its weights; repetitions count from 1.
  func withOtherRounding(_ repetition: Int) -> Subject { with(Self.condition(repetition)) }

  /// All its repetitions with other last bits.
  var withOtherRoundings: [Subject] {
    (1...OtherRounding.repetitions).map(withOtherRounding)
  }

  /// Which such repetition it is; nil of any other subject.
  var otherRounding: Int? {
    (1...OtherRounding.repetitions).first { rawValue.hasSuffix(", \(Self.condition($0))") }
  }
}
