extension PyTorchFile {
  /// The number that the first pickle of the older format holds, lowest byte first.
  private static let magic: [UInt8] = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]
  private static let protocolVersion = 1001

  /// Whether the number of the older format stands where its first pickle has it.
  static func hasMagic(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(32)
    return head.indices.contains { head[$0...].starts(with: magic) }
  }

  /// Reads the older format: pickles of a magic number, a version, the machine, the object and the
  /// storages' keys, then for each storage the number of its elements and these.
  init(legacy bytes: [UInt8], path: String, _ selection: WeightsSelection) throws {
    var reader = PickleReader(
      ByteCursor(bytes, 0..<bytes.count, path: path, format: .pyTorch))
    guard bytes.starts(with: [0x80]), case .largeInteger(Self.magic) = try reader.load() else {
      throw FormatError(path, .pyTorch, at: 0, "it does not begin as torch.save begins its files")
    }
    guard case .integer(Self.protocolVersion) = try reader.load() else {
      throw reader.cursor.failure("its version is not \(Self.protocolVersion)")
    }
    guard case .dictionary(let machine) = try reader.load(),
      case .bool(true) = reader.heap.dictionaries[machine]["little_endian"]
    else {
      throw reader.cursor.failure("it does not say that its numbers are little-endian")
    }
    let root = try reader.load()
    let keys = try reader.load()
    let starts = try Self.storageStarts(keys, reader.heap, reader.cursor)
    try self.init(root, reader.heap, path: path, selection) { storage in
      guard let start = starts[storage] else {
        throw FormatError(path, .pyTorch, "storage \(storage.key.quoted) is not in it")
      }
      return (bytes, start)
    }
  }

  /// Where the elements of each storage begin, once it is certain that these fill the file.
  private static func storageStarts(
    _ keys: PickleValue, _ heap: PickleHeap, _ cursor: ByteCursor
  ) throws -> [PyTorchStorage: Int] {
    guard case .list(let list) = keys else {
      throw cursor.failure("the list of storages is \(keys.kind)")
    }
    var cursor = cursor
    let storages = Dictionary(heap.storages.map { ($0.key, $0) }) { first, _ in first }
    var starts: [PyTorchStorage: Int] = [:]
    for value in heap.lists[list] {
      guard case .string(let key) = value, let storage = storages[key] else {
        throw cursor.failure("the list of storages holds one that no tensor uses")
      }
      let count = try cursor.integer(Int64.self)
      guard count == Int64(storage.count) else {
        throw cursor.failure(
          "storage \(key.quoted) has \(count) elements and needs \(storage.count)")
      }
      guard starts.updateValue(cursor.position, forKey: storage) == nil else {
        throw cursor.failure("storage \(key.quoted) is in the file twice")
      }
      _ = try cursor.take(storage.byteCount)
    }
    guard cursor.remaining == 0 else {
      throw cursor.failure("\(cursor.remaining) bytes follow the last storage")
    }
    return starts
  }
}
