import CGradusZlib

/// A variable of a MATLAB file, as far as lists of names and numbers need it.
indirect enum MATLABValue {
  case numbers([Double])
  case text(String)
  /// A struct array: for each of its elements the values by field.
  case structures([[String: MATLABValue]])
  case cells([MATLABValue])
}

/// Reads the variables of a MATLAB file of level 5, little-endian ones, packed or not.
///
/// MathWorks: MAT-File Format, version R2024a, chapter 1. Nothing is believed: sizes are compared with
/// the bytes that are there before memory is set aside, and depth and unpacked bytes are limited.
struct MATLABFile {
  /// A problem and the byte where it was met, within the unpacked variable if it was packed.
  struct Problem: Error {
    let text: String
  }

  /// The variables by name.
  let variables: [String: MATLABValue]

  private static let headerByteCount = 128
  /// The version and the order of bytes in the header.
  private static let little: [UInt8] = [0x00, 0x01, 0x49, 0x4d]
  /// Levels of values in values, and bytes that packed variables may unpack to together: the kit's own
  /// table takes less than one mebibyte.
  private static let deepest = 8
  private static let mostUnpacked = 1 << 24

  /// Reads a file's bytes; throws ``Problem``.
  init(_ bytes: [UInt8]) throws {
    guard bytes.count >= Self.headerByteCount,
      Array(bytes[124..<128]) == Self.little
    else { throw Problem(text: "no little-endian MATLAB file of level 5") }
    var cursor = MATLABElements(bytes[Self.headerByteCount...])
    var variables: [String: MATLABValue] = [:]
    var budget = Self.mostUnpacked
    while let element = try cursor.next() {
      var element = element
      if element.type == .compressed {
        let bytes = try Self.unpacked(element.bytes, atMost: budget)
        budget -= bytes.count
        var unpacked = MATLABElements(bytes[...])
        guard let inner = try unpacked.next() else { continue }
        element = inner
      }
      guard element.type == .matrix, let (name, value) = try Self.variable(element.bytes, 0) else {
        continue
      }
      variables[name] = value
    }
    self.variables = variables
  }

  private static func unpacked(_ packed: ArraySlice<UInt8>, atMost limit: Int) throws -> [UInt8] {
    let source = Array(packed)
    var capacity = min(limit, max(4096, 8 * packed.count))
    while true {
      var target = [UInt8](repeating: 0, count: capacity)
      var length = uLongf(capacity)
      let status = uncompress(&target, &length, source, uLong(source.count))
      if status == Z_OK { return Array(target.prefix(Int(length))) }
      guard status == Z_BUF_ERROR, capacity < limit else {
        throw Problem(
          text: "a packed variable is damaged, or all are larger than \(mostUnpacked >> 20) MiB")
      }
      capacity = min(limit, 4 * capacity)
    }
  }

  /// A matrix element's name and value; nil for kinds that lists do not use.
  private static func variable(
    _ bytes: ArraySlice<UInt8>, _ depth: Int
  ) throws -> (name: String, value: MATLABValue)? {
    // An empty value has no parts at all.
    if bytes.isEmpty { return ("", .numbers([])) }
    guard depth < deepest else {
      throw Problem(text: "values within values beyond \(deepest) levels")
    }
    var parts = MATLABElements(bytes)
    let kind = try parts.required().integers.first ?? 0
    let count = try parts.required().integers.reduce(1) { product, length in
      let (count, overflows) = product.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflows, count <= bytes.count else {
        throw Problem(text: "more elements than bytes")
      }
      return count
    }
    let name = try parts.required().text
    switch kind & 0xff {
    case 1:
      return (name, .cells(try (0..<count).map { _ in try value(&parts, depth) }))
    case 2:
      return (name, .structures(try structures(count, &parts, depth)))
    case 4: return (name, .text(try parts.required().text))
    case 6...15: return (name, .numbers(try parts.required().numbers))
    default: return nil
    }
  }

  private static func structures(
    _ count: Int, _ parts: inout MATLABElements, _ depth: Int
  ) throws -> [[String: MATLABValue]] {
    let width = try parts.required().integers.first ?? 0
    let names = Array(try parts.required().bytes)
    guard width > 0, !names.isEmpty, names.count % width == 0 else {
      throw Problem(text: "field names of no length")
    }
    let fields = stride(from: 0, to: names.count, by: width).map { start in
      String(decoding: names[start..<start + width].prefix { $0 != 0 }, as: UTF8.self)
    }
    return try (0..<count).map { _ in
      var element: [String: MATLABValue] = [:]
      for field in fields { element[field] = try value(&parts, depth) }
      return element
    }
  }

  private static func value(_ parts: inout MATLABElements, _ depth: Int) throws -> MATLABValue {
    try variable(parts.required().bytes, depth + 1)?.value ?? .numbers([])
  }
}
