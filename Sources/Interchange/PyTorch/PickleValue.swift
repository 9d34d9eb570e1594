/// A value on the stack of a pickle reader.
///
/// Containers are places in a `PickleHeap`: values that hold themselves or lie a million deep are
/// then neither cycles of objects nor a recursion when they are released.
enum PickleValue {
  case none
  case bool(Bool)
  case integer(Int)
  /// An integer of more than 64 bits, as two's complement, lowest byte first.
  case largeInteger([UInt8])
  case float(Double)
  case string(String)
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case global(PickleGlobal)
  case storage(Int)
  case tensor(Int)
  case bytes(Int)
  /// A NumPy array, and the type of one's elements.
  case array(Int), elementType(Int)
  /// Something harmless whose value nobody needs: a NumPy scalar.
  case opaque

  /// What errors call a value of this kind.
  var kind: String {
    switch self {
    case .none: "None"
    case .bool: "a truth value"
    case .integer, .largeInteger: "an integer"
    case .float: "a float"
    case .string: "a string"
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dictionary"
    case .global(let global): "\(global)"
    case .storage: "a storage"
    case .tensor: "a tensor"
    case .bytes: "bytes"
    case .array: "an array"
    case .elementType: "an element type"
    case .opaque: "an opaque value"
    }
  }
}

/// The containers, storages and tensors a pickle has made.
struct PickleHeap {
  var tuples: [[PickleValue]] = []
  var lists: [[PickleValue]] = []
  var dictionaries: [PickleDictionary] = []
  var storages: [PyTorchStorage] = []
  var tensors: [PyTorchTensorView] = []
  var bytes: [PickleBytes] = []
  var arrays: [PickleArray] = []
  var elementTypes: [PickleElementType] = []

  mutating func tuple(_ values: [PickleValue]) -> PickleValue {
    tuples.append(values)
    return .tuple(tuples.count - 1)
  }

  mutating func list(_ values: [PickleValue]) -> PickleValue {
    lists.append(values)
    return .list(lists.count - 1)
  }

  mutating func dictionary() -> PickleValue {
    dictionaries.append(PickleDictionary())
    return .dictionary(dictionaries.count - 1)
  }

  mutating func storage(_ storage: PyTorchStorage) -> PickleValue {
    storages.append(storage)
    return .storage(storages.count - 1)
  }

  mutating func tensor(_ view: PyTorchTensorView) -> PickleValue {
    tensors.append(view)
    return .tensor(tensors.count - 1)
  }

  /// The numbers of a tuple or list of integers that are not negative; nil for anything else.
  func lengths(_ value: PickleValue) -> [Int]? {
    let elements: [PickleValue]
    switch value {
    case .tuple(let index): elements = tuples[index]
    case .list(let index): elements = lists[index]
    default: return nil
    }
    let numbers = elements.compactMap { element -> Int? in
      if case .integer(let number) = element, number >= 0 { number } else { nil }
    }
    return numbers.count == elements.count ? numbers : nil
  }
}

/// A Python dictionary: its strings as keys in their order, and whether it has others.
struct PickleDictionary {
  private(set) var entries: [(key: String, value: PickleValue)] = []
  /// The values under keys that are no strings.
  var otherValues: [PickleValue] = []
  private var places: [String: Int] = [:]

  /// Whether there are keys that are no strings.
  var hasOtherKeys: Bool { !otherValues.isEmpty }

  var isEmpty: Bool { entries.isEmpty && !hasOtherKeys }

  subscript(key: String) -> PickleValue? { places[key].map { entries[$0].value } }

  /// Adds an entry; false where the key is there already.
  mutating func add(_ key: String, _ value: PickleValue) -> Bool {
    guard places.updateValue(entries.count, forKey: key) == nil else { return false }
    entries.append((key, value))
    return true
  }
}
