import Gradus
import GradusClaims

/// How hard images are, told from what a linear classifier gets wrong.
enum LinearProbe {
  /// Steps of softmax regression, images per batch, and its learning rate.
  static let steps = 300, batch = 128, rate = 0.05

  /// The error of softmax regression on a sixth of the training images, after training on the
  /// others, in whole percent; what diverges errs always.
  static func error(_ images: StudyImages) throws -> Int {
    let parts = images.holdingOut(sixths: 1).validation
    let train = parts.train
    let model = SmallNet(
      [Flatten()], head: [Linear(train.imageShape.count, train.classes)], classes: train.classes
    ).initialize(seed: 0)
    let run = ShortRun(
      model, .constant(rate, steps: steps, batchSize: min(batch, train.count)), parts, seed: 0)
    try run.run()
    let trial = Trial(subject: Subject("linear"), seed: 0, cost: 0)
    return Int((100 * (run.measurement(trial)[.testError] ?? 1)).rounded())
  }
}
