/// The Python objects that a file's pickles may name; nothing else is ever resolved.
enum PickleGlobal: CustomStringConvertible {
  /// `collections.OrderedDict`
  case orderedDictionary
  /// `torch._utils._rebuild_tensor`, of a storage, an offset, lengths and strides
  case rebuildTensor
  /// `torch._utils._rebuild_tensor_v2`, which is told flags too
  case rebuildFlaggedTensor
  /// `torch._utils._rebuild_tensor_v3`, which is told the element type and has a storage of bytes
  case rebuildTypedTensor
  /// `torch._utils._rebuild_parameter`
  case rebuildParameter
  /// `torch.Size`
  case size
  /// `torch.FloatStorage` and its like; nil for `torch.storage.UntypedStorage`, of bytes
  case storage(StoredElement?)
  /// `torch.uint16` and its like
  case elementType(StoredElement)
  /// What makes NumPy's scalars, such as the best accuracy so far; their values are not read.
  case opaqueMaker
  /// `numpy.core.multiarray._reconstruct`, which makes an array to be filled, and `numpy.ndarray`
  case makeArray, arrayClass
  /// `numpy.dtype`, of a code
  case makeElementType
  /// `_codecs.encode`, which makes bytes of a text
  case encode

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildFlaggedTensor
    case ("torch._utils", "_rebuild_tensor_v3"): self = .rebuildTypedTensor
    case ("torch.storage", "UntypedStorage"): self = .storage(nil)
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", "Size"): self = .size
    case ("torch", _):
      if let element = StoredElement(storage: name) {
        self = .storage(element)
      } else if let element = StoredElement.allCases.first(where: { "\($0)" == name }) {
        self = .elementType(element)
      } else {
        return nil
      }
    case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"):
      self = .opaqueMaker
    case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"):
      self = .makeArray
    case ("numpy", "ndarray"): self = .arrayClass
    case ("numpy", "dtype"): self = .makeElementType
    case ("_codecs", "encode"): self = .encode
    default: return nil
    }
  }

  var description: String {
    switch self {
    case .orderedDictionary: "collections.OrderedDict"
    case .rebuildTensor: "torch._utils._rebuild_tensor"
    case .rebuildFlaggedTensor: "torch._utils._rebuild_tensor_v2"
    case .rebuildTypedTensor: "torch._utils._rebuild_tensor_v3"
    case .rebuildParameter: "torch._utils._rebuild_parameter"
    case .size: "torch.Size"
    case .storage: "a storage type"
    case .elementType(let element): "torch.\(element)"
    case .opaqueMaker: "a maker of NumPy scalars"
    case .makeArray: "a maker of NumPy arrays"
    case .arrayClass: "numpy.ndarray"
    case .makeElementType: "numpy.dtype"
    case .encode: "_codecs.encode"
    }
  }
}

extension StoredElement {
  /// The element type of a storage class of PyTorch; nil for one that is not read.
  init?(storage name: String) {
    guard let element = Self.allCases.first(where: { $0.storageName == name }) else { return nil }
    self = element
  }

  /// The name of PyTorch's storage class for this element type.
  var storageName: String? {
    switch self {
    case .float64: "DoubleStorage"
    case .float32: "FloatStorage"
    case .float16: "HalfStorage"
    case .bfloat16: "BFloat16Storage"
    case .int64: "LongStorage"
    case .int32: "IntStorage"
    case .int16: "ShortStorage"
    case .int8: "CharStorage"
    case .uint8: "ByteStorage"
    case .bool: "BoolStorage"
    case .uint64, .uint32, .uint16: nil
    }
  }
}
