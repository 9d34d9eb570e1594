import GradusTensors

/// The element types that files hold and tensors are made from.
///
/// `.float32` and `.float64` stay what they are. Half precision, truth values and integers of 8 and
/// 16 bits become `.float32`, wider integers `.float64`; always exactly, or an error is thrown.
package enum StoredElement: CaseIterable {
  case float64, float32, float16, bfloat16
  case int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool

  package init(_ dtype: DType) {
    switch dtype {
    case .float32: self = .float32
    case .float64: self = .float64
    }
  }

  package var byteCount: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// The type of a tensor made from such elements.
  package var decodedType: DType {
    switch self {
    case .float64, .int64, .int32, .uint64, .uint32: .float64
    case .float32, .float16, .bfloat16, .int16, .int8, .uint16, .uint8, .bool: .float32
    }
  }

  /// The bytes a tensor of this shape takes in a file; nil when they cannot be counted.
  ///
  /// A zero must not hide an overflow in the other lengths: strides are partial products.
  package func byteCount(of lengths: [Int]) -> Int? {
    var total = byteCount
    for length in lengths {
      let (product, overflow) = total.multipliedReportingOverflow(by: max(length, 1))
      if overflow || length < 0 { return nil }
      total = product
    }
    return lengths.contains(0) ? 0 : total
  }

  /// The tensor whose bytes begin at `offset`; the caller has checked that they are there.
  package func decode(
    _ bytes: [UInt8], at offset: Int, shape: Shape, bigEndian: Bool = false
  ) throws(InexactInteger) -> Tensor {
    if bigEndian && byteCount > 1 {
      return try decode(swapped(bytes, at: offset, shape.count), at: 0, shape: shape)
    }
    switch self {
    case .float64, .float32:
      return Tensor(littleEndianBytes: bytes, at: offset, shape: shape, dtype: decodedType)
    case .float16, .bfloat16:
      let format: HalfPrecision = self == .float16 ? .float16 : .bfloat16
      return Tensor(littleEndianHalves: bytes, at: offset, shape: shape, format: format)
    case .int64: return try doubles(Int64.self, bytes, offset, shape)
    case .uint64: return try doubles(UInt64.self, bytes, offset, shape)
    case .int32: return try doubles(Int32.self, bytes, offset, shape)
    case .uint32: return try doubles(UInt32.self, bytes, offset, shape)
    case .int16: return floats(Int16.self, bytes, offset, shape)
    case .uint16: return floats(UInt16.self, bytes, offset, shape)
    case .int8: return floats(Int8.self, bytes, offset, shape)
    case .uint8: return floats(UInt8.self, bytes, offset, shape)
    case .bool:
      return Tensor((0..<shape.count).map { bytes[offset + $0] == 0 ? 0 : 1 }, shape: shape)
    }
  }

  private func swapped(_ bytes: [UInt8], at offset: Int, _ count: Int) -> [UInt8] {
    let width = byteCount
    var result = [UInt8](repeating: 0, count: count * width)
    for start in stride(from: 0, to: result.count, by: width) {
      for place in 0..<width { result[start + place] = bytes[offset + start + width - 1 - place] }
    }
    return result
  }

  private func doubles<T: FixedWidthInteger>(
    _ type: T.Type, _ bytes: [UInt8], _ offset: Int, _ shape: Shape
  ) throws(InexactInteger) -> Tensor {
    var values = [Double](repeating: 0, count: shape.count)
    for index in values.indices {
      let value = Self.integer(T.self, bytes, offset + byteCount * index)
      guard let exact = Double(exactly: value) else { throw InexactInteger(value: Int128(value)) }
      values[index] = exact
    }
    return Tensor(values, shape: shape, dtype: .float64)
  }

  private func floats<T: FixedWidthInteger>(
    _ type: T.Type, _ bytes: [UInt8], _ offset: Int, _ shape: Shape
  ) -> Tensor {
    let values = (0..<shape.count).map {
      Float(Self.integer(T.self, bytes, offset + byteCount * $0))
    }
    return Tensor(values, shape: shape)
  }

  private static func integer<T: FixedWidthInteger>(
    _ type: T.Type, _ bytes: [UInt8], _ start: Int
  ) -> T {
    var value: T = 0
    for place in 0..<T.bitWidth / 8 {
      value |= T(truncatingIfNeeded: bytes[start + place]) << T(truncatingIfNeeded: 8 * place)
    }
    return value
  }
}

/// An integer beyond 2^53 that no `Double` holds exactly.
package struct InexactInteger: Error {
  package let value: Int128
}
