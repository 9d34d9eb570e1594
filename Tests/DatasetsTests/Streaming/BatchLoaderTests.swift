import Foundation
import GradusTensors
import GradusTestSupport
import Synchronization
import Testing

@testable import GradusDatasets

/// Batches made ahead by any number of threads come in the order of the steps, and errors in their turn.
@Suite struct BatchLoaderTests {
  private struct Failure: Error, Equatable { let number: Int }

  /// How many workers there were and are.
  private final class Living: Sendable {
    let begun = Atomic<Int>(0), count = Atomic<Int>(0)
  }

  /// Lives as long as the worker that owns it.
  private final class Guest {
    private let alive: Living
    init(_ alive: Living) {
      self.alive = alive
      alive.begun.add(1, ordering: .sequentiallyConsistent)
      alive.count.add(1, ordering: .sequentiallyConsistent)
    }
    deinit { alive.count.subtract(1, ordering: .sequentiallyConsistent) }
  }

  /// A source that counts its workers, takes longer for early batches, and may fail at one.
  private struct Watched: BatchSource {
    let batches: Batches
    var failing: Int?
    var alive = Living()
    var shard = Shard.whole
    var name: String { batches.name }
    var fingerprint: String { batches.fingerprint }
    var sampler: BatchSampler { batches.sampler }

    func makeWorker() -> (BatchPlace, [ExampleVisit]) throws -> Batch {
      let (make, guest) = (batches.makeWorker(), Guest(alive))
      return { place, visits in
        usleep(UInt32(max(0, 5 - place.number % 5)) * 500)
        if place.number == failing { throw Failure(number: place.number) }
        return try withExtendedLifetime(guest) { try make(place, visits) }
      }
    }
  }

  private let batches = Batches(
    of: randomDataset(31, height: 4, width: 4, channels: 1), batchSize: 5, seed: 2,
    augmentation: .standard)

  @Test(arguments: [1, 2, 3, 8]) func theOrderIsThatOfTheSteps(_ workers: Int) throws {
    let loader = BatchLoader(batches, from: 4, to: 25, workers: workers)
    for batch in batches.from(step: 4).prefix(21) {
      let loaded = try #require(try loader.next())
      #expect(isSame(loaded, batch) && loaded.number == batch.number)
    }
    #expect(try loader.next() == nil)
    #expect(try loader.next() == nil)
  }

  @Test(arguments: [1, 4]) func anErrorComesInItsTurnAndStays(_ workers: Int) throws {
    let loader = BatchLoader(
      Watched(batches: batches, failing: 6), from: 0, workers: workers, ahead: 5)
    for number in 0..<6 { #expect(try loader.next()?.number == number) }
    for _ in 0..<2 { #expect(throws: Failure(number: 6)) { try loader.next() } }
  }

  @Test func aLoaderThatIsDroppedEndsItsThreads() throws {
    let alive = Living()
    var loader: BatchLoader<Batch>? = BatchLoader(
      Watched(batches: batches, alive: alive), from: 0, workers: 3)
    #expect(try loader?.next() != nil)
    loader = nil
    // Each thread ends after the batch it is at.
    for _ in 0..<2000 where alive.count.load(ordering: .sequentiallyConsistent) > 0 {
      usleep(1000)
    }
    #expect(alive.count.load(ordering: .sequentiallyConsistent) == 0)
    #expect(alive.begun.load(ordering: .sequentiallyConsistent) > 0)
  }

  @Test(.enabled(if: RasterImage.canDecode)) func picturesComeAsTheyWouldOneByOne() throws {
    let folder = try TemporaryFolder()
    for (number, name) in ["colour.jpg", "progressive.jpg", "sampled.jpeg", "inks.jpg", "big.png"]
      .enumerated()
    {
      let path = folder["pictures/\(number % 2)"]
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: PictureFiles.path(name), toPath: "\(path)/\(name)")
    }
    let index = try PictureIndex(listing: folder["pictures"])
    #expect(index.count == 5)
    let pictures = PictureBatches(
      of: index, batchSize: 2, seed: 3, view: .inception(side: 16), normalization: .imageNet)
    func load(_ workers: Int, _ shard: Shard = .whole) throws -> [Float] {
      var source = pictures
      source.shard = shard
      let loader = BatchLoader(source, from: 0, to: 6, workers: workers)
      var values: [Float] = []
      while let batch = try loader.next() { values += batch.images.floats }
      return values
    }
    let one = try load(1)
    #expect(one.count == 10 * 16 * 16 * 3 && one.allSatisfy(\.isFinite))
    #expect(try load(4) == one)
    let parts = try (0..<2).map { try load(2, Shard($0, of: 2)) }
    #expect(parts.map(\.count).reduce(0, +) == one.count)
    let size = 16 * 16 * 3
    #expect(Array(parts[0].prefix(size) + parts[1].prefix(size)) == Array(one.prefix(2 * size)))
  }

  /// A photograph decoded at half its size is nearly the one that is shrunk by half.
  @Test(.enabled(if: RasterImage.canDecode)) func picturesDecodedSmallerLookAlike() throws {
    let bytes = try PictureFiles.bytes("colour.jpg")
    let whole = try RasterImage(decoding: bytes, path: "colour.jpg").converted(toChannels: 3)
    let decoder = PictureDecoder()
    let half = try decoder.decode(bytes, path: "colour.jpg") { height, width in
      #expect(height == whole.height && width == whole.width)
      return .half
    }
    #expect(half.height == (whole.height + 1) / 2 && half.width == (whole.width + 1) / 2)
    let resized = whole.resized(height: half.height, width: half.width)
    var total = 0.0
    for pixel in 0..<half.height * half.width {
      for channel in 0..<3 {
        total += abs(
          Double(decoder.pixels[4 * pixel + channel]) - Double(resized.pixels[3 * pixel + channel]))
      }
    }
    #expect(total / Double(half.height * half.width * 3) < 12)
    #expect(PictureDecoder.Shrinkage.largest(keeping: 224, of: 447) == .none)
    #expect(PictureDecoder.Shrinkage.largest(keeping: 224, of: 448) == .half)
    #expect(PictureDecoder.Shrinkage.largest(keeping: 224, of: 10_000) == .eighth)
  }

  @Test(.enabled(if: RasterImage.canDecode)) func badPicturesAreLeftOutOnRequest() throws {
    let folder = try TemporaryFolder()
    for label in 0..<2 {
      try FileManager.default.createDirectory(
        atPath: folder["p/\(label)"], withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: PictureFiles.path("colour.jpg"), toPath: folder["p/\(label)/a.jpg"])
    }
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: folder["p/1/b.jpg"]))
    var pictures = PictureBatches(
      of: try PictureIndex(listing: folder["p"]), batchSize: 3, seed: 3,
      view: .inception(side: 8), normalization: .imageNet)
    #expect(throws: ImageFileError.self) { try BatchLoader(pictures, from: 0).next() }
    pictures.onBadPicture = { #expect("\($0)".contains("b.jpg")) }
    #expect(try BatchLoader(pictures, from: 0).next()?.labels.sorted() == [0, 1])
  }
}
