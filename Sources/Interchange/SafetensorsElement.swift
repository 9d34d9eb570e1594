import Tensors

/// The element types of safetensors that can be read, by the format's name for them.
enum SafetensorsElement: String {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  /// Read as `.float64`: trained weights hold BatchNorm's batch counters in this type.
  case int64 = "I64"

  init(_ dtype: DType) {
    switch dtype {
    case .float32: self = .float32
    case .float64: self = .float64
    }
  }

  var byteCount: Int {
    switch self {
    case .float64, .int64: 8
    case .float32: 4
    case .float16, .bfloat16: 2
    }
  }

  /// The tensor whose bytes begin at `offset`; throws on an integer that a `Double` cannot hold.
  func decode(
    _ bytes: [UInt8], at offset: Int, shape: Shape, tensor: String, path: String
  ) throws -> Tensor {
    switch self {
    case .float64:
      return Tensor(littleEndianBytes: bytes, at: offset, shape: shape, dtype: .float64)
    case .float32:
      return Tensor(littleEndianBytes: bytes, at: offset, shape: shape, dtype: .float32)
    case .float16:
      return Tensor(littleEndianHalves: bytes, at: offset, shape: shape, format: .float16)
    case .bfloat16:
      return Tensor(littleEndianHalves: bytes, at: offset, shape: shape, format: .bfloat16)
    case .int64:
      let values = try (0..<shape.count).map { index in
        let start = offset + 8 * index
        let pattern = bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let value = Int64(bitPattern: pattern)
        guard let exact = Double(exactly: value) else {
          throw SafetensorsError(path, .integerTooLarge(value, tensor: tensor))
        }
        return exact
      }
      return Tensor(values, shape: shape)
    }
  }
}
