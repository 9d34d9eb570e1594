import GradusTensors

/// A run of elements in a PyTorch file, which several tensors may share.
struct PyTorchStorage: Hashable {
  let key: String
  /// The type of its elements; nil for bytes, of which each tensor says its own.
  let element: StoredElement?
  let count: Int
  let byteCount: Int
}

/// A tensor as PyTorch describes it: a window on a storage.
struct PyTorchTensorView: Hashable {
  let storage: PyTorchStorage
  let element: StoredElement
  /// The first element's place in the storage.
  let offset: Int
  let shape: [Int]
  /// Elements between neighbours along each axis.
  let strides: [Int]
  /// Whether the numbers are the negative of those in the storage.
  let isNegated: Bool

  private static let mostAxes = 64

  /// What is impossible about the view; nil for one that lies within its storage.
  var problem: String? {
    guard shape.count <= Self.mostAxes, element.byteCount(of: shape) != nil else {
      return "a tensor has the impossible shape \(shape.prefix(8))"
    }
    if shape.contains(0) { return nil }
    var last = offset
    for (length, stride) in zip(shape, strides) {
      let (span, overflowed) = (length - 1).multipliedReportingOverflow(by: stride)
      let (sum, carried) = last.addingReportingOverflow(span)
      if overflowed || carried { return "a tensor's strides \(strides.prefix(8)) are impossible" }
      last = sum
    }
    let count = storage.byteCount / element.byteCount
    return last < count
      ? nil
      : "a tensor of shape \(shape) with strides \(strides) at \(offset) reaches beyond its storage "
        + "\(storage.key.quoted) of \(count) elements"
  }

  /// The bytes its elements take in the file; `problem` is nil, so that they can be counted.
  private var byteCount: Int { Shape(shape).count * element.byteCount }

  /// The bytes the tensor takes; nil when they cannot be counted.
  var decodedByteCount: Int? {
    let (count, overflow) = Shape(shape).count.multipliedReportingOverflow(
      by: element.decodedType.byteCount)
    return overflow ? nil : count
  }

  /// Whether the elements lie behind each other in row-major order.
  private var isContiguous: Bool {
    let expected = Shape(shape).strides
    return shape.contains(0)
      || shape.indices.allSatisfy { shape[$0] == 1 || strides[$0] == expected[$0] }
  }

  /// The tensor, from the bytes in which the storage begins at `start`.
  func decode(
    _ bytes: [UInt8], storageAt start: Int, bigEndian: Bool
  ) throws(InexactInteger) -> Tensor {
    let stored = try plain(bytes, storageAt: start, bigEndian: bigEndian)
    return isNegated ? -stored : stored
  }

  private func plain(
    _ bytes: [UInt8], storageAt start: Int, bigEndian: Bool
  ) throws(InexactInteger) -> Tensor {
    let shape = Shape(shape)
    if isContiguous {
      let first = shape.count == 0 ? start : start + offset * element.byteCount
      return try element.decode(bytes, at: first, shape: shape, bigEndian: bigEndian)
    }
    return try element.decode(gathered(bytes, start), at: 0, shape: shape, bigEndian: bigEndian)
  }

  /// The bytes of the elements in row-major order.
  private func gathered(_ bytes: [UInt8], _ start: Int) -> [UInt8] {
    let width = element.byteCount
    var result: [UInt8] = []
    result.reserveCapacity(byteCount)
    var index = [Int](repeating: 0, count: shape.count)
    var place = offset
    for _ in 0..<Shape(shape).count {
      let first = start + place * width
      result += bytes[first..<first + width]
      var axis = shape.count - 1
      while axis >= 0 {
        index[axis] += 1
        place += strides[axis]
        if index[axis] < shape[axis] { break }
        place -= index[axis] * strides[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return result
  }
}
