import GradusInterchange
import GradusTensors

extension TensorMessage {
  /// Reads a `TensorProto`; elements in the file stay there.
  init(_ message: WireReader) throws {
    var reader = message
    var (floats, doubles, integers): ([Float], [Double], [Int]) = ([], [], [])
    var external = ExternalData()
    var isExternal = false
    var raw: Range<Int>?
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, _): try reader.append(integersIn: field, to: &dimensions)
      case (2, _): kind = try reader.integer(in: field)
      case (4, _): try reader.append(floatsIn: field, to: &floats)
      case (5, _), (7, _), (11, _): try reader.append(integersIn: field, to: &integers)
      case (8, _): name = try reader.text(in: field)
      case (9, .bytes(let range)): raw = range
      case (10, _): try reader.append(doublesIn: field, to: &doubles)
      case (13, _): try external.take(ModelMessage.entry(reader.message(in: field)), reader, field)
      case (14, _): isExternal = try reader.integer(in: field) == 1
      default: break
      }
    }
    elements =
      isExternal
      ? .external(external)
      : raw.map { .raw($0) } ?? .lists(floats: floats, doubles: doubles, integers: integers)
  }

  /// The values: whole numbers and truth values as `.float64`.
  ///
  /// Throws `FormatError` that names the tensor, where elements are missing, left over or of a type that is
  /// not read, and `FileError` for a file beside the model's that cannot be read.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: what errors call it; its folder is where other files are.
  func value(in bytes: [UInt8], path: String) throws -> (tensor: Tensor, kind: ElementKind) {
    func failure(_ problem: String) -> FormatError {
      FormatError(path, .onnx, "the tensor \(name.quoted) \(problem)")
    }
    guard let kind = ElementKind(rawValue: kind) else {
      throw failure("has \(ElementKind.title(ofNumber: self.kind)), which is not read")
    }
    guard dimensions.count <= 64, Shape.isPossible(dimensions),
      let byteCount = kind.stored.byteCount(of: dimensions)
    else { throw failure("has the impossible shape \(dimensions.prefix(8))") }
    let shape = Shape(dimensions)
    let (source, start, count): ([UInt8], Int, Int)
    switch elements {
    case .raw(let range): (source, start, count) = (bytes, range.lowerBound, range.count)
    case .external(let place):
      (source, start, count) = (
        try place.bytes(byteCount, beside: path, failure), 0, byteCount
      )
    case .lists(let floats, let doubles, let integers):
      return (try listed(floats, doubles, integers, kind, shape, failure), kind)
    case .tensor(let tensor): return (tensor, kind)
    case .integers(let values): return (Tensor(values.map(Double.init), shape: shape), kind)
    }
    guard count == byteCount else {
      throw failure("of shape \(shape) has \(count) bytes, and needs \(byteCount)")
    }
    if kind == .int64 {
      let integers = (0..<shape.count).map { Self.integer(source, start + 8 * $0) }
      return (try listed([], [], integers, kind, shape, failure), kind)
    }
    do {
      let tensor = try kind.stored.decode(source, at: start, shape: shape)
      return (tensor.converted(to: kind.dtype), kind)
    } catch { throw failure("has the number \(error.value), which no float64 holds") }
  }

  private func listed(
    _ floats: [Float], _ doubles: [Double], _ integers: [Int], _ kind: ElementKind,
    _ shape: Shape, _ failure: (String) -> FormatError
  ) throws -> Tensor {
    let values: [Double]
    switch kind {
    case .float32: values = floats.map(Double.init)
    case .float64: values = doubles
    case .float16:
      values = integers.map { Double(Float16(bitPattern: UInt16(truncatingIfNeeded: $0))) }
    case .bfloat16:
      values = integers.map {
        Double(Float(bitPattern: UInt32(UInt16(truncatingIfNeeded: $0)) << 16))
      }
    default:
      values = try integers.map { whole in
        guard let number = Self.number(whole, kind) else {
          throw failure("has the number \(whole), which no float64 holds")
        }
        return number
      }
    }
    guard values.count == shape.count else {
      throw failure("of shape \(shape) has \(values.count) elements, and needs \(shape.count)")
    }
    return Tensor(values, shape: shape, dtype: kind.dtype)
  }

  /// A whole number as a float64; nil where none holds it.
  ///
  /// Those from 2^62 on are rounded: they are no lengths, and PyTorch writes the greatest, and the least
  /// but one, for a slice that goes as far as there is.
  private static func number(_ whole: Int, _ kind: ElementKind) -> Double? {
    if kind == .uint64 { return Double(exactly: UInt(bitPattern: whole)) }
    return Double(exactly: whole) ?? (whole.magnitude >= 1 << 62 ? Double(whole) : nil)
  }

  private static func integer(_ bytes: [UInt8], _ start: Int) -> Int {
    Int(bitPattern: (0..<8).reduce(UInt(0)) { $0 | UInt(bytes[start + $1]) << UInt(8 * $1) })
  }
}
