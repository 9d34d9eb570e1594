/// A loss that is no longer a finite number.
public struct Divergence: Error, Sendable, CustomStringConvertible {
  /// The step whose loss it was.
  public let step: Int
  /// The loss.
  public let loss: Double
  /// The place in the batch of the first image that holds NaN or infinity, which then is the cause;
  /// nil when all images are finite, and for batches that are no `Batch`.
  public let image: Int?

  /// One line that says what to do.
  public var description: String {
    let cause =
      image.map {
        "image \($0) of the batch holds NaN or infinity; check the data and their normalisation"
      }
      ?? "training has diverged; lower the learning rate, or find the layer with an AnomalyDetector"
    // A NaN's sign means nothing and would be printed.
    return "the loss is \(loss.isNaN ? .nan : loss) at step \(step): \(cause)"
  }
}
