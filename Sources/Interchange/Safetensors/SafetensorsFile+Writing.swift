import GradusLayers
import GradusTensors

extension SafetensorsFile {
  /// Writes the file as a whole: a crash leaves the old one or the new, never a part.
  ///
  /// `.float64` tensors come first, so that every tensor is aligned to its element size. With
  /// `checksummed`, the metadata gains `crc32`: the CRC-32 of the whole file, in eight hexadecimal
  /// digits which count as zeros themselves.
  ///
  /// Throws `FileError`, and `SafetensorsError` for a name that is reserved. Traps on
  /// a shape-only tensor.
  public func write(to path: String, checksummed: Bool = false) throws {
    guard tensors[Self.metadataKey] == nil else {
      throw SafetensorsError(path, .reservedName(Self.metadataKey))
    }
    let ordered =
      tensors.filtered { $1.dtype == .float64 } + tensors.filtered { $1.dtype != .float64 }
    let (header, digits) = Self.header(metadata, ordered, checksummed: checksummed)
    var checksum = Checksum(of: header)
    try AtomicFile.write(to: path) { file in
      try file.write(header)
      for (_, tensor) in ordered {
        let bytes = tensor.littleEndianBytes()
        if checksummed { checksum.update(bytes[...]) }
        try file.write(bytes)
      }
      if let digits { try file.overwrite(Array(checksum.hexadecimal.utf8), at: digits) }
    }
  }

  /// The length and the header, padded with spaces to a multiple of eight bytes, and the position
  /// of the checksum's digits.
  private static func header(
    _ metadata: [String: String], _ tensors: StateDictionary, checksummed: Bool
  ) -> (bytes: [UInt8], digits: Int?) {
    var writer = SafetensorsHeaderWriter()
    var metadata = metadata
    metadata[checksumKey] =
      checksummed ? String(decoding: checksumPlaceholder, as: UTF8.self) : nil
    if !metadata.isEmpty { writer.append(metadata: metadata) }

    var end = 0
    var entries: [(name: String, type: String, shape: Shape, range: Range<Int>)] = []
    for (name, tensor) in tensors {
      let start = end
      end += tensor.count * tensor.dtype.byteCount
      entries.append((name, StoredElement(tensor.dtype).safetensorsName, tensor.shape, start..<end))
    }
    for entry in entries.sorted(by: { $0.name < $1.name }) {
      writer.append(entry.name, type: entry.type, shape: entry.shape, range: entry.range)
    }
    return writer.finish()
  }
}

/// Builds the JSON header text.
private struct SafetensorsHeaderWriter {
  private var text = "{"
  private var digits: Int?

  mutating func append(metadata: [String: String]) {
    appendKey(SafetensorsFile.metadataKey)
    text += "{"
    for (index, (key, value)) in metadata.sorted(by: { $0.key < $1.key }).enumerated() {
      text += (index > 0 ? "," : "") + JSONText.quoted(key) + ":"
      if key == SafetensorsFile.checksumKey {
        digits = SafetensorsFile.lengthByteCount + text.utf8.count + 1
      }
      text += JSONText.quoted(value)
    }
    text += "}"
  }

  mutating func append(_ name: String, type: String, shape: Shape, range: Range<Int>) {
    appendKey(name)
    let lengths = shape.dimensions.map(String.init).joined(separator: ",")
    text += "{\"dtype\":\"\(type)\",\"shape\":[\(lengths)],"
    text += "\"data_offsets\":[\(range.lowerBound),\(range.upperBound)]}"
  }

  consuming func finish() -> (bytes: [UInt8], digits: Int?) {
    text += "}"
    text += String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
    let length = UInt64(text.utf8.count)
    let prefix = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) }
    return (prefix + Array(text.utf8), digits)
  }

  private mutating func appendKey(_ key: String) {
    text += (text == "{" ? "" : ",") + JSONText.quoted(key) + ":"
  }
}
