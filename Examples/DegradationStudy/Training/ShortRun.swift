import Foundation
import Gradus
import GradusClaims

/// A training run short enough to be repeated when it is interrupted, measured while it goes.
final class ShortRun {
  let model: any Classifier
  let recipe: Recipe
  private let images: StudyImages
  private let seed: UInt64
  private let norms: LayerNorms
  private var batchLosses: [Double] = []
  private var losses: [Quantity: [(x: Double, y: Double)]] = [:]
  private var profiles: [Quantity: Curve] = [:]
  private(set) var diverged = false

  /// Prepares to train a model that has values.
  init(_ model: any Classifier, _ recipe: Recipe, _ images: StudyImages, seed: UInt64) {
    (self.model, self.recipe, self.images, self.seed) = (model, recipe, images, seed)
    norms = LayerNorms(model)
  }

  /// Trains to the end or to divergence.
  ///
  /// - Parameters:
  ///   - evaluating: steps after which the losses on the fixed training images and on the test
  ///     images are measured; the last step is always one.
  ///   - watchingLayers: whether norms of weights and gradients are taken at log-spaced steps.
  func run(evaluating: [Int] = [], watchingLayers: Bool = false) throws {
    let loop = TrainingLoop(
      model, SGD(model, momentum: recipe.momentum, weightDecay: recipe.weightDecay),
      recipe.schedule, seed: seed)
    // A trial is short and is recorded as a whole: the experiment ends after it.
    loop.heedsInterruption = false
    if let limit = recipe.clipNorm { loop.transform = { $0.clipped(toNorm: limit) } }
    var probe: GradientNorms?
    loop.observers = { [self] step in
      let isWatched =
        watchingLayers && (LogSpacedSteps.contains(step) || step == recipe.steps - 1)
      if isWatched { profiles[.weightNorm(step: step)] = Curve(norms.ofWeights) }
      probe = isWatched ? GradientNorms(model) : nil
      return probe.map { [$0] } ?? []
    }
    loop.evaluationCadence = .after(Set(evaluating))
    loop.onEvaluation = { [self, unowned loop] in
      evaluate(after: loop.stepCount)
      return [:]
    }
    do {
      let batches = images.trainingBatches(recipe.batchSize, seed: seed)
      try loop.run(to: recipe.steps, on: batches) { step in
        batchLosses.append(step.loss)
        if let probe {
          profiles[.gradientNorm(step: step.number)] = Curve(norms.ofGradients(probe))
        }
      }
    } catch let divergence as Divergence {
      batchLosses.append(divergence.loss)
      diverged = true
    }
  }

  private func evaluate(after steps: Int) {
    PopulationStatistics.measure(model, on: images.inOrder(images.fixed.prefix(1_000)))
    for (loss, error, part) in [
      (Quantity.trainLoss, Quantity.trainError, images.fixed),
      (.testLoss, .testError, images.test),
    ] {
      let result = model.evaluate(images.inOrder(part))
      // The last step may have left the finite numbers without a batch that shows it.
      if !result.loss.isFinite { diverged = true }
      losses[loss, default: []].append((Double(steps), result.loss))
      losses[error, default: []].append((Double(steps), result.error))
    }
  }

  /// The loss of a net on the fixed training images in inference mode.
  func loss(of model: any Classifier) -> Double {
    model.evaluate(images.inOrder(images.fixed)).loss
  }

  /// Everything that was measured, as the record of `trial`.
  func measurement(_ trial: Trial) -> TrialRecord {
    var result = TrialRecord(trial)
    result.diverged = diverged
    for name in [Quantity.trainLoss, .trainError, .testLoss, .testError] {
      let points = losses[name] ?? []
      result[name] = diverged ? nil : points.last?.y
      result.curves[name] = Curve(x: points.map(\.x), y: points.map(\.y))
    }
    result.curves[.batchLoss] = Self.thinned(batchLosses)
    result.curves.merge(profiles) { _, new in new }
    for (name, values) in ratios { result.curves[name] = values }
    return result
  }

  /// The norm of the first layer's weight gradient at the steps that were watched.
  var firstGradientNorms: Curve {
    let steps = (0..<recipe.steps).filter { profiles[.gradientNorm(step: $0)] != nil }
    return Curve(
      x: steps.map(Double.init),
      y: steps.map { (profiles[.gradientNorm(step: $0)]?.y.first ?? nil) ?? .nan })
  }

  /// How the first weighted layer compares with the last convolution or hidden matrix.
  private var ratios: [Quantity: Curve] {
    var steps: [Int] = []
    for step in 0..<max(1, recipe.steps) where profiles[.gradientNorm(step: step)] != nil {
      steps.append(step)
    }
    guard let start = profiles[.weightNorm(step: 0)]?.y.first ?? nil, norms.paths.count > 1 else {
      return [:]
    }
    let x = steps.map(Double.init)
    let last = norms.paths.count - 2
    return [
      .gradientRatio: Curve(
        x: x,
        y: steps.map { step in
          let norms = profiles[.gradientNorm(step: step)]?.y ?? []
          guard let first = norms[0], let end = norms[last] else { return .nan }
          return first / end
        }),
      .firstWeightGrowth: Curve(
        x: x, y: steps.map { ((profiles[.weightNorm(step: $0)]?.y[0] ?? nil) ?? .nan) / start }),
    ]
  }

  /// Means of at most 60 stretches of equal length.
  private static func thinned(_ losses: [Double]) -> Curve {
    let length = max(1, (losses.count + 59) / 60)
    let starts = Array(stride(from: 0, to: losses.count, by: length))
    return Curve(
      x: starts.map { Double($0 + length / 2) },
      y: starts.map { start in
        let part = losses[start..<min(losses.count, start + length)]
        return part.reduce(0, +) / Double(part.count)
      })
  }
}
