/// A zip archive in memory, as NumPy and PyTorch write them: entries that are stored or deflated.
///
/// Reading trusts nothing: the central directory and the local headers must say the same, and the
/// entries must fill the file from its first byte to the directory without hole or overlap. What
/// other readers could take for something else is refused: encryption, links, folders, comments,
/// names used twice, and names that lead outside of where the archive is unpacked.
/// (PKWARE, APPNOTE.TXT 6.3.10, §4.)
package struct ZipArchive: Sendable {
  /// What the deflated entries of an archive may expand to, all that are read together: 64 MiB and
  /// 128 times the archive.
  ///
  /// Weights do not compress much; deflate can make 1032 bytes of one.
  package var largestExpansion: Int { (64 << 20) + 128 * bytes.count }

  /// The file, as errors name it.
  package let path: String
  /// The entries in the order of their data.
  package let entries: [Entry]
  let bytes: [UInt8]

  /// One file of the archive.
  package struct Entry: Sendable, Hashable {
    /// Its path inside the archive.
    package let name: String
    /// Its size once expanded.
    package let byteCount: Int
    /// Where its bytes are in the archive.
    let range: Range<Int>
    let isDeflated: Bool
    let checksum: UInt32
  }

  /// Reads the directory of an archive; `path` is what errors call it.
  ///
  /// Throws `FormatError`. No entry is expanded yet.
  package init(bytes: [UInt8], path: String) throws {
    self.path = path
    self.bytes = bytes
    entries = try ZipDirectory(bytes, path: path).checkedEntries()
  }

  /// Reads the archive at `path`; throws `FileError` and `FormatError`.
  package static func read(_ path: String) throws -> Self {
    try Self(bytes: FileContents.read(path), path: path)
  }

  /// The entry called `name`, or nil.
  package subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// Throws `FormatError` where some entries expand to more together than an archive may.
  package func requireExpansion(of entries: [Entry]) throws {
    // Each is below 1032 times the archive, so the sum cannot overflow.
    var expansion = 0
    for entry in entries where entry.isDeflated {
      expansion += entry.byteCount
      guard expansion <= largestExpansion else {
        throw FormatError(
          path, .zip, at: entry.range.lowerBound,
          "up to \(entry.name.quoted) the entries that are read expand to \(expansion) bytes, and at "
            + "most \(largestExpansion) are allowed; pack them without compression")
      }
    }
  }

  /// The bytes of an entry, expanded; throws `FormatError` when they are not those that were packed.
  package func contents(of entry: Entry) throws -> [UInt8] {
    let contents: [UInt8]
    if entry.isDeflated {
      guard
        let inflated = RawDeflate.inflated(bytes, entry.range, expected: entry.byteCount)
      else {
        throw FormatError(
          path, .zip, at: entry.range.lowerBound,
          "the compressed data of \(entry.name.quoted) are damaged; fetch the file again")
      }
      contents = inflated
    } else {
      contents = Array(bytes[entry.range])
    }
    try verify(entry, Checksum(of: contents))
    return contents
  }

  /// Where a stored entry's bytes are, once their checksum is verified; nil for a deflated one.
  func verifiedRange(of entry: Entry) throws -> Range<Int>? {
    if entry.isDeflated { return nil }
    var checksum = Checksum()
    checksum.update(bytes[entry.range])
    try verify(entry, checksum)
    return entry.range
  }

  private func verify(_ entry: Entry, _ computed: Checksum) throws {
    guard computed.value == entry.checksum else {
      throw FormatError(
        path, .zip, at: entry.range.lowerBound,
        "the data of \(entry.name.quoted) have the checksum \(computed.hexadecimal) and "
          + "not the one in the directory; the file is damaged, fetch it again")
    }
  }
}

extension FormatError.Format {
  /// A zip archive.
  public static let zip = Self("zip")
}
