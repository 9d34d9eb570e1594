extension ZipDirectory {
  /// Finds the directory and the number of its entries from the records at the end of the file.
  static func locate(_ bytes: [UInt8], _ path: String) throws -> (range: Range<Int>, count: Int) {
    let endStart = bytes.count - ZipRecord.endByteCount
    guard endStart >= 0 else {
      throw FormatError(path, .zip, "\(bytes.count) bytes are too few; it is cut short")
    }
    var end = ByteCursor(bytes, endStart..<bytes.count, path: path, format: .zip)
    guard try end.integer(UInt32.self) == ZipRecord.end else {
      throw end.failure(
        at: endStart,
        "the directory's end is not here; the file is cut short, has something "
          + "appended or carries a comment, so fetch or save it again")
    }
    guard try end.integer(UInt32.self) == 0 else {
      throw end.failure("the archive is split into several files; join them first")
    }
    let countHere = try end.integer(UInt16.self)
    var count = UInt64(try end.integer(UInt16.self))
    var length = UInt64(try end.integer(UInt32.self))
    var offset = UInt64(try end.integer(UInt32.self))
    guard UInt64(countHere) == count, try end.integer(UInt16.self) == 0 else {
      throw end.failure(at: endStart, "the record at the end of the directory is damaged")
    }
    var directoryEnd = endStart
    if let large = try large(bytes, before: endStart, path) {
      for (short, long, limit) in [
        (count, large.count, UInt64(0xffff)), (length, large.length, 0xffff_ffff),
        (offset, large.offset, 0xffff_ffff),
      ] where short != limit && short != long {
        throw end.failure(at: endStart, "the two records at the end of the directory differ")
      }
      (count, length, offset) = (large.count, large.length, large.offset)
      directoryEnd = large.start
    }
    guard offset <= UInt64(directoryEnd), length == UInt64(directoryEnd) - offset else {
      throw end.failure(
        at: endStart,
        "the directory is said to be \(length) bytes at \(offset), and must end at "
          + "\(directoryEnd); the file is damaged")
    }
    guard count <= length / UInt64(ZipRecord.centralHeaderByteCount) else {
      throw end.failure(at: endStart, "\(count) entries do not fit a directory of \(length) bytes")
    }
    return (Int(offset)..<directoryEnd, Int(count))
  }

  /// What the record of large archives says; nil where there is none.
  private static func large(
    _ bytes: [UInt8], before endStart: Int, _ path: String
  ) throws -> (start: Int, count: UInt64, length: UInt64, offset: UInt64)? {
    let locatorStart = endStart - ZipRecord.end64LocatorByteCount
    let start = locatorStart - ZipRecord.end64ByteCount
    guard start >= 0 else { return nil }
    var locator = ByteCursor(bytes, locatorStart..<endStart, path: path, format: .zip)
    guard try locator.integer(UInt32.self) == ZipRecord.end64Locator else { return nil }
    let disk = try locator.integer(UInt32.self)
    let offset = try locator.integer(UInt64.self)
    var record = ByteCursor(bytes, start..<locatorStart, path: path, format: .zip)
    let signature = try record.integer(UInt32.self)
    let length = try record.integer(UInt64.self)
    guard disk == 0, try locator.integer(UInt32.self) <= 1, offset == UInt64(start),
      signature == ZipRecord.end64, length == UInt64(ZipRecord.end64ByteCount - 12)
    else {
      throw record.failure(at: start, "the record of a large archive is damaged")
    }
    _ = try record.take(4)  // The versions that made it and that are needed.
    let disks = try record.integer(UInt64.self)
    let countHere = try record.integer(UInt64.self)
    let count = try record.integer(UInt64.self)
    guard disks == 0, countHere == count else {
      throw record.failure(at: start, "the archive is split into several files; join them first")
    }
    return (start, count, try record.integer(UInt64.self), try record.integer(UInt64.self))
  }
}
