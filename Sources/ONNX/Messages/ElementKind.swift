import GradusInterchange
import GradusTensors

/// The element types of ONNX's tensors that are read, by their numbers in `TensorProto`.
enum ElementKind: Int, Sendable {
  case float32 = 1
  case uint8 = 2
  case int8 = 3
  case uint16 = 4
  case int16 = 5
  case int32 = 6
  case int64 = 7
  case bool = 9
  case float16 = 10
  case float64 = 11
  case uint32 = 12
  case uint64 = 13
  case bfloat16 = 16

  init(_ dtype: DType) {
    switch dtype {
    case .float32: self = .float32
    case .float64: self = .float64
    }
  }

  /// What a type that is not read is called.
  static func title(ofNumber number: Int) -> String {
    let titles = [
      0: "no type", 8: "text", 14: "complex numbers", 15: "complex numbers", 17: "float8",
      18: "float8", 19: "float8", 20: "float8", 21: "4-bit integers", 22: "4-bit integers",
      23: "float4",
    ]
    return titles[number] ?? "elements of type \(number)"
  }

  /// How its elements lie in a file.
  var stored: StoredElement {
    switch self {
    case .float32: .float32
    case .uint8: .uint8
    case .int8: .int8
    case .uint16: .uint16
    case .int16: .int16
    case .int32: .int32
    case .int64: .int64
    case .bool: .bool
    case .float16: .float16
    case .float64: .float64
    case .uint32: .uint32
    case .uint64: .uint64
    case .bfloat16: .bfloat16
    }
  }

  /// Whether it is a number with a fraction; tensors of the others hold whole numbers as `.float64`.
  var isFloating: Bool {
    switch self {
    case .float32, .float64, .float16, .bfloat16: true
    default: false
    }
  }

  /// The type of the tensors that hold it in memory.
  var dtype: DType {
    switch self {
    case .float32, .float16, .bfloat16: .float32
    default: .float64
    }
  }
}
