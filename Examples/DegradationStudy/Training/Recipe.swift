import GradusTraining

/// How a net is trained: everything but the net, the images and the seed.
struct Recipe: Sendable {
  var steps: Int
  var batchSize: Int
  var schedule: LearningRateSchedule
  var momentum = 0.9
  var weightDecay = 1e-4

  /// Training at one learning rate, so that a longer run passes through the shorter ones.
  static func constant(_ rate: Double, steps: Int, batchSize: Int) -> Recipe {
    Recipe(steps: steps, batchSize: batchSize, schedule: .constant(rate))
  }
}
