import Foundation
import GradusLayers
import GradusTensors
import GradusTestSupport
import Testing

@testable import GradusInterchange

@Suite struct SafetensorsFormatTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The file that the format's description demands, put together by hand.
  @Test func writesTheDocumentedBytes() throws {
    let file = SafetensorsFile(
      metadata: ["b": "\"\\\n\u{1}é", "a": ""],
      tensors: [
        "w": Tensor([1 as Float, -2], shape: [2, 1]), "c": Tensor(0.5, dtype: .float64),
      ])
    try file.write(to: folder["a"])
    let header =
      #"{"__metadata__":{"a":"","b":"\"\\\u000a\u0001é"},"#
      + #""c":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"#
      + #""w":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let expected =
      [UInt8(padded.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(padded.utf8)
      + [0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]
    #expect(try FileContents.read(folder["a"]) == expected)
  }

  @Test(arguments: 0..<30) func readsBackWhatItWrote(seed: Int) throws {
    let random = RandomStream(seed: UInt64(seed), name: "safetensors")
    var draw = 0
    func pick(_ bound: Int) -> Int {
      draw += 1
      return random.integer(draw, below: bound)
    }
    var tensors = StateDictionary()
    for index in 0..<pick(6) {
      let shape = Shape((0..<pick(4)).map { _ in pick(5) })
      let dtype: DType = pick(2) == 0 ? .float32 : .float64
      tensors["t\(index)/\"ü\\\u{7}"] = .normal(shape, from: random, dtype: dtype)
    }
    let metadata = Dictionary(
      uniqueKeysWithValues: (0..<pick(4)).map { ("k\($0)\n", "v🙂\u{0}\($0)") })
    let file = SafetensorsFile(metadata: metadata, tensors: tensors)
    for checksummed in [false, true] {
      try file.write(to: folder["a"], checksummed: checksummed)
      let back = try SafetensorsFile.read(folder["a"], verifyingChecksum: checksummed)
      #expect(back.metadata == metadata)
      #expect(back.tensors.count == tensors.count)
      for (name, tensor) in tensors {
        let found = try #require(back[name])
        #expect(found.shape == tensor.shape && found.dtype == tensor.dtype)
        #expect(found.scalars.map(\.bitPattern) == tensor.scalars.map(\.bitPattern))
      }
      let count = try FileContents.read(folder["a"]).count
      #expect((count - tensors.map(\.value.byteCount).reduce(0, +)) % 8 == 0)
    }
  }

  @Test func readsHalfPrecisionAndCounters() throws {
    let header =
      #"{"n":{"dtype":"I64","shape":[2],"data_offsets":[8,24]},"#
      + #" "h" : {"shape":[2],"data_offsets":[0, 4],"dtype":"F16"},"#
      + "\n\t" + #""b":{"data_offsets":[4,8],"dtype":"BF16","shape":[1,2]}}"#
    let counters = [UInt8](repeating: 0xff, count: 8) + [7, 1, 0, 0, 0, 0, 0, 0]
    let file = try SafetensorsFile(
      bytes: Self.file(header, [0, 0x3c, 0, 0xc5] + [0x80, 0x3f, 0, 0xc0] + counters), path: "x")
    #expect(file.tensors.map(\.name) == ["h", "b", "n"])
    #expect(file["h"]?.scalars == [1, -5] && file["h"]?.dtype == .float32)
    #expect(file["b"]?.scalars == [1, -2] && file["b"]?.shape == [1, 2])
    #expect(file["n"]?.scalars == [-1, 263] && file["n"]?.dtype == .float64)
  }

  @Test func refusesTheNameItCannotStore() {
    let file = SafetensorsFile(tensors: ["a": Tensor(1), "__metadata__": Tensor(1)])
    #expect(throws: SafetensorsError("x", .reservedName("__metadata__"))) {
      try file.write(to: "x")
    }
    #expect((try? folder.names) == [])
  }

  /// The bytes of a file with the given header text and data.
  static func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    let length = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) }
      + Array(header.utf8) + data
  }
}
