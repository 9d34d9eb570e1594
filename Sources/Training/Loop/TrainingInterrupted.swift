/// A run that was asked to end, and did after saving what it can.
public struct TrainingInterrupted: Error, Sendable, CustomStringConvertible {
  /// The number of steps taken.
  public let step: Int
  /// Whether there is a checkpoint of it.
  public let isSaved: Bool

  /// One line that says whether anything is lost.
  public var description: String {
    "training was interrupted after \(step) steps; "
      + (isSaved
        ? "a checkpoint of it is saved" : "nothing is saved, as the loop has no checkpoints")
  }
}
