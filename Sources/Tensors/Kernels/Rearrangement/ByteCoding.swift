import Foundation

#if _endian(big)
  #error("tensors are read and written as they lie in memory, which must be little-endian")
#endif

/// A two-byte floating-point format that files hold and tensors are widened from.
public enum HalfPrecision: Sendable, Hashable {
  /// IEEE 754 binary16: 5 bits of exponent, 10 of fraction.
  case float16
  /// The upper half of a `Float`: 8 bits of exponent, 7 of fraction.
  case bfloat16
}

extension Tensor {
  /// Makes a tensor from the little-endian bytes of its elements in row-major order.
  ///
  /// Reads `shape.count * dtype.byteCount` bytes from position `offset` on, which need not be
  /// aligned; traps when `bytes` ends before.
  public init(littleEndianBytes bytes: [UInt8], at offset: Int = 0, shape: Shape, dtype: DType) {
    self.init(uninitialized: shape, dtype)
    ByteCoding.requireRange(offset, count * dtype.byteCount, in: bytes)
    bytes.withUnsafeBytes { source in
      guard let base = source.baseAddress, let target = storage.base, count > 0 else { return }
      memcpy(target, base + offset, count * dtype.byteCount)
    }
  }

  /// Makes a `.float32` tensor from the little-endian bytes of half-precision elements.
  ///
  /// Every value is exact. Reads `shape.count * 2` bytes from position `offset` on; traps when
  /// `bytes` ends before.
  public init(
    littleEndianHalves bytes: [UInt8], at offset: Int = 0, shape: Shape, format: HalfPrecision
  ) {
    self.init(uninitialized: shape, .float32)
    ByteCoding.requireRange(offset, count * 2, in: bytes)
    let target = mutablePointer(Float.self)
    bytes.withUnsafeBytes { source in
      for index in 0..<count {
        let half = source.loadUnaligned(fromByteOffset: offset + 2 * index, as: UInt16.self)
        target[index] =
          switch format {
          case .float16: ByteCoding.widen(float16: half)
          case .bfloat16: Float(bitPattern: UInt32(half) << 16)
          }
      }
    }
  }

  /// The little-endian bytes of the elements in row-major order; traps on a shape-only tensor.
  public func littleEndianBytes() -> [UInt8] {
    requireValues("littleEndianBytes")
    return withExtendedLifetime(storage) {
      Array(UnsafeRawBufferPointer(start: storage.base, count: count * dtype.byteCount))
    }
  }
}

private enum ByteCoding {
  static func requireRange(_ offset: Int, _ length: Int, in bytes: [UInt8]) {
    precondition(
      offset >= 0 && offset <= bytes.count && length <= bytes.count - offset,
      "\(length) bytes at \(offset) are not within an array of \(bytes.count) bytes")
  }

  static func widen(float16 half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let exponent = UInt32(half >> 10) & 0x1f
    let fraction = UInt32(half) & 0x3ff
    switch exponent {
    case 0:
      // Zero or subnormal: a whole multiple of 2^-24, which Float holds exactly.
      let magnitude = Float(fraction) * 0x1p-24
      return Float(bitPattern: sign | magnitude.bitPattern)
    case 31: return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
