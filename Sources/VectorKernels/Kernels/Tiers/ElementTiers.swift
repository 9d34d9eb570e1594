import GradusVectorKernels

// Comparisons are written for each concrete vector, for which they are single instructions; those of
// any vector are loops over its lanes.

/// This module's tier in single precision.
enum FloatTier: VectorTier {
  typealias Vector = FloatVector

  @inline(__always)
  static func replaced(
    _ x: FloatVector, by other: FloatVector, whereBelow a: FloatVector, _ b: FloatVector
  ) -> FloatVector { x.replacing(with: other, where: a .< b) }

  @inline(__always)
  static func greater(_ x: FloatVector, _ other: FloatVector) -> FloatVector {
    x.replacing(with: other, where: .!(other .<= x) .& (x .== x))
  }
}

/// The same in double precision.
enum DoubleTier: VectorTier {
  typealias Vector = DoubleVector

  @inline(__always)
  static func replaced(
    _ x: DoubleVector, by other: DoubleVector, whereBelow a: DoubleVector, _ b: DoubleVector
  ) -> DoubleVector { x.replacing(with: other, where: a .< b) }

  @inline(__always)
  static func greater(_ x: DoubleVector, _ other: DoubleVector) -> DoubleVector {
    x.replacing(with: other, where: .!(other .<= x) .& (x .== x))
  }
}
