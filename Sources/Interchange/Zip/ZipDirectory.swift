/// The central directory of a zip archive, and the check of it against the rest of the file.
struct ZipDirectory {
  /// What one record of the directory says.
  struct Record {
    var name = ""
    var flags: UInt16 = 0
    var method: UInt16 = 0
    var checksum: UInt32 = 0
    var sizes: ZipSizes
  }

  let bytes: [UInt8]
  let path: String
  private(set) var records: [Record] = []
  /// Where the directory begins.
  private(set) var start = 0

  init(_ bytes: [UInt8], path: String) throws {
    self.bytes = bytes
    self.path = path
    let (range, count) = try Self.locate(bytes, path)
    start = range.lowerBound
    var cursor = ByteCursor(bytes, range, path: path, format: .zip)
    var names: Set<String> = []
    for _ in 0..<count {
      let record = try Self.record(&cursor)
      guard names.insert(record.name).inserted else {
        throw cursor.failure("two entries are called \(record.name.quoted)")
      }
      records.append(record)
    }
    guard cursor.remaining == 0 else {
      throw cursor.failure("\(cursor.remaining) bytes follow the last entry of the directory")
    }
  }

  private static func record(_ cursor: inout ByteCursor) throws -> Record {
    let place = cursor.position
    guard try cursor.integer(UInt32.self) == ZipRecord.centralHeader else {
      throw cursor.failure(at: place, "an entry of the directory is expected here")
    }
    _ = try cursor.take(4)  // The versions that made it and that are needed.
    let flags = try cursor.integer(UInt16.self)
    let method = try cursor.integer(UInt16.self)
    _ = try cursor.take(4)  // Time and date.
    let checksum = try cursor.integer(UInt32.self)
    let compressed = UInt64(try cursor.integer(UInt32.self))
    let expanded = UInt64(try cursor.integer(UInt32.self))
    let nameLength = Int(try cursor.integer(UInt16.self))
    let extraLength = Int(try cursor.integer(UInt16.self))
    let commentLength = Int(try cursor.integer(UInt16.self))
    let disk = try cursor.integer(UInt16.self)
    _ = try cursor.integer(UInt16.self)  // Whether it is text.
    let attributes = try cursor.integer(UInt32.self)
    let offset = UInt64(try cursor.integer(UInt32.self))
    guard let name = String(validating: try cursor.take(nameLength), as: UTF8.self) else {
      throw cursor.failure(at: place, "the name of an entry is not UTF-8")
    }
    let quoted = name.quoted
    func refuse(_ problem: String) -> FormatError { cursor.failure(at: place, problem) }
    if let problem = ZipEntryName.problem(name) {
      throw refuse("the name \(quoted) of an entry is refused: \(problem)")
    }
    if flags & 1 != 0 { throw refuse("entry \(quoted) is encrypted; decrypt it first") }
    if flags & ~ZipRecord.readableFlags != 0 {
      throw refuse("entry \(quoted) has the unknown flags \(String(flags, radix: 2))")
    }
    guard method == ZipRecord.stored || method == ZipRecord.deflated else {
      throw refuse("entry \(quoted) is packed by method \(method); only 0 and 8 (deflate) are read")
    }
    // The upper half is the mode of the file where the archive was made on Unix.
    let kind = attributes >> 28
    if kind == 0o12 { throw refuse("entry \(quoted) is a symbolic link") }
    if kind != 0 && kind != 0o10 { throw refuse("entry \(quoted) is not a regular file") }
    if commentLength != 0 { throw refuse("entry \(quoted) has a comment") }
    if disk != 0 { throw refuse("the archive is split into several files; join them first") }
    var sizes = ZipSizes(byteCount: expanded, compressedByteCount: compressed, offset: offset)
    let extra = cursor.position
    _ = try cursor.take(extraLength)
    var fields = ByteCursor(
      cursor.bytes, extra..<extra + extraLength, path: cursor.path, format: .zip)
    try sizes.complete(from: &fields)
    return Record(name: name, flags: flags, method: method, checksum: checksum, sizes: sizes)
  }
}
