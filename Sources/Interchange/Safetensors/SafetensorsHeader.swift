/// The JSON header of a safetensors file, with nothing checked yet but its syntax.
struct SafetensorsHeader {
  struct Entry {
    var name: String
    var type = ""
    var shape: [Int] = []
    /// Where the tensor's bytes start and end, counted from the start of the data.
    var start = 0
    var end = 0
  }

  private(set) var metadata: [String: String] = [:]
  private(set) var entries: [Entry] = []
  /// Where the digits of the checksum are in the file; empty where there is none.
  private(set) var checksumDigits = 0..<0
  /// Where the data start in the file.
  let dataStart: Int

  init(_ bytes: [UInt8], path: String) throws {
    let prefix = SafetensorsFile.lengthByteCount
    guard bytes.count >= prefix else {
      throw SafetensorsError(path, .truncated(found: bytes.count, needed: UInt64(prefix)))
    }
    let length = bytes[..<prefix].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(SafetensorsFile.largestHeader) else {
      throw SafetensorsError(path, .headerTooLarge(length))
    }
    dataStart = prefix + Int(length)
    guard bytes.count >= dataStart else {
      throw SafetensorsError(path, .truncated(found: bytes.count, needed: UInt64(dataStart)))
    }
    var scanner = JSONScanner(bytes, prefix..<dataStart) { problem in
      switch problem {
      case .malformed(let problem, let offset):
        SafetensorsError(path, .malformedHeader(offset: offset, problem: problem))
      case .duplicateKey(let key, let offset):
        SafetensorsError(path, .duplicateKey(key, offset: offset))
      }
    }
    try scanner.object { scanner, key in
      if key == SafetensorsFile.metadataKey {
        try readMetadata(&scanner)
      } else {
        entries.append(try Self.readEntry(key, &scanner))
      }
    }
    try scanner.finish()
  }

  private mutating func readMetadata(_ scanner: inout JSONScanner) throws {
    try scanner.object { scanner, key in
      let (value, range) = try scanner.string()
      metadata[key] = value
      if key == SafetensorsFile.checksumKey { checksumDigits = range }
    }
  }

  private static func readEntry(
    _ name: String, _ scanner: inout JSONScanner
  ) throws -> Entry {
    var entry = Entry(name: name)
    var fields: Set<String> = []
    try scanner.object { scanner, key in
      fields.insert(key)
      switch key {
      case "dtype": entry.type = try scanner.string().value
      case "shape": entry.shape = try integers(&scanner)
      case "data_offsets":
        let offsets = try integers(&scanner)
        guard offsets.count == 2 else {
          throw scanner.failure("data_offsets of \(name.quoted) are not two numbers")
        }
        (entry.start, entry.end) = (offsets[0], offsets[1])
      default:
        throw scanner.failure(
          "tensor \(name.quoted) has an unknown field \(key.quoted)")
      }
    }
    for field in ["dtype", "shape", "data_offsets"] where !fields.contains(field) {
      throw scanner.failure("tensor \(name.quoted) has no field \(field)")
    }
    return entry
  }

  /// Reads a list of whole numbers that are not negative.
  private static func integers(_ scanner: inout JSONScanner) throws -> [Int] {
    var values: [Int] = []
    try scanner.array { scanner in
      let start = scanner.position
      let count = scanner.digits()
      guard count > 0 else { throw scanner.failure("a whole number, not negative, expected") }
      guard count == 1 || scanner.bytes[start] != UInt8(ascii: "0") else {
        throw scanner.failure("a number with a leading zero")
      }
      let text = String(decoding: scanner.bytes[start..<scanner.position], as: UTF8.self)
      guard let value = Int(text) else { throw scanner.failure("a number above \(Int.max)") }
      values.append(value)
    }
    return values
  }
}
