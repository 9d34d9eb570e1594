extension ZipDirectory {
  /// The entries in the order of their data, once it is certain that they and their headers fill the
  /// file up to the directory, and that what they expand to can be true.
  func checkedEntries() throws -> [ZipArchive.Entry] {
    let ordered = records.sorted { ($0.sizes.offset ?? 0) < ($1.sizes.offset ?? 0) }
    var entries: [ZipArchive.Entry] = []
    var end = 0
    for (index, record) in ordered.enumerated() {
      let next = index + 1 < ordered.count ? ordered[index + 1].sizes.offset ?? 0 : UInt64(start)
      entries.append(try entry(record, at: end, next: next))
      end = Int(next)
    }
    guard end == start else {
      throw FormatError(path, .zip, at: end, "\(start - end) bytes before the directory are unused")
    }
    return entries
  }

  private func entry(_ record: Record, at expected: Int, next: UInt64) throws -> ZipArchive.Entry {
    let (quoted, sizes) = (record.name.quoted, record.sizes)
    guard sizes.offset == UInt64(expected), next <= UInt64(start), next > UInt64(expected)
    else {
      throw FormatError(
        path, .zip, at: expected,
        "entry \(quoted) begins at \(sizes.offset ?? 0) and not at \(expected), where those before "
          + "it end: entries overlap or leave a hole")
    }
    var cursor = ByteCursor(bytes, expected..<Int(next), path: path, format: .zip)
    try checkLocalHeader(record, &cursor)
    let dataStart = cursor.position
    guard sizes.compressedByteCount <= UInt64(cursor.remaining) else {
      throw cursor.failure(
        "entry \(quoted) claims \(sizes.compressedByteCount) bytes and \(cursor.remaining) are "
          + "before the next: entries overlap, or the file is damaged")
    }
    _ = try cursor.take(Int(sizes.compressedByteCount))
    let range = dataStart..<cursor.position
    try checkDescriptor(record, &cursor)
    let isDeflated = record.method == ZipRecord.deflated
    // No product: the size is what a stranger wrote.
    let credible =
      isDeflated
      ? sizes.byteCount / UInt64(RawDeflate.bestRatio) <= UInt64(range.count)
      : sizes.byteCount == UInt64(range.count)
    guard credible, let byteCount = Int(exactly: sizes.byteCount) else {
      throw cursor.failure(
        at: dataStart,
        "entry \(quoted) claims to expand from \(range.count) to "
          + "\(sizes.byteCount) bytes, which is impossible")
    }
    return ZipArchive.Entry(
      name: record.name, byteCount: byteCount, range: range, isDeflated: isDeflated,
      checksum: record.checksum)
  }

  /// Reads the header before an entry's data, which must repeat what the directory says.
  private func checkLocalHeader(_ record: Record, _ cursor: inout ByteCursor) throws {
    let place = cursor.position
    func differs(_ field: String) -> FormatError {
      cursor.failure(
        at: place,
        "the header of \(record.name.quoted) and the directory differ in "
          + "\(field); the file is damaged or forged")
    }
    guard try cursor.integer(UInt32.self) == ZipRecord.localHeader else {
      throw differs("its place")
    }
    _ = try cursor.integer(UInt16.self)  // The version needed.
    guard try cursor.integer(UInt16.self) == record.flags else { throw differs("flags") }
    guard try cursor.integer(UInt16.self) == record.method else { throw differs("method") }
    _ = try cursor.take(4)  // Time and date.
    let checksum = try cursor.integer(UInt32.self)
    let compressed = UInt64(try cursor.integer(UInt32.self))
    var sizes = ZipSizes(
      byteCount: UInt64(try cursor.integer(UInt32.self)), compressedByteCount: compressed)
    let nameLength = Int(try cursor.integer(UInt16.self))
    let extraLength = Int(try cursor.integer(UInt16.self))
    guard try cursor.take(nameLength).elementsEqual(record.name.utf8) else {
      throw differs("name")
    }
    let extra = cursor.position
    _ = try cursor.take(extraLength)
    var fields = ByteCursor(bytes, extra..<extra + extraLength, path: path, format: .zip)
    try sizes.complete(from: &fields)
    // A writer that cannot go back leaves zeros here and writes them behind the data.
    let isLate = record.flags & ZipRecord.hasDescriptor != 0
    func agrees<T: FixedWidthInteger>(_ here: T, _ there: T) -> Bool {
      here == there || isLate && here == 0
    }
    guard agrees(checksum, record.checksum) else { throw differs("checksum") }
    guard agrees(sizes.byteCount, record.sizes.byteCount),
      agrees(sizes.compressedByteCount, record.sizes.compressedByteCount)
    else { throw differs("size") }
  }

  /// Reads what is behind an entry's data: nothing, or a descriptor of 32- or 64-bit sizes.
  private func checkDescriptor(_ record: Record, _ cursor: inout ByteCursor) throws {
    let (place, name) = (cursor.position, record.name.quoted)
    guard record.flags & ZipRecord.hasDescriptor != 0 else {
      guard cursor.remaining == 0 else {
        throw cursor.failure("\(cursor.remaining) unused bytes behind entry \(name)")
      }
      return
    }
    let isLarge = cursor.remaining >= 20
    if [16, 24].contains(cursor.remaining) {
      guard try cursor.integer(UInt32.self) == ZipRecord.dataDescriptor else {
        throw cursor.failure(at: place, "the descriptor behind entry \(name) is damaged")
      }
    }
    guard cursor.remaining == (isLarge ? 20 : 12) else {
      throw cursor.failure(at: place, "the descriptor behind entry \(name) has the wrong size")
    }
    let checksum = try cursor.integer(UInt32.self)
    let compressed =
      isLarge ? try cursor.integer(UInt64.self) : UInt64(try cursor.integer(UInt32.self))
    let expanded =
      isLarge ? try cursor.integer(UInt64.self) : UInt64(try cursor.integer(UInt32.self))
    guard checksum == record.checksum, compressed == record.sizes.compressedByteCount,
      expanded == record.sizes.byteCount
    else {
      throw cursor.failure(at: place, "the descriptor of \(name) and the directory differ")
    }
  }
}
