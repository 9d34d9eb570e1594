/// An element type that kernels are compiled for.
@usableFromInline
package protocol VectorScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable, SendableMetatype
{
  /// Signed integers of the same size.
  associatedtype SignedBits: FixedWidthInteger & SignedInteger & SIMDScalar & Sendable
  /// The bits of a number.
  var signedBits: SignedBits { get }
}

extension Float: VectorScalar {
  @inlinable package var signedBits: Int32 { Int32(bitPattern: bitPattern) }
}

extension Double: VectorScalar {
  @inlinable package var signedBits: Int64 { Int64(bitPattern: bitPattern) }
}
