import Foundation
import Gradus

/// Files of pictures as a classifier's input, read on all threads.
struct PictureReader {
  private let card: ModelCard
  var pixelLimit = RasterImage.usualPixelLimit
  var appliesOrientation = false

  /// Numbers of a batch's input: 250 pictures of CIFAR's size.
  private static let batchNumbers = 250 * 32 * 32 * 3

  init(_ card: ModelCard) { self.card = card }

  /// How many pictures are in memory at a time: fewer of larger ones.
  var batchSize: Int {
    max(1, Self.batchNumbers / max(1, card.height * card.width * card.channels))
  }

  /// The pictures of files, prepared; each or why it could not be read, in their order.
  func read(_ files: [String]) -> [Result<RasterImage, any Error>] {
    let results = Results(count: files.count)
    let workers = min(Parallel.threadCount, files.count)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in stride(from: worker, to: files.count, by: workers) {
        results.set(index, Result { try picture(files[index]) })
      }
    }
    return results.all
  }

  private func picture(_ file: String) throws -> RasterImage {
    card.prepared(
      try RasterImage(
        readingFrom: file, pixelLimit: pixelLimit, appliesOrientation: appliesOrientation))
  }

  /// Prepared pictures as one normalised batch `[n, h, w, c]`.
  func batch(_ pictures: [RasterImage]) -> Tensor {
    let images = ImageDataset(
      name: "pictures", pixels: pictures.flatMap(\.pixels), height: card.height,
      width: card.width, channels: card.channels, labels: pictures.map { _ in 0 },
      classNames: card.classNames)
    return card.normalization(images.images(at: Array(pictures.indices)))
  }

  /// Results of several threads.
  private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Result<RasterImage, any Error>?]

    init(count: Int) { results = Array(repeating: nil, count: count) }

    func set(_ index: Int, _ result: Result<RasterImage, any Error>) {
      lock.withLock { results[index] = result }
    }

    var all: [Result<RasterImage, any Error>] { results.compactMap { $0 } }
  }
}
