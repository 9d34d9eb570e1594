import GradusAutodiff
import GradusDatasets
import GradusLayers
import GradusTensors

/// How good a classifier is on images it may not have seen.
public struct Evaluation: Sendable, Hashable, Codable {
  /// The mean cross entropy.
  public let loss: Double
  /// The share of images whose first guess is wrong.
  public let error: Double
  /// The share of images whose first five guesses are all wrong.
  public let top5Error: Double
  /// The number of images.
  public let count: Int
}

extension Classifier {
  /// Runs the classifier on batches in inference mode and measures it; without images all is 0.
  public func evaluate(_ batches: some Sequence<Batch>) -> Evaluation {
    var (loss, wrong, wrong5, count) = (0.0, 0.0, 0.0, 0)
    for batch in batches {
      let logits = self(batch.images)
      let share = Double(batch.count)
      loss += Variable(logits).crossEntropy(labels: batch.labels).value.item * share
      wrong += topKError(logits: logits, labels: batch.labels) * share
      wrong5 += topKError(logits: logits, labels: batch.labels, k: 5) * share
      count += batch.count
    }
    let total = Double(max(1, count))
    return Evaluation(
      loss: loss / total, error: wrong / total, top5Error: wrong5 / total, count: count)
  }
}
