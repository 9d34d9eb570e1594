extension StoredElement {
  /// The element type with the format's name; nil for one that cannot be read.
  init?(safetensors name: String) {
    guard let element = Self.allCases.first(where: { $0.safetensorsName == name }) else {
      return nil
    }
    self = element
  }

  /// The format's name for the element type.
  var safetensorsName: String {
    switch self {
    case .float64: "F64"
    case .float32: "F32"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .int64: "I64"
    case .int32: "I32"
    case .int16: "I16"
    case .int8: "I8"
    case .uint64: "U64"
    case .uint32: "U32"
    case .uint16: "U16"
    case .uint8: "U8"
    case .bool: "BOOL"
    }
  }
}
