import Foundation
import Gradus

/// Files of pictures as what classifiers look at, read on all threads.
struct PictureReader {
  private let views: [PictureViews]
  var pixelLimit = RasterImage.usualPixelLimit
  var appliesOrientation = false

  /// Numbers of a batch's input: 250 pictures of CIFAR's size.
  private static let batchNumbers = 250 * 32 * 32 * 3

  init(_ views: [PictureViews]) { self.views = views }

  /// How many pictures are in memory at a time: fewer of larger ones and of more views.
  var batchSize: Int {
    let most = views.map(\.numberCount).max()
    return max(1, Self.batchNumbers / max(1, most ?? 1))
  }

  /// The images of files' pictures; each or why it could not be read, in their order.
  func read(_ files: [String]) -> [Result<PictureImages, any Error>] {
    let results = Results(count: files.count)
    let workers = min(Parallel.threadCount, files.count)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in stride(from: worker, to: files.count, by: workers) {
        results.set(index, Result { try images(files[index]) })
      }
    }
    return results.all
  }

  private func images(_ file: String) throws -> PictureImages {
    let picture = try RasterImage(
      readingFrom: file, pixelLimit: pixelLimit, appliesOrientation: appliesOrientation)
    do { return try views.images(of: picture) } catch let error as UserError {
      throw UserError("\(file.onOneLine()): \(error)")
    }
  }

  /// Results of several threads.
  private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Result<PictureImages, any Error>?]

    init(count: Int) { results = Array(repeating: nil, count: count) }

    func set(_ index: Int, _ result: Result<PictureImages, any Error>) {
      lock.withLock { results[index] = result }
    }

    var all: [Result<PictureImages, any Error>] { results.compactMap { $0 } }
  }
}
