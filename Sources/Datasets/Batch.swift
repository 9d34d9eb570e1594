import GradusTensors

/// A batch that knows how many examples it has, so that means over batches weigh it by them.
///
/// Several ranks have parts of a batch that may differ by an example, and accumulated batches may differ in
/// size: what does not say its number counts as much as any other.
public protocol CountedMinibatch {
  /// The number of examples.
  var count: Int { get }
}

/// Images and their labels, ready for a training step.
public struct Batch: CountedMinibatch, Sendable {
  /// The images, float32 `[count, height, width, channels]`, normalised and augmented.
  public let images: Tensor
  /// The class of each image.
  public let labels: [Int]
  /// The epoch, from 0.
  public let epoch: Int
  /// The batch's number within its epoch, from 0.
  public let index: Int
  /// The batch's number within the whole run, from 0, which a training loop compares with its own;
  /// nil for one that belongs to no sequence.
  public let number: Int?

  /// Makes a batch; traps when there is not one label per image.
  public init(images: Tensor, labels: [Int], epoch: Int, index: Int, number: Int? = nil) {
    precondition(
      images.rank == 4 && images.shape[0] == labels.count,
      "a batch of shape \(images.shape) has \(labels.count) labels")
    self.images = images
    self.labels = labels
    self.epoch = epoch
    self.index = index
    self.number = number
  }

  /// The number of images.
  public var count: Int { labels.count }
}
