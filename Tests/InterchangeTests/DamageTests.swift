import GradusTensors
import Testing

@testable import GradusInterchange

/// Whatever happens to a file, reading it ends with an error of ours or with its contents.
@Suite struct DamageTests {
  private static func contents(_ bytes: [UInt8], _ name: String) throws -> [(String, Tensor)] {
    if name.hasSuffix(".npy") { return [("", try NumPyFile.parse(bytes, path: name))] }
    return try WeightsFile(bytes: bytes, path: name).tensors.map { ($0.name, $0.value) }
  }

  private static func isSame(_ one: [(String, Tensor)], _ other: [(String, Tensor)]) -> Bool {
    one.count == other.count
      && zip(one, other).allSatisfy { $0.0 == $1.0 && identical($0.1, $1.1) }
  }

  /// Reads damaged bytes; what was read, nil for an error, which must be of the formats' own types.
  private static func read(_ bytes: [UInt8], _ name: String) -> [(String, Tensor)]? {
    do { return try contents(bytes, name) } catch {
      let isOurs = error is FormatError || error is SafetensorsError
      // Expectations cost more than the reading, and there are tens of thousands.
      if !isOurs { Issue.record("\(error)") }
      return nil
    }
  }

  static let files = [
    "zip.pt", "views.pt", "legacy.pt", "views-legacy.pt", "checkpoint.th", "stored.npz",
    "deflated.npz", "c-f4.npy", "fortran-f4-big.npy", "views.safetensors",
  ]

  @Test(arguments: files) func everyTruncationIsRefused(name: String) throws {
    let bytes = try Fixture.bytes(name)
    for count in 0..<bytes.count {
      if Self.read(Array(bytes[..<count]), name) != nil { Issue.record("\(name) cut to \(count)") }
    }
    #expect(Self.read(bytes + [0], name) == nil)
  }

  /// Archives carry checksums, so there a changed byte is found or was of no consequence; the other
  /// formats carry none, so there numbers may change, but they stay as few as the file's bytes.
  @Test(arguments: files) func everyChangedByteIsFoundOrHarmless(name: String) throws {
    let bytes = try Fixture.bytes(name)
    let original = try Self.contents(bytes, name)
    let isArchive = bytes.starts(with: [0x50, 0x4b])
    var damaged = bytes
    for position in bytes.indices {
      for change in [UInt8(1) << UInt8(position % 8), 0xff] {
        damaged[position] ^= change
        defer { damaged[position] = bytes[position] }
        guard let found = Self.read(damaged, name) else { continue }
        let isGood =
          isArchive
          ? Self.isSame(found, original) : found.reduce(0) { $0 + $1.1.count } <= bytes.count
        if !isGood { Issue.record("\(name), byte \(position), change \(change)") }
      }
    }
  }
}
