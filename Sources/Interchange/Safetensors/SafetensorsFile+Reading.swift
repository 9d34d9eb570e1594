import GradusTensors

extension SafetensorsFile {
  /// Reads the file at `path`.
  ///
  /// F64 and F32 are read as they are; F16, BF16, BOOL and integers of 8 and 16 bits are widened to
  /// `.float32`, wider integers to `.float64`. With `verifyingChecksum`, a file whose checksum is
  /// missing or wrong is refused.
  ///
  /// Throws `FileError` and `SafetensorsError`.
  public static func read(_ path: String, verifyingChecksum: Bool = false) throws -> Self {
    try Self(
      bytes: FileContents.read(path), path: path, verifyingChecksum: verifyingChecksum)
  }

  /// Reads a file's contents from memory; `path` is what errors call it.
  ///
  /// Throws `SafetensorsError`; see `read(_:verifyingChecksum:)`.
  public init(bytes: [UInt8], path: String, verifyingChecksum: Bool = false) throws {
    try self.init(bytes: bytes, path: path, nil) { _ in verifyingChecksum }
  }

  /// As the public one; `verifiesChecksum` decides from the metadata. With a selection, names that the
  /// metadata give a tensor besides its own are names too.
  init(
    bytes: [UInt8], path: String, _ selection: WeightsSelection?,
    verifiesChecksum: ([String: String]) -> Bool
  ) throws {
    let header = try SafetensorsHeader(bytes, path: path)
    if verifiesChecksum(header.metadata) { try Self.verifyChecksum(bytes, header, path) }
    metadata = header.metadata
    metadata[Self.checksumKey] = nil
    let dataLength = bytes.count - header.dataStart
    let layout = try Self.layout(header.entries, dataLength, path)
    let places = Dictionary(layout.enumerated().map { ($1.0.name, $0) }) { _, last in last }
    let names = layout.map(\.0.name)
    let aliases = selection == nil ? [:] : Self.aliases(header.metadata, places)
    let chosen = try (selection ?? .everything).chosen(
      of: names + aliases.keys.sorted(), path: path, .safetensors)
    (tensors, unread) = ([:], chosen.unread)
    var known: [Int: Tensor] = [:]
    for (name, stored) in chosen.read {
      guard let place = places[stored] ?? aliases[stored] else { continue }
      let (entry, element) = layout[place]
      do throws(InexactInteger) {
        if known[place] == nil {
          known[place] = try element.decode(
            bytes, at: header.dataStart + entry.start, shape: Shape(entry.shape))
        }
        tensors[name] = known[place]
      } catch {
        throw SafetensorsError(path, .integerTooLarge(error.value, tensor: entry.name))
      }
    }
  }

  /// Further names of tensors, and where these are: what `safetensors.torch.save_model` writes of two
  /// parameters that are one, of which it keeps one.
  private static func aliases(
    _ metadata: [String: String], _ places: [String: Int]
  ) -> [String: Int] {
    metadata.filter { places[$0.key] == nil }.compactMapValues { places[$0] }
  }

  /// The entries in the order of their data, once it is certain that these fill the file exactly.
  private static func layout(
    _ entries: [SafetensorsHeader.Entry], _ dataLength: Int, _ path: String
  ) throws -> [(SafetensorsHeader.Entry, StoredElement)] {
    var end = 0
    let checked = try entries.sorted { ($0.start, $0.end) < ($1.start, $1.end) }.map { entry in
      let element = try check(entry, startingAt: end, path)
      end = entry.end
      return (entry, element)
    }
    guard end == dataLength else {
      throw SafetensorsError(path, .wrongDataLength(found: dataLength, needed: end))
    }
    return checked
  }

  private static func verifyChecksum(
    _ bytes: [UInt8], _ header: SafetensorsHeader, _ path: String
  ) throws {
    let digits = header.checksumDigits
    guard digits.count == checksumPlaceholder.count else {
      throw SafetensorsError(path, .missingChecksum)
    }
    var checksum = Checksum(of: Array(bytes[..<digits.lowerBound]) + checksumPlaceholder)
    checksum.update(bytes[digits.upperBound...])
    guard bytes[digits].elementsEqual(checksum.hexadecimal.utf8) else {
      let stored = String(decoding: bytes[digits], as: UTF8.self)
      throw SafetensorsError(
        path, .wrongChecksum(stored: stored, computed: checksum.hexadecimal))
    }
  }

  /// Checks that shape, element type and bytes of a tensor agree and that there is no gap before.
  private static func check(
    _ entry: SafetensorsHeader.Entry, startingAt expected: Int, _ path: String
  ) throws -> StoredElement {
    guard let element = StoredElement(safetensors: entry.type) else {
      throw SafetensorsError(path, .unknownElementType(entry.type, tensor: entry.name))
    }
    guard entry.start == expected, entry.end >= entry.start else {
      throw SafetensorsError(
        path, .notContiguous(start: entry.start, expected: expected, tensor: entry.name))
    }
    guard let needed = element.byteCount(of: entry.shape) else {
      throw SafetensorsError(path, .shapeTooLarge(entry.shape, tensor: entry.name))
    }
    guard entry.end - entry.start == needed else {
      throw SafetensorsError(
        path,
        .wrongByteCount(found: entry.end - entry.start, needed: needed, tensor: entry.name))
    }
    return element
  }
}
