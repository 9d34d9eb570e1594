import GradusTraining

/// How a net is trained: everything but the net, the images and the seed.
struct Recipe: Sendable {
  var steps: Int
  var batchSize: Int
  var schedule: LearningRateSchedule
  var momentum = 0.9
  var weightDecay = 1e-4
  /// The largest norm of all gradients together; nil for any.
  var clipNorm: Double?

  /// Training at one learning rate, so that a longer run passes through the shorter ones.
  static func constant(_ rate: Double, steps: Int, batchSize: Int) -> Recipe {
    Recipe(steps: steps, batchSize: batchSize, schedule: .constant(rate))
  }

  /// Training at a rate that falls to 0 along half a cosine, so that where a run ends hangs less on
  /// its last batches.
  static func falling(from rate: Double, steps: Int, batchSize: Int) -> Recipe {
    Recipe(steps: steps, batchSize: batchSize, schedule: .cosine(base: rate, total: steps))
  }
}
