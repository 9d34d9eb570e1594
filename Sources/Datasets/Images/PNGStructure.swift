import GradusInterchange

/// The chunks of a PNG file, checked before libpng sees it (PNG specification, third edition, §5).
///
/// Lengths and order hold, the checksum of every critical chunk is right, and the file is complete
/// up to its IEND chunk; what follows that is ignored.
struct PNGStructure {
  let height: Int
  let width: Int
  /// How the picture lies, where its maker noted it.
  private(set) var orientation = PictureOrientation.upright
  /// The bytes of the signature and of the chunks that say what the samples are.
  private(set) var essentials = signature

  static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  /// Samples a pixel for each colour type.
  private static let samples: [UInt8: Int] = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4]
  /// Deflate cannot do better than 1032:1 (a 258-byte match in two bits).
  private static let bestRatio = 1032

  private struct Chunk {
    let type: String
    /// Where the chunk's data are in the file.
    let data: Range<Int>

    /// Whether decoders must understand it: its first letter is a capital.
    var isCritical: Bool { type.utf8.first.map { $0 & 0x20 == 0 } ?? true }
  }

  /// Reads the structure of a file; throws `ImageFileError`.
  init(_ bytes: [UInt8], path: String) throws {
    guard bytes.starts(with: Self.signature) else { throw ImageFileError(path, .unknownFormat) }
    var position = Self.signature.count
    let header = try Self.chunk(bytes, at: position, path: path)
    guard header.type == "IHDR", header.data.count == 13 else {
      throw ImageFileError(path, .damaged(offset: position, problem: "no header chunk"))
    }
    let fields = Array(bytes[header.data])
    width = Self.bigEndian(fields[0..<4])
    height = Self.bigEndian(fields[4..<8])
    let (depth, samples) = (Int(fields[8]), Self.samples[fields[9]])
    guard let samples, width > 0, height > 0, width < 1 << 31, height < 1 << 31,
      [1, 2, 4, 8, 16].contains(depth)
    else {
      throw ImageFileError(
        path, .damaged(offset: header.data.lowerBound, problem: "an impossible header"))
    }
    var compressed = 0
    var chunk = header
    while true {
      // Of the others gamma and colour profiles would change the samples, which Pillow leaves alone.
      if chunk.isCritical || chunk.type == "tRNS" {
        essentials += bytes[position..<chunk.data.upperBound + 4]
      }
      if chunk.type == "IEND" { break }
      position = chunk.data.upperBound + 4
      chunk = try Self.chunk(bytes, at: position, path: path)
      if chunk.type == "IDAT" { compressed += chunk.data.count }
      if chunk.type == "eXIf", let noted = PictureOrientation(tiff: bytes[chunk.data]) {
        orientation = noted
      }
    }
    // Neither product overflows: both lengths are below 2^31 and a pixel has at most 64 bits.
    let rowBits = width * samples * depth
    let (needed, overflows) = height.multipliedReportingOverflow(by: (rowBits + 7) / 8)
    guard !overflows, needed / Self.bestRatio <= compressed else {
      throw ImageFileError(
        path, .implausibleSize(height: height, width: width, byteCount: bytes.count))
    }
  }

  private static func chunk(_ bytes: [UInt8], at start: Int, path: String) throws -> Chunk {
    guard bytes.count - start >= 12 else {
      throw ImageFileError(path, .truncated(offset: bytes.count, part: "a chunk"))
    }
    let length = bigEndian(bytes[start..<start + 4])
    let letters = bytes[start + 4..<start + 8]
    guard letters.allSatisfy({ (0x41...0x5a).contains($0 & 0xdf) }) else {
      throw ImageFileError(path, .damaged(offset: start + 4, problem: "no chunk's name"))
    }
    let type = String(decoding: letters, as: UTF8.self)
    guard length <= bytes.count - start - 12 else {
      throw ImageFileError(path, .truncated(offset: bytes.count, part: "the chunk \(type)"))
    }
    let chunk = Chunk(type: type, data: start + 8..<start + 8 + length)
    if chunk.isCritical {
      var checksum = Checksum()
      checksum.update(bytes[start + 4..<chunk.data.upperBound])
      let stored = bigEndian(bytes[chunk.data.upperBound..<chunk.data.upperBound + 4])
      guard Int(checksum.value) == stored else {
        throw ImageFileError(
          path, .damaged(offset: start, problem: "the checksum of the chunk \(type) is wrong"))
      }
    }
    return chunk
  }

  private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}
