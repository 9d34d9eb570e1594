import Foundation
import GradusTensors
import GradusTestSupport
import Testing

@testable import GradusInterchange

@Suite struct ChecksumTests {
  private static func checkpoint() throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let file = SafetensorsFile(
      metadata: ["step": "12"],
      tensors: ["a": Tensor([1, 2, 3], shape: [3]), "b": Tensor([0.5 as Float], shape: [1])])
    try file.write(to: folder["a"], checksummed: true)
    return try FileContents.read(folder["a"])
  }

  private static func isRefused(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try SafetensorsFile(bytes: bytes, path: "x", verifyingChecksum: true)
      return false
    } catch {
      return error is SafetensorsError
    }
  }

  /// The definition, bit by bit: reflected polynomial 0xEDB88320, inverted before and after.
  private static func slow(_ bytes: [UInt8]) -> UInt32 {
    var value = UInt32.max
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1 }
    }
    return ~value
  }

  @Test func agreesWithItsDefinition() {
    // The check value of the CRC catalogue for CRC-32/ISO-HDLC.
    #expect(Checksum(of: Array("123456789".utf8)).hexadecimal == "cbf43926")
    #expect(Checksum().hexadecimal == "00000000")
    for count in [1, 7, 65_535, 65_536, 65_537, 200_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 8) }
      #expect(Checksum(of: bytes).value == Self.slow(bytes))
      var pieces = Checksum()
      pieces.update(bytes[..<(count / 3)])
      pieces.update(bytes[(count / 3)...])
      #expect(pieces.value == Self.slow(bytes))
    }
  }

  @Test func coversTheWholeFileWithItsOwnDigitsAsZeros() throws {
    let bytes = try Self.checkpoint()
    let key = Array(#""crc32":""#.utf8)
    let start = try #require(
      bytes.indices.first { bytes[$0...].starts(with: key) }.map { $0 + key.count })
    var zeroed = bytes
    zeroed.replaceSubrange(start..<start + 8, with: repeatElement(UInt8(ascii: "0"), count: 8))
    let digits = String(decoding: bytes[start..<start + 8], as: UTF8.self)
    #expect(UInt32(digits, radix: 16) == Self.slow(zeroed))
  }

  @Test func refusesAFileWithoutOne() throws {
    let folder = try TemporaryFolder()
    let file = SafetensorsFile(tensors: ["a": Tensor(1)])
    try file.write(to: folder["a"])
    let error = try #require(throws: SafetensorsError.self) {
      try SafetensorsFile.read(folder["a"], verifyingChecksum: true)
    }
    #expect(error.fault == .missingChecksum && error.path == folder["a"])
  }

  @Test func refusesEveryTruncation() throws {
    let bytes = try Self.checkpoint()
    #expect(!Self.isRefused(bytes))
    for count in bytes.indices {
      #expect(Self.isRefused(Array(bytes[..<count])), "cut to \(count) bytes")
    }
    #expect(Self.isRefused(bytes + [0]))
  }

  @Test func refusesEveryChangeOfOneByte() throws {
    let bytes = try Self.checkpoint()
    for place in bytes.indices {
      for change in UInt8(1)...255 {
        var damaged = bytes
        damaged[place] ^= change
        #expect(Self.isRefused(damaged), "byte \(place) changed by \(change)")
      }
    }
  }

  @Test func refusesRandomDamage() throws {
    let bytes = try Self.checkpoint()
    let random = RandomStream(seed: 1, name: "flips")
    for trial in 0..<10_000 {
      var damaged = bytes
      for flip in 0...random.integer(100 * trial, below: 32) {
        let draw = 100 * trial + 2 * flip + 1
        damaged[random.integer(draw, below: bytes.count)] ^= UInt8(
          random.integer(draw + 1, below: 256))
      }
      if damaged != bytes { #expect(Self.isRefused(damaged), "trial \(trial)") }
    }
  }
}
