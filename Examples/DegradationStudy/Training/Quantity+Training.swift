import GradusClaims

/// What trainings record.
extension Quantity {
  /// Mean cross entropy on the fixed training images and on the test images, in inference mode.
  static let trainLoss = Quantity("train loss"), testLoss = Quantity("test loss")
  /// Shares of wrong answers on the same images.
  static let trainError = Quantity("train error"), testError = Quantity("test error")
  /// Cross entropy of the batches trained on.
  static let batchLoss = Quantity("batch loss")
  /// The step size that was used.
  static let learningRate = Quantity("learning rate")
  /// Norm of the first layer's weight gradient over the last convolution's or hidden layer's.
  static let gradientRatio = Quantity("gradient ratio")
  /// Norm of the first layer's weights over what it was at step 0.
  static let firstWeightGrowth = Quantity("first weight growth")
  /// Deviation of the median layer's responses; as a curve, of each layer's.
  static let responseDeviation = Quantity("response deviation")

  /// The norm of each layer's weights before a step.
  static func weightNorm(step: Int) -> Quantity { Quantity("weight norm, step \(step)") }
  /// The norm of each layer's weight gradient at a step.
  static func gradientNorm(step: Int) -> Quantity { Quantity("gradient norm, step \(step)") }
}
