import GradusVectorKernels

extension WinogradTransform {
  /// Bytes of the buffer between the two passes.
  static func middleBytes(_ type: DType) -> Int { middleCount * type.byteCount }

  /// Maps one patch of either precision, by way of a buffer of `middleBytes`.
  static func apply(
    _ map: Map, _ source: Patch, _ target: Patch, channels: Int, middle: Scratch, _ type: DType
  ) {
    switch type {
    case .float32:
      apply(
        map, source, target, channels: channels,
        middle: middle.base.assumingMemoryBound(to: Float.self))
    case .float64:
      apply(
        map, source, target, channels: channels,
        middle: middle.base.assumingMemoryBound(to: Double.self))
    }
  }
}
