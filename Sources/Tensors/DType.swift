/// The element type of a tensor, chosen at run time.
///
/// Training runs in `.float32`; `.float64` exists so that gradient checks and parity tests can be
/// strict.
public enum DType: String, Sendable, Hashable, Codable, CaseIterable {
  /// IEEE 754 single precision, four bytes an element.
  case float32
  /// IEEE 754 double precision, eight bytes an element.
  case float64

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .float32: 4
    case .float64: 8
    }
  }
}

extension DType: CustomStringConvertible {
  /// The type's name, `float32` or `float64`.
  public var description: String { rawValue }
}
