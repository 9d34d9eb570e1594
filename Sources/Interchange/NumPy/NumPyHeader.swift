/// The header of an npy file (NEP 1; `numpy.lib.format`): versions 1, 2 and 3.
struct NumPyHeader {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// As much as NumPy itself reads without being told that the file is trusted.
  static let largestHeader = 10_000
  /// As many axes as NumPy allows.
  static let mostAxes = 64

  let element: StoredElement
  let isBigEndian: Bool
  let isFortranOrder: Bool
  /// The lengths of the axes, whose elements are no more than the file holds.
  let shape: [Int]
  /// Where the elements are; to the last byte of the file.
  let data: Range<Int>

  init(_ bytes: [UInt8], path: String) throws {
    var cursor = ByteCursor(bytes, 0..<bytes.count, path: path, format: .numPy)
    guard bytes.starts(with: Self.magic) else {
      throw cursor.failure("it does not begin with \\x93NUMPY; is this an npy file?")
    }
    cursor.position = Self.magic.count
    let version = (try cursor.byte(), try cursor.byte())
    let length: Int
    switch version {
    case (1, 0): length = Int(try cursor.integer(UInt16.self))
    case (2, 0), (3, 0): length = Int(try cursor.integer(UInt32.self))
    default:
      throw cursor.failure(
        at: 6, "version \(version.0).\(version.1) is unknown; 1.0, 2.0 and 3.0 are read")
    }
    guard length <= Self.largestHeader else {
      throw cursor.failure(
        "the header claims \(length) bytes and at most \(Self.largestHeader) are allowed")
    }
    let start = cursor.position
    _ = try cursor.take(length)
    var scanner = PythonLiteralScanner(
      ByteCursor(bytes, start..<start + length, path: path, format: .numPy))
    let fields = try scanner.header()
    (element, isBigEndian) = try Self.type(fields.descr, scanner)
    (isFortranOrder, shape) = (fields.fortranOrder, fields.shape)
    guard shape.count <= Self.mostAxes, let needed = element.byteCount(of: shape) else {
      throw cursor.failure(at: start, "the shape \(shape.prefix(8)) of the array is impossible")
    }
    data = start + length..<bytes.count
    guard data.count == needed else {
      throw cursor.failure(
        "\(data.count) bytes of data and shape \(shape) needs \(needed); the file is cut short or "
          + "has something appended, so fetch or save it again")
    }
  }

  private static func type(
    _ text: String, _ scanner: PythonLiteralScanner
  ) throws -> (StoredElement, isBigEndian: Bool) {
    guard let order = text.first, let element = StoredElement(numPy: text.dropFirst()) else {
      throw scanner.failure(
        "elements of type \(text.quoted) are not read; convert the array to float32, "
          + "float64 or an integer type first (objects and structures never are)")
    }
    switch order {
    case "<", "=": return (element, false)
    case ">": return (element, true)
    case "|" where element.byteCount == 1: return (element, false)
    default: throw scanner.failure("the type \(text.quoted) has no byte order")
    }
  }
}
