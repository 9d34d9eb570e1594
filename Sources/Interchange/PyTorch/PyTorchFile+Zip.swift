extension PyTorchFile {
  /// Reads the archive that `torch.save` writes since version 1.6.
  ///
  /// All is in one folder: `data.pkl`, a storage each in `data/0`, `data/1`, ..., and `byteorder`.
  init(_ archive: ZipArchive, _ selection: WeightsSelection) throws {
    let path = archive.path
    let pickles = archive.entries.filter { $0.name.hasSuffix("/data.pkl") }
    guard let pickle = pickles.first, pickles.count == 1 else {
      throw FormatError(
        path, .pyTorch, "the archive has \(pickles.count) entries data.pkl instead of one")
    }
    let folder = pickle.name.dropLast("data.pkl".count)
    guard archive["\(folder)constants.pkl"] == nil else {
      throw FormatError(path, .pyTorch, "it is a TorchScript program; save model.state_dict()")
    }
    let isBigEndian = try Self.isBigEndian(archive, folder)
    try archive.requireExpansion(of: [pickle])
    let contents = try archive.contents(of: pickle)
    var reader = PickleReader(
      ByteCursor(contents, 0..<contents.count, path: "\(path)/data.pkl", format: .pyTorch))
    let root = try reader.load()
    guard reader.cursor.remaining == 0 else {
      throw reader.cursor.failure("\(reader.cursor.remaining) bytes follow the pickle")
    }
    var verified: [String: (bytes: [UInt8], start: Int)] = [:]
    try self.init(
      root, reader.heap, path: path, selection, bigEndian: isBigEndian,
      prepare: { storages in
        let names = Set(storages.map { "\(folder)data/\($0.key)" })
        try archive.requireExpansion(of: archive.entries.filter { names.contains($0.name) })
      }
    ) { storage in
      if let known = verified[storage.key] { return known }
      guard let entry = archive["\(folder)data/\(storage.key)"] else {
        throw FormatError(path, .pyTorch, "storage \(storage.key.quoted) is not in it")
      }
      guard entry.byteCount == storage.byteCount else {
        throw FormatError(
          path, .pyTorch,
          "storage \(storage.key.quoted) has \(entry.byteCount) bytes and "
            + "needs \(storage.byteCount)")
      }
      let found: (bytes: [UInt8], start: Int)
      if let range = try archive.verifiedRange(of: entry) {
        found = (archive.bytes, range.lowerBound)
      } else {
        found = (try archive.contents(of: entry), 0)
      }
      verified[storage.key] = found
      return found
    }
  }

  private static func isBigEndian(_ archive: ZipArchive, _ folder: Substring) throws -> Bool {
    // Older versions wrote no such entry and on nothing but little-endian machines.
    guard let entry = archive["\(folder)byteorder"] else { return false }
    guard entry.byteCount <= 16 else {
      throw FormatError(archive.path, .pyTorch, "the byte order is not given in a word")
    }
    let word = String(decoding: try archive.contents(of: entry), as: UTF8.self)
    switch word {
    case "little": return false
    case "big": return true
    default:
      throw FormatError(
        archive.path, .pyTorch, "the byte order \(word.quoted) is unknown")
    }
  }
}
