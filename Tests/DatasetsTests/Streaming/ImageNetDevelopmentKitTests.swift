import Foundation
import GradusTensors
import GradusTestSupport
import Testing

@testable import GradusDatasets

/// ILSVRC2012's development kit: its numbers are not the places of the synsets by name.
@Suite struct ImageNetDevelopmentKitTests {
  private let folder: TemporaryFolder
  private let synsets = ["n01440764", "n02100735", "n02119789"]
  private let list = "ILSVRC2012_validation_ground_truth.txt"

  init() throws {
    folder = try TemporaryFolder()
    for synset in synsets { try write("train/\(synset)/a.JPEG", Data("x".utf8)) }
    for number in 1...3 { try write("val/ILSVRC2012_val_0000000\(number).JPEG", Data("x".utf8)) }
  }

  private func write(_ name: String, _ data: Data) throws {
    let url = URL(fileURLWithPath: folder[name])
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  private func writeKit(in place: String, meta: String = "synsets.mat", _ lines: String) throws {
    try write(place + "meta.mat", Data(PictureFiles.bytes(meta)))
    try write(place + list, Data(lines.utf8))
  }

  private func open() throws -> ImageNetFolder {
    try ImageNetFolder(folder.path, indices: PictureIndexFile(folder["indices"]))
  }

  @Test(
    arguments: ["", "data/", "ILSVRC2012_devkit_t12/data/"], ["synsets.mat", "synsets-plain.mat"])
  func itsNumbersAreTheSynsets(_ place: String, _ meta: String) throws {
    try writeKit(in: place, meta: meta, "3\n1\n2\n")
    let images = try open()
    let validation = try images.validation(synsets: images.synsets())
    #expect(validation.labels == [0, 2, 1])
    #expect(
      validation.classNames == [
        "tench, Tinca tinca", "English setter", "kit fox, Vulpes macrotis",
      ])
    #expect(try images.training().index.classNames == validation.classNames)
  }

  @Test(arguments: [("3\n1\n", nil), ("3\n1\n4\n", 3), ("3\n9\n1\n", 2), ("x\n1\n2\n", 1)])
  func aListThatDoesNotFitIsTold(_ lines: String, _ line: Int?) throws {
    try writeKit(in: "", lines)
    let images = try open()
    let error = #expect(throws: ImageNetListError.self) {
      try images.validation(synsets: images.synsets())
    }
    #expect(error?.line == line && error?.path.hasSuffix(list) == true)
  }

  /// Whatever a damaged file says, it is refused in one line or read, and nothing traps.
  @Test(arguments: ["synsets.mat", "synsets-plain.mat"])
  func damagedTablesAreRefused(_ meta: String) throws {
    let bytes = try PictureFiles.bytes(meta)
    var refused = 0
    for length in stride(from: 0, to: bytes.count, by: 7) {
      do { _ = try MATLABFile(Array(bytes[..<length])) } catch { refused += 1 }
    }
    let stream = RandomStream(seed: 1, name: "damage")
    for number in 0..<2000 {
      var damaged = bytes
      for change in 0..<1 + number % 4 {
        let bits = stream.bits(4 * number + change)
        damaged[124 + Int(bits >> 8) % (bytes.count - 124)] = UInt8(truncatingIfNeeded: bits)
      }
      do { _ = try MATLABFile(damaged) } catch { refused += 1 }
    }
    #expect(refused > 200)
  }
}
