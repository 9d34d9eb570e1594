/// What kernels need to know of an instruction set, for one element type.
///
/// Kernels are generic over it, and nothing else says how wide a vector is or how many registers
/// there are.
package protocol VectorTier {
  associatedtype Scalar: VectorScalar
  associatedtype Vector: SIMD where Vector.Scalar == Scalar

  /// Elements of a vector.
  static var lanes: Int { get }
  /// Rows of the tile that a matrix product sums in registers.
  static var rows: Int { get }
  /// Vectors in each row of such a tile.
  static var vectors: Int { get }
  /// Rows of the tile that a sum of outer products keeps in registers; divides `line`.
  static var outerRows: Int { get }

  static func load(_ pointer: UnsafePointer<Scalar>) -> Vector
  static func store(_ value: Vector, _ pointer: UnsafeMutablePointer<Scalar>)
  /// max(x, 0); NaN stays.
  static func clampedBelow(_ x: Vector) -> Vector
  /// min(max(x, 0), 6); NaN stays.
  static func clamped(_ x: Vector) -> Vector
}

extension VectorTier {
  /// Columns of a register tile.
  @inline(__always) static var columns: Int { lanes &* vectors }

  /// Elements of a cache line, the block in which channels are laid out.
  @inline(__always) static var line: Int { 64 / MemoryLayout<Scalar>.stride }

  /// The first `count` elements at a pointer; the rest is zero and not read.
  @inline(__always)
  static func load(_ pointer: UnsafePointer<Scalar>, first count: Int) -> Vector {
    if count >= lanes { return load(pointer) }
    var value = Vector.zero
    var lane = 0
    while lane < count {
      value[lane] = pointer[lane]
      lane &+= 1
    }
    return value
  }

  /// Writes the first `count` elements of a vector.
  @inline(__always)
  static func store(_ value: Vector, _ pointer: UnsafeMutablePointer<Scalar>, first count: Int) {
    if count >= lanes { return store(value, pointer) }
    var lane = 0
    while lane < count {
      pointer[lane] = value[lane]
      lane &+= 1
    }
  }
}
