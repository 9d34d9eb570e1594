import GradusTensors

/// Bytes of a pickle: a range of the file's, or some that the pickle wrote as text.
struct PickleBytes {
  let source: [UInt8]
  let range: Range<Int>
}

/// NumPy's type of elements: the code behind the byte order, `f4`.
struct PickleElementType {
  let code: String
  var isBigEndian = false
}

/// A NumPy array, empty until its state is set.
struct PickleArray {
  /// What `BUILD` sets.
  struct Contents {
    let shape: [Int]
    let element: StoredElement
    let isBigEndian: Bool, isFortranOrder: Bool
    let bytes: PickleBytes

    /// The bytes that the tensor takes in memory.
    var decodedByteCount: Int {
      element.decodedType.byteCount * shape.reduce(1, *)
    }

    /// The tensor; throws `InexactInteger`.
    func tensor() throws(InexactInteger) -> Tensor {
      // Fortran's order is ours of the array with its axes reversed.
      let stored = isFortranOrder ? shape.reversed() : shape
      let tensor = try element.decode(
        bytes.source, at: bytes.range.lowerBound, shape: Shape(stored), bigEndian: isBigEndian)
      return isFortranOrder && tensor.rank > 1
        ? tensor.permuted(stored.indices.reversed()) : tensor
    }
  }

  var contents: Contents?
}

extension PickleHeap {
  mutating func bytes(_ slice: ArraySlice<UInt8>, of cursor: ByteCursor) -> PickleValue {
    bytes.append(PickleBytes(source: cursor.bytes, range: slice.startIndex..<slice.endIndex))
    return .bytes(bytes.count - 1)
  }

  mutating func bytes(_ own: [UInt8]) -> PickleValue {
    bytes.append(PickleBytes(source: own, range: 0..<own.count))
    return .bytes(bytes.count - 1)
  }

  mutating func elementType(_ code: String) -> PickleValue {
    elementTypes.append(PickleElementType(code: code))
    return .elementType(elementTypes.count - 1)
  }

  mutating func array() -> PickleValue {
    arrays.append(PickleArray())
    return .array(arrays.count - 1)
  }
}

extension PickleReader {
  /// The bytes that Python writes as a text of their numbers, in protocol 2.
  mutating func encoded(_ text: String, at place: Int) throws -> PickleValue {
    try countCopied(text.utf8.count)
    let bytes = text.unicodeScalars.map { UInt8(exactly: $0.value) }
    guard !bytes.contains(nil) else {
      throw cursor.failure(at: place, "it encodes a text that is no bytes")
    }
    return heap.bytes(bytes.compactMap { $0 })
  }

  /// Sets the byte order of an element type: a version, the order, and what only structures have.
  mutating func setByteOrder(
    ofType index: Int, _ state: [PickleValue], at place: Int
  ) throws {
    guard state.count >= 8, case .string(let order) = state[1],
      ["<", ">", "|", "="].contains(order), case .none = state[2], case .none = state[3],
      case .none = state[4]
    else {
      throw cursor.failure(
        at: place, "an array has structures for elements; save one array a field")
    }
    heap.elementTypes[index].isBigEndian = order == ">"
  }

  /// Gives an array its state: a version, lengths, an element type, whether its order is Fortran's, and
  /// bytes.
  mutating func fill(array index: Int, _ state: [PickleValue], at place: Int) throws {
    guard heap.arrays[index].contents == nil else {
      throw cursor.failure(at: place, "an array is filled twice")
    }
    guard state.count == 5, let shape = heap.lengths(state[1]),
      case .elementType(let type) = state[2], case .bool(let isFortranOrder) = state[3]
    else { throw cursor.failure(at: place, "an array's state is not NumPy's") }
    let (code, isBigEndian) = (
      heap.elementTypes[type].code, heap.elementTypes[type].isBigEndian
    )
    guard let element = StoredElement(numPy: code[...]) else {
      throw cursor.failure(
        at: place,
        "elements of type \(code.quoted) are not read; convert the array to float32 first")
    }
    let bytes: PickleBytes
    switch state[4] {
    case .bytes(let place): bytes = heap.bytes[place]
    // Bytes of Python 2 that happen to be a text.
    case .string(let text):
      try countCopied(text.utf8.count)
      bytes = PickleBytes(source: Array(text.utf8), range: 0..<text.utf8.count)
    default:
      throw cursor.failure(
        at: place, "an array holds \(state[4].kind), and only those of numbers are read")
    }
    guard shape.count <= NumPyHeader.mostAxes,
      element.byteCount(of: shape) == bytes.range.count
    else {
      throw cursor.failure(
        at: place, "an array of shape \(shape.prefix(8)) has \(bytes.range.count) bytes")
    }
    heap.arrays[index].contents = PickleArray.Contents(
      shape: shape, element: element, isBigEndian: isBigEndian, isFortranOrder: isFortranOrder,
      bytes: bytes)
  }
}
