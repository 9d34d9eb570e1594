/// How long and on how large images the nets of a data set are trained, by a rule that `plan.json`
/// states.
///
/// Nets learn slowly what a linear classifier gets wrong: on such images a preset's usual steps end
/// before deep residual nets have left the start, so that nothing of what shortcuts do can be seen.
/// They get more steps, and smaller images to pay for them.
struct StudyBudget: Sendable, Equatable {
  /// What a linear classifier gets wrong, in percent.
  let linearError: Int

  /// From this error on images are hard.
  static let hardError = 40
  /// How many times the steps convolutional nets get on hard images.
  static let stepFactor = 3
  /// By what more the sides of hard images are divided.
  static let shrinkage = 2
  /// The images in a batch and the learning rate of small convolutional nets on hard images: at the
  /// usual rate of 0.1 deep residual nets take hundreds of steps to leave the start there.
  static let batch = 64, rate = 0.03

  /// Whether nets get the longer training.
  var isHard: Bool { linearError >= Self.hardError }

  /// Whether a preset is so short that its budget depends on the images.
  static func applies(to preset: StudyPreset) -> Bool { [.quick, .standard].contains(preset) }

  /// Changes a preset's sizes to this budget.
  func apply(to scale: inout ExperimentScale) {
    guard isHard, Self.applies(to: scale.preset) else { return }
    scale.shrinkage *= Self.shrinkage
    scale.convolutionalSteps *= Self.stepFactor
    scale.comparisonSteps *= Self.stepFactor
    (scale.convolutionalBatch, scale.convolutionalRate) = (Self.batch, Self.rate)
    scale.curveShrinkage *= Self.shrinkage
    scale.curveSteps *= Self.stepFactor
  }

  /// The rule in words.
  static var rule: String {
    "A linear classifier (softmax regression, \(LinearProbe.steps) steps of \(LinearProbe.batch) at "
      + "\(LinearProbe.rate)) is trained on five sixths of the small training images and tried on "
      + "the last. Where it errs on \(hardError) % or more, convolutional nets take "
      + "\(stepFactor) times the preset's steps, on images whose sides are divided by "
      + "\(shrinkage) once more so that a step costs a quarter, the small ones in batches of "
      + "\(batch) at \(rate). Widths and depths are the preset's in any case."
  }
}
