/// An element type that kernels are compiled for.
@usableFromInline
package protocol VectorScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable, SendableMetatype
{}

extension Float: VectorScalar {}
extension Double: VectorScalar {}
