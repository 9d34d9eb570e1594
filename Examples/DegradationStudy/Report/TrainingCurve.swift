/// What was logged while one net trained.
struct TrainingCurve: Sendable {
  /// A value measured at a step.
  struct Point: Sendable, Equatable {
    /// The number of updates done before the measurement.
    var step: Int
    /// The measured value; not finite where the run diverged.
    var value: Double
  }

  /// The run.
  var run: RunIdentity
  /// The training loss of single batches.
  var loss: [Point]
  /// The fraction of wrong answers on training images, 0...1.
  var trainError: [Point]
  /// The fraction of wrong answers on test images, 0...1.
  var testError: [Point]
  /// The paths of the weighted layers from input to output; empty where only their names are known,
  /// which ``LayerOrder`` then sorts.
  var layers: [String]

  /// Collects the log of one run.
  init(
    run: RunIdentity, loss: [Point], trainError: [Point] = [], testError: [Point] = [],
    layers: [String] = []
  ) {
    self.run = run
    self.loss = loss
    self.trainError = trainError
    self.testError = testError
    self.layers = layers
  }
}
