import Foundation
import GradusTensors
import Testing

@testable import GradusDatasets

/// Every error, provoked by a file and pinned word for word.
@Suite struct DatasetErrorTests {
  let files: SampleFiles
  var place: String { files.path("file") }

  init() throws { files = try SampleFiles() }

  private func reading(_ bytes: [UInt8], _ contents: IDXFile.Contents = .labels) throws -> String? {
    try files.write(bytes, to: "file")
    return message { _ = try IDXFile(path: place, contents: contents).labels(classes: 10) }
  }

  private func readingCompressed(_ bytes: [UInt8]) throws -> String? {
    try files.writeGzip(bytes, to: "file")
    return message { _ = try IDXFile(path: place, contents: .labels).labels(classes: 10) }
  }

  @Test func missingAndUnreadable() throws {
    #expect(
      message { _ = try IDXFile(path: place, contents: .labels) }
        == "\(place): no such file; check the path")
    #expect(
      message { _ = try IDXFile(path: files.directory, contents: .labels) }
        == "\(files.directory): cannot be read: not a regular file")
  }

  @Test func badMagic() throws {
    #expect(
      try reading(idx(magic: imagesMagic, sizes: [1, 1, 1], data: [0]))
        == "\(place), byte 0: magic number 0x00000803, expected 0x00000801 (IDX labels); "
        + "is this the right file?")
    #expect(
      try reading(idx(magic: [0, 0, 13, 3], sizes: [1, 1, 1], data: [0]), .images)
        == "\(place), byte 0: magic number 0x00000d03, expected 0x00000803 (IDX images); "
        + "is this the right file?")
  }

  @Test func truncated() throws {
    #expect(
      try reading([0, 0, 8])
        == "\(place), byte 3: the data ends here, expected 4 bytes; fetch the file again")
    #expect(
      try reading([0, 0, 8, 1, 0])
        == "\(place), byte 5: the data ends here, expected 8 bytes; fetch the file again")
    let short = idx(magic: labelsMagic, sizes: [5], data: [1, 2])
    let expected = "\(place), byte 10: the data ends here, expected 13 bytes; fetch the file again"
    #expect(try reading(short) == expected)
    #expect(try readingCompressed(short) == expected)
  }

  @Test func trailingBytes() throws {
    let long = idx(magic: labelsMagic, sizes: [2], data: [1, 2, 3])
    let expected =
      "\(place), byte 10: the data should end here but more bytes follow; fetch the file again"
    #expect(try reading(long) == expected)
    #expect(try readingCompressed(long) == expected)
  }

  @Test func labelOutOfRange() throws {
    #expect(
      try reading(idx(magic: labelsMagic, sizes: [4], data: [1, 9, 10, 11]))
        == "\(place), byte 10: label 10, expected 0...9; is this the right file?")
  }

  @Test func countMismatch() throws {
    let images = try files.write(
      idx(magic: imagesMagic, sizes: [2, 1, 1], data: [0, 0]), to: "images")
    let labels = try files.write(idx(magic: labelsMagic, sizes: [1], data: [0]), to: "labels")
    #expect(
      message {
        _ = try ImageDataset(
          name: "pair", idxImages: images, idxLabels: labels, classNames: ["only"])
      }
        == "\(labels), byte 4: 1 labels for the 2 images of \(images); "
        + "take both files from the same data set and split")
  }

  @Test func corruptGzip() throws {
    try files.writeGzip(idx(magic: labelsMagic, sizes: [3], data: [1, 2, 3]), to: "whole")
    let whole = try files.bytes(of: "whole")
    #expect(
      try reading(Array(whole.dropLast(3)))
        == "\(place), byte \(whole.count - 3) of the compressed file: "
        + "the compressed data ends too early; fetch the file again")
    var damaged = whole
    damaged[whole.count - 8] ^= 1  // the checksum
    let text = try #require(try reading(damaged))
    #expect(text.hasPrefix("\(place), byte "))
    #expect(
      text.hasSuffix(
        " of the compressed file: damaged gzip data (incorrect data check); fetch the file again"))
  }

  @Test func implausibleSizes() throws {
    #expect(
      try reading(idx(magic: imagesMagic, sizes: [3, 0, 4], data: []), .images)
        == "\(place), byte 8: a size of 3 x 0 x 4 is not possible; is this the right file?")
    let huge = Int(UInt32.max)
    #expect(
      try reading(idx(magic: imagesMagic, sizes: [huge, huge, huge], data: []), .images)
        == "\(place), byte 8: a size of 4294967295 x 4294967295 x 4294967295 is not possible; "
        + "is this the right file?")
    let bomb = idx(magic: labelsMagic, sizes: [huge], data: [1])
    let text = try #require(try readingCompressed(bomb))
    #expect(
      text == "\(place), byte 8: 4294967295 bytes announced, more than a file of "
        + "\(try files.bytes(of: "file").count) bytes can hold; is this the right file?")
  }

  @Test func highlyCompressedDataStopsAtTheAnnouncedSize() throws {
    let bomb = labelsMagic + [0, 0, 0, 4] + [UInt8](repeating: 0, count: 8 << 20)
    #expect(
      try readingCompressed(bomb)
        == "\(place), byte 12: the data should end here but more bytes follow; "
        + "fetch the file again")
    let reader = try ByteReader(path: place)
    #expect(throws: DatasetError.self) { try reader.readRest(12) }
    #expect(reader.offset == 13)
  }
}
