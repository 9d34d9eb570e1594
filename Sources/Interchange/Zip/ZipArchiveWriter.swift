/// Puts a zip archive together, entry by entry, so that no more than one is in memory.
///
/// The same entries give the same bytes: times are the format's first, 1980-01-01.
struct ZipArchiveWriter {
  private let path: String
  private var names: Set<String> = []
  private var directory = ByteBuilder()
  private var offset = 0
  private static let limit = 0xffff_ffff

  /// Makes the writer of an archive that errors call `path`.
  init(path: String) { self.path = path }

  /// Passes an entry to `write`, header first; its data begin at a multiple of `alignment` bytes.
  ///
  /// Throws `FormatError` for a name that is used twice or that readers refuse, and what `write` throws.
  mutating func add(
    _ name: String, _ contents: [UInt8], deflated: Bool = false, alignment: Int = 1,
    write: ([UInt8]) throws -> Void
  ) throws {
    if let problem = ZipEntryName.problem(name) {
      throw FormatError(path, .zip, "cannot store \(name.quoted): \(problem)")
    }
    guard names.insert(name).inserted else {
      throw FormatError(path, .zip, "two entries are called \(name.quoted); rename one")
    }
    let stored = deflated ? RawDeflate.deflated(contents) : contents
    let isLarge = contents.count >= Self.limit || stored.count >= Self.limit
    var common = ByteBuilder()
    common.append(ZipRecord.hasUnicodeName)
    common.append(deflated ? ZipRecord.deflated : ZipRecord.stored)
    common.append(UInt32(0x0021_0000))  // Midnight, 1980-01-01.
    common.append(Checksum(of: contents).value)
    common.append(UInt32(isLarge ? Self.limit : stored.count))
    common.append(UInt32(isLarge ? Self.limit : contents.count))
    common.append(UInt16(name.utf8.count))

    let extra = Self.extra(isLarge ? [contents.count, stored.count] : [])
    let padding = padding(
      behind: ZipRecord.localHeaderByteCount + name.utf8.count + extra.count, to: alignment)
    var header = ByteBuilder()
    header.append(ZipRecord.localHeader)
    header.append(UInt16(45))
    header.append(common.bytes)
    header.append(UInt16(extra.count + padding.count))
    header.append(name.utf8)
    header.append(extra + padding)
    appendToDirectory(name, common.bytes, isLarge ? [contents.count, stored.count] : [])
    try write(header.bytes)
    try write(stored)
    offset += header.bytes.count + stored.count
  }

  private mutating func appendToDirectory(_ name: String, _ common: [UInt8], _ sizes: [Int]) {
    let isFar = offset >= Self.limit
    let extra = Self.extra(sizes + (isFar ? [offset] : []))
    directory.append(ZipRecord.centralHeader)
    directory.append(UInt16(45))
    directory.append(UInt16(45))
    directory.append(common)
    directory.append(UInt16(extra.count))
    // No comment, first disk, no attributes.
    directory.append([UInt8](repeating: 0, count: 10))
    directory.append(UInt32(isFar ? Self.limit : offset))
    directory.append(name.utf8)
    directory.append(extra)
  }

  /// Passes the directory to `write`; nothing may be added any more.
  consuming func finish(write: ([UInt8]) throws -> Void) throws {
    let (count, length) = (names.count, directory.bytes.count)
    var end = ByteBuilder()
    if count >= 0xffff || offset + length >= Self.limit {
      end.append(ZipRecord.end64)
      end.append(UInt64(ZipRecord.end64ByteCount - 12))
      end.append(UInt16(45))
      end.append(UInt16(45))
      end.append(UInt64(0))
      for number in [count, count, length, offset] { end.append(UInt64(number)) }
      end.append(ZipRecord.end64Locator)
      end.append(UInt32(0))
      end.append(UInt64(offset + length))
      end.append(UInt32(1))
    }
    end.append(ZipRecord.end)
    end.append(UInt32(0))
    end.append(UInt16(min(count, 0xffff)))
    end.append(UInt16(min(count, 0xffff)))
    end.append(UInt32(min(length, Self.limit)))
    end.append(UInt32(min(offset, Self.limit)))
    end.append(UInt16(0))
    try write(directory.bytes)
    try write(end.bytes)
  }

  private static func extra(_ numbers: [Int]) -> [UInt8] {
    if numbers.isEmpty { return [] }
    var field = ByteBuilder()
    field.append(ZipRecord.zip64Extra)
    field.append(UInt16(8 * numbers.count))
    for number in numbers { field.append(UInt64(number)) }
    return field.bytes
  }

  /// An extra field of the length that brings the data to a multiple of `alignment`, as PyTorch does.
  private func padding(behind headerByteCount: Int, to alignment: Int) -> [UInt8] {
    let start = offset + headerByteCount
    if start % alignment == 0 { return [] }
    let length = (alignment - (start + 4) % alignment) % alignment
    var field = ByteBuilder()
    field.append(UInt16(0x4246))
    field.append(UInt16(length))
    field.append([UInt8](repeating: UInt8(ascii: "Z"), count: length))
    return field.bytes
  }
}
