import CGradusZlib
import Foundation
import GradusTensors
import Testing

@testable import GradusDatasets

/// A directory for the files of one test; it goes when the value does.
final class SampleFiles {
  let directory: String

  init() throws {
    directory = NSTemporaryDirectory() + "gradus-datasets-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func path(_ name: String) -> String { directory + "/" + name }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  @discardableResult
  func writeGzip(_ bytes: [UInt8], to name: String) throws -> String {
    let file = try #require(gzopen(path(name), "wb9"))
    if !bytes.isEmpty {
      #expect(gzwrite(file, bytes, UInt32(bytes.count)) == Int32(bytes.count))
    }
    #expect(gzclose(file) == Z_OK)
    return path(name)
  }

  func bytes(of name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

/// Bytes of an IDX file, written from the format's description.
func idx(magic: [UInt8], sizes: [Int], data: [UInt8]) -> [UInt8] {
  magic
    + sizes.flatMap { size in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } }
    + data
}

let labelsMagic: [UInt8] = [0, 0, 8, 1]
let imagesMagic: [UInt8] = [0, 0, 8, 3]

func randomBytes(_ count: Int, seed: UInt64, below bound: Int = 256) -> [UInt8] {
  let stream = RandomStream(seed: seed, name: "bytes")
  return (0..<count).map { UInt8(stream.integer($0, below: bound)) }
}

/// A data set of random pixels and labels.
func randomDataset(
  _ count: Int, height: Int, width: Int, channels: Int, seed: UInt64 = 1
) -> ImageDataset {
  ImageDataset(
    name: "random", pixels: randomBytes(count * height * width * channels, seed: seed),
    height: height, width: width, channels: channels,
    labels: randomBytes(count, seed: seed + 1, below: 5).map(Int.init),
    classNames: ["a", "b", "c", "d", "e"])
}

/// The error that `body` throws, as the user reads it.
func message(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return "\(error)"
  }
}
