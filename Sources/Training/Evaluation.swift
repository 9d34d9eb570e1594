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

  /// Measures a function from images to logits `[n, classes]` on batches; without images all is 0.
  public init(on batches: some Sequence<Batch>, logits: (_ images: Tensor) throws -> Tensor)
    rethrows
  {
    self.init(try batches.map { try EvaluatedBatch($0, logits: logits($0.images)) })
  }

  /// Adds up batches in their order.
  init(_ batches: [EvaluatedBatch]) {
    var (loss, wrong, wrong5, count) = (0.0, 0.0, 0.0, 0)
    for batch in batches {
      loss += batch.loss
      wrong += batch.wrong
      wrong5 += batch.wrong5
      count += batch.count
    }
    let total = Double(max(1, count))
    (self.loss, self.count) = (loss / total, count)
    (error, top5Error) = (wrong / total, wrong5 / total)
  }
}

/// What one batch adds to an evaluation: sums over its images.
struct EvaluatedBatch {
  let loss: Double, wrong: Double, wrong5: Double
  let count: Int

  init(_ batch: Batch, logits: Tensor) {
    let share = Double(batch.count)
    // The mean over no images is NaN and weighs nothing.
    guard batch.count > 0 else {
      (loss, wrong, wrong5, count) = (0, 0, 0, 0)
      return
    }
    loss = Variable(logits).crossEntropy(labels: batch.labels).value.item * share
    wrong = topKError(logits: logits, labels: batch.labels) * share
    wrong5 = topKError(logits: logits, labels: batch.labels, k: 5) * share
    count = batch.count
  }

  /// Reads what `numbers` wrote.
  init(_ numbers: ArraySlice<Double>) {
    let numbers = Array(numbers)
    (loss, wrong, wrong5, count) = (numbers[0], numbers[1], numbers[2], Int(numbers[3]))
  }

  /// Four numbers.
  var numbers: [Double] { [loss, wrong, wrong5, Double(count)] }
  static let numberCount = 4
}

extension Classifier {
  /// Runs the classifier on batches in inference mode and measures it; without images all is 0.
  public func evaluate(_ batches: some Sequence<Batch>) -> Evaluation {
    Evaluation(on: batches) { self($0) }
  }
}

extension Layer {
  /// Runs a layer from images to logits `[n, classes]`, such as a `Sequential`, on batches in
  /// inference mode and measures it; without images all is 0.
  public func evaluate(_ batches: some Sequence<Batch>) -> Evaluation {
    Evaluation(on: batches) { self($0) }
  }
}
