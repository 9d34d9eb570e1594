import CGradusZlib
import Foundation

/// Reads a file front to back and decompresses it on the way when it starts with gzip's `1f 8b`.
///
/// Only as many bytes as are asked for are ever decompressed, so a small file cannot fill the
/// memory. As `gzip` does, it ignores what follows the last compressed member.
final class ByteReader {
  let path: String
  /// Bytes of the file on disk.
  let fileSize: Int
  /// Decompressed bytes read so far.
  private(set) var offset = 0
  private let file: gzFile

  /// Deflate cannot do better than 1032:1 (a 258-byte match in two bits).
  private static let bestRatio = 1032
  /// Bytes set aside at once; beyond them, memory grows with what the file really holds.
  private static let reservation = 1 << 26

  init(path: String, advice: String = "check the path") throws(DatasetError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .missingFile(path: path, advice: advice) }
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "not a regular file")
    }
    guard let file = gzopen(path, "rb") else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    gzbuffer(file, 1 << 17)
    self.path = path
    self.fileSize = Int(status.st_size)
    self.file = file
  }

  deinit { gzclose(file) }

  /// The next `count` bytes, or fewer where the data ends.
  func read(upTo count: Int) throws(DatasetError) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(min(count, Self.reservation))
    var chunk = [UInt8](repeating: 0, count: min(count, 1 << 20))
    while result.count < count {
      let got = gzread(file, &chunk, UInt32(min(chunk.count, count - result.count)))
      try check()
      if got <= 0 { break }
      result.append(contentsOf: chunk[..<Int(got)])
      offset += Int(got)
    }
    return result
  }

  /// The next `count` bytes; the data must not end before them.
  func read(exactly count: Int) throws(DatasetError) -> [UInt8] {
    let result = try read(upTo: count)
    guard result.count == count else {
      throw .truncated(path: path, offset: offset, expected: offset - result.count + count)
    }
    return result
  }

  /// The next `count` bytes, which must be all that is left.
  ///
  /// A size that the file cannot hold is refused before any memory is set aside for it.
  func readRest(_ count: Int) throws(DatasetError) -> [UInt8] {
    let (end, overflows) = offset.addingReportingOverflow(count)
    let isCompressed = gzdirect(file) == 0
    try check()
    if overflows || (isCompressed && end / Self.bestRatio > fileSize) {
      throw .implausibleSize(
        path: path, offset: offset,
        reason: "\(count) bytes announced, more than a file of \(fileSize) bytes can hold")
    }
    if !isCompressed && end > fileSize {
      throw .truncated(path: path, offset: fileSize, expected: end)
    }
    let result = try read(exactly: count)
    guard try read(upTo: 1).isEmpty else { throw .trailingBytes(path: path, offset: end) }
    return result
  }

  private func check() throws(DatasetError) {
    var code: Int32 = Z_OK
    let message = gzerror(file, &code).map { String(cString: $0) } ?? ""
    switch code {
    case Z_OK, Z_STREAM_END: return
    case Z_ERRNO: throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    default:
      // zlib puts the path in front of its message.
      let reason =
        code == Z_BUF_ERROR
        ? "the compressed data ends too early"
        : "damaged gzip data (\(message.dropFirst("\(path): ".count)))"
      throw .corruptGzip(path: path, offset: Int(gzoffset(file)), reason: reason)
    }
  }
}
