import Foundation
import GradusTensors
import Testing

@testable import GradusDatasets

@Suite struct IDXFileTests {
  let files: SampleFiles
  let pixels = randomBytes(5 * 3 * 4, seed: 3)
  let labels: [UInt8] = [1, 0, 2, 2, 1]

  init() throws { files = try SampleFiles() }

  private var imageFile: [UInt8] { idx(magic: imagesMagic, sizes: [5, 3, 4], data: pixels) }
  private var labelFile: [UInt8] { idx(magic: labelsMagic, sizes: [5], data: labels) }

  @Test func readsWhatWasWrittenPlainAndCompressed() throws {
    for path in [try files.write(imageFile, to: "i"), try files.writeGzip(imageFile, to: "i.gz")] {
      let file = try IDXFile(path: path, contents: .images)
      #expect(file.dimensions == [5, 3, 4])
      #expect(file.bytes == pixels)
    }
    for path in [try files.write(labelFile, to: "l"), try files.writeGzip(labelFile, to: "l.gz")] {
      #expect(try IDXFile(path: path, contents: .labels).labels(classes: 3) == [1, 0, 2, 2, 1])
    }
  }

  @Test func pairBecomesADataset() throws {
    let dataset = try ImageDataset(
      name: "pair", idxImages: try files.write(imageFile, to: "i"),
      idxLabels: try files.write(labelFile, to: "l"), classNames: ["x", "y", "z"])
    #expect(dataset.count == 5)
    #expect(dataset.imageShape == [3, 4, 1])
    #expect(dataset.labels == [1, 0, 2, 2, 1])
    let images = dataset.images(at: [4, 0])
    #expect(images.shape == [2, 3, 4, 1])
    #expect(images[0, 2, 1, 0] == Double(Float(pixels[4 * 12 + 9]) / 255))
    #expect(images[1, 0, 3, 0] == Double(Float(pixels[3]) / 255))
  }

  @Test func everyTruncationIsRefused() throws {
    for length in imageFile.indices {
      let path = try files.write(Array(imageFile[..<length]), to: "short")
      #expect(throws: DatasetError.self, "\(length) bytes") {
        try IDXFile(path: path, contents: .images)
      }
    }
    try files.writeGzip(imageFile, to: "whole.gz")
    let compressed = try files.bytes(of: "whole.gz")
    for length in compressed.indices {
      let path = try files.write(Array(compressed[..<length]), to: "short.gz")
      #expect(throws: DatasetError.self, "\(length) compressed bytes") {
        try IDXFile(path: path, contents: .images)
      }
    }
  }

  @Test func flippedHeaderBitIsRefused() throws {
    for bit in 0..<(16 * 8) {
      var damaged = imageFile
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      for path in [try files.write(damaged, to: "d"), try files.writeGzip(damaged, to: "d.gz")] {
        #expect(throws: DatasetError.self, "bit \(bit)") {
          try IDXFile(path: path, contents: .images)
        }
      }
    }
  }

  @Test func randomDamageNeverTrapsAndCompressedDataIsChecked() throws {
    try files.writeGzip(imageFile, to: "whole.gz")
    let whole = try files.bytes(of: "whole.gz")
    let stream = RandomStream(seed: 11, name: "damage")
    for round in 0..<400 {
      var damaged = whole
      for flip in 0..<(1 + round % 3) {
        let draw = 2 * (3 * round + flip)
        damaged[stream.integer(draw, below: whole.count)] ^= UInt8(
          1 + stream.integer(draw + 1, below: 255))
      }
      let path = try files.write(damaged, to: "damaged.gz")
      // A flip in gzip's own header (time, system) may go unseen; the data may not change.
      if let file = try? IDXFile(path: path, contents: .images) {
        #expect(file.bytes == pixels)
        #expect(file.dimensions == [5, 3, 4])
      }
    }
  }

  @Test func randomHeadersNeverTrap() throws {
    for seed in 0..<300 {
      let noise = imagesMagic + randomBytes(seed % 40, seed: UInt64(seed))
      for path in [try files.write(noise, to: "n"), try files.writeGzip(noise, to: "n.gz")] {
        #expect(throws: DatasetError.self) { try IDXFile(path: path, contents: .images) }
      }
    }
  }
}
