import CGradusZlib
import GradusInterchange
import GradusTensors

extension RasterImage {
  /// The picture as a PNG file of 8-bit samples, without libpng.
  public func pngFile() -> [UInt8] {
    let colourType: UInt8 = channels == 1 ? 0 : 2
    let header = Self.bigEndian(width) + Self.bigEndian(height) + [8, colourType, 0, 0, 0]
    var rows: [UInt8] = []
    rows.reserveCapacity(height * (1 + width * channels))
    for row in 0..<height {
      // Filter type 0: the bytes as they are.
      rows.append(0)
      rows += pixels[row * width * channels..<(row + 1) * width * channels]
    }
    return PNGStructure.signature + Self.chunk("IHDR", header)
      + Self.chunk("IDAT", Self.deflated(rows)) + Self.chunk("IEND", [])
  }

  /// Writes the picture as a PNG file, replacing an older one in one step; throws `FileError`.
  public func writePNG(to path: String) throws { try AtomicFile.write(pngFile(), to: path) }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let contents = Array(type.utf8) + data
    return bigEndian(data.count) + contents + bigEndian(Int(Checksum(of: contents).value))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var length = compressBound(UInt(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(length))
    let code = compress2(&result, &length, bytes, UInt(bytes.count), Z_DEFAULT_COMPRESSION)
    precondition(code == Z_OK, "zlib cannot compress \(bytes.count) bytes: code \(code)")
    return Array(result[..<Int(length)])
  }
}
