import Foundation
import GradusTensors
import GradusTestSupport

/// A temporary folder with a tiny data set in MNIST's format and room for a study's output.
final class StudyFiles {
  let folder: String
  var output: String { path("study") }

  /// Makes the folder; 24 training and 10 test images of 8 by 8 pixels.
  init() throws {
    folder = NSTemporaryDirectory() + "gradus-study-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: path("data"), withIntermediateDirectories: true)
    try write(images: 24, as: "train")
    try write(images: 10, as: "t10k")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Writes the files of one part of the data set, with images of `side` by `side` pixels.
  func write(images count: Int, as split: String, side: Int = 8) throws {
    let stream = RandomStream(seed: UInt64(count), name: split)
    let pixels = (0..<count * side * side).map { UInt8(stream.integer($0, below: 256)) }
    let labels = (0..<count).map { UInt8($0 % 10) }
    let size = [0, 0, 0, UInt8(count)]
    let side = [0, 0, 0, UInt8(side)]
    try Data([0, 0, 8, 3] + size + side + side + pixels)
      .write(to: URL(fileURLWithPath: path("data/\(split)-images-idx3-ubyte")))
    try Data([0, 0, 8, 1] + size + labels)
      .write(to: URL(fileURLWithPath: path("data/\(split)-labels-idx1-ubyte")))
  }

  /// The bytes of the files of a study that must not depend on interruptions, by path.
  func lasting(_ study: String) throws -> [String: Data] {
    let names = FileManager.default.enumerator(atPath: study)?.compactMap { $0 as? String } ?? []
    let wanted = names.filter {
      $0.hasSuffix("checkpoint.safetensors") || $0.hasSuffix("metrics.jsonl")
        || $0.hasSuffix("metrics.csv")
    }
    return try Dictionary(
      uniqueKeysWithValues: wanted.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: "\(study)/\($0)")))
      })
  }

  func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path(name)))
  }

  /// Starts the built program in the folder.
  func start(_ arguments: [String]) throws -> BuiltProgram {
    try BuiltProgram("DegradationStudy", arguments, in: folder)
  }

  /// Runs the built program in the folder to its end.
  func run(_ arguments: [String]) throws -> BuiltProgram.Ending { try start(arguments).finish() }
}
