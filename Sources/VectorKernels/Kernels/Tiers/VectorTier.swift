import GradusVectorKernels

/// What kernels need to know of an instruction set, for one element type.
///
/// Kernels are generic over it, and nothing else says how wide a vector is or how many registers
/// there are: that is in the `Registers` of each tier's module.
protocol VectorTier: ElementaryConstants {
  associatedtype Vector: SIMD where Vector.Scalar == Scalar
  /// The bit patterns of a vector, as signed integers.
  associatedtype Bits: SIMD where Bits.Scalar == Scalar.SignedBits

  /// `x`, and `other` in lanes where a < b. False for NaN.
  static func replaced(
    _ x: Vector, by other: Vector, whereBelow a: Vector, _ b: Vector
  ) -> Vector

  /// The greater of two elements in each lane; NaN is greater than every number.
  static func greater(_ x: Vector, _ other: Vector) -> Vector

  /// The same, with numbers that go with the elements.
  static func greater(_ x: (Vector, Bits), _ other: (Vector, Bits)) -> (Vector, Bits)

  /// `x` where two numbers are equal, and 0 elsewhere.
  static func kept(_ x: Vector, whereEqual a: Bits, _ b: Bits) -> Vector

  /// The lesser of two elements in each lane; NaN is less than every number.
  static func lesser(_ x: Vector, _ other: Vector) -> Vector

  /// `x`, and `other` in lanes whose bits have the sign bit.
  static func replaced(_ x: Vector, by other: Vector, whereNegative bits: Bits) -> Vector

  /// Whether an element is `bound` or greater, or `-bound` or less.
  static func anyReaches(_ x: Vector, _ bound: Scalar) -> Bool

  /// The sine and the cosine of angles below `widestAngle`.
  static func narrowSine(_ x: Vector) -> Vector
  static func narrowCosine(_ x: Vector) -> Vector
  /// The share of the standard normal distribution below x.
  static func normalShare(_ x: Vector) -> Vector

  static func bits(_ x: Vector) -> Bits
  static func number(_ bits: Bits) -> Vector
  /// Correctly rounded.
  static func squareRoot(_ x: Vector) -> Vector
  // Sums and differences that wrap, the bits that both have, the bits that one has, and shifts that
  // keep the sign.
  static func sum(_ a: Bits, _ b: Bits) -> Bits
  static func difference(_ a: Bits, _ b: Bits) -> Bits
  static func common(_ a: Bits, _ b: Bits) -> Bits
  static func either(_ a: Bits, _ b: Bits) -> Bits
  static func raised(_ a: Bits, by places: Int) -> Bits
  static func lowered(_ a: Bits, by places: Int) -> Bits

  /// The first `count` elements at a pointer, fewer than a vector; the rest is zero and not read.
  static func loadPart(_ pointer: UnsafePointer<Scalar>, _ count: Int) -> Vector
  /// Writes the first `count` elements, fewer than all.
  static func storePart(_ value: Vector, _ pointer: UnsafeMutablePointer<Scalar>, _ count: Int)
}

// MARK: - Sizes

extension VectorTier {
  /// Elements of a vector.
  @inline(__always) static var lanes: Int { Vector.scalarCount }
  /// Elements of a cache line, the block in which channels are laid out.
  @inline(__always) static var line: Int { 64 / MemoryLayout<Scalar>.stride }

  /// Rows of the tile that Winograd's products sum in registers, and vectors in each row.
  @inline(__always) static var rows: Int { Registers.rows }
  @inline(__always) static var vectors: Int { Registers.vectors }
  /// Columns of that tile.
  @inline(__always) static var columns: Int { lanes &* vectors }
  /// Rows of the tile of a sum of outer products; divides `line`.
  @inline(__always) static var outerRows: Int { min(Registers.outerRows, line) }

  /// Rows of the tile of a gathered product, each of which has a pointer of its own.
  @inline(__always) static var gatheredRows: Int { Registers.gatheredRows }
  /// Vectors of a row of its panel, in the two widths there are.
  @inline(__always) static var wideVectors: Int { Registers.gatheredVectors }
  @inline(__always) static var narrowVectors: Int { Registers.gatheredVectors / 2 }
  @inline(__always) static var wideColumns: Int { lanes &* wideVectors }
  @inline(__always) static var narrowColumns: Int { lanes &* narrowVectors }
}

// MARK: - Memory

extension VectorTier {
  @inline(__always)
  static func load(_ pointer: UnsafePointer<Scalar>) -> Vector {
    UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  static func store(_ value: Vector, _ pointer: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Vector.self)
  }

  /// The first `count` elements at a pointer, not fewer than none; the rest is zero and not read.
  @inline(__always)
  static func load(_ pointer: UnsafePointer<Scalar>, first count: Int) -> Vector {
    assert(count >= 0, "a mask of fewer than no lanes")
    return count >= lanes ? load(pointer) : loadPart(pointer, count)
  }

  /// Writes the first `count` elements of a vector, not fewer than none.
  @inline(__always)
  static func store(_ value: Vector, _ pointer: UnsafeMutablePointer<Scalar>, first count: Int) {
    assert(count >= 0, "a mask of fewer than no lanes")
    if count >= lanes {
      store(value, pointer)
    } else {
      storePart(value, pointer, count)
    }
  }
}

extension VectorTier {
  /// Neighbouring bytes, a lane for each.
  @inline(__always)
  static func bytes(_ pointer: UnsafePointer<UInt8>) -> Bits {
    var bits = Bits.zero
    for lane in 0..<lanes { bits[lane] = Bits.Scalar(truncatingIfNeeded: pointer[lane]) }
    return bits
  }

  /// Writes the lowest byte of each lane.
  @inline(__always)
  static func storeBytes(_ bits: Bits, _ pointer: UnsafeMutablePointer<UInt8>) {
    for lane in 0..<lanes { pointer[lane] = UInt8(truncatingIfNeeded: bits[lane]) }
  }
}

// MARK: - Activations

extension VectorTier {
  /// max(x, 0); NaN stays.
  @inline(__always)
  static func clampedBelow(_ x: Vector) -> Vector {
    replaced(x, by: .zero, whereBelow: x, .zero)
  }

  /// min(max(x, 0), 6); NaN stays.
  @inline(__always)
  static func clamped(_ x: Vector) -> Vector {
    let six = Vector(repeating: 6)
    return clampedBelow(replaced(x, by: six, whereBelow: six, x))
  }

  /// x min(max(x + 3, 0), 6) / 6.
  @inline(__always)
  static func hardSwish(_ x: Vector) -> Vector {
    x * clamped(x + Vector(repeating: 3)) * Vector(repeating: Scalar(1.0 / 6))
  }

  /// x where 0 < a, and 0 elsewhere.
  @inline(__always)
  static func kept(_ x: Vector, wherePositive a: Vector) -> Vector {
    replaced(.zero, by: x, whereBelow: .zero, a)
  }

  /// x where 0 < a < 6, and 0 elsewhere.
  @inline(__always)
  static func kept(_ x: Vector, whereUnclamped a: Vector) -> Vector {
    replaced(.zero, by: kept(x, wherePositive: a), whereBelow: a, Vector(repeating: 6))
  }
}
