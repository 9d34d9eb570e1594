/// Where max pooling found each of its outputs.
///
/// Kept as the place inside the window, one byte for windows of up to 256 pixels. Shape-only when
/// the pooled tensor was.
public struct PoolIndices: Sendable {
  /// The shape of the pooled output, `[batch, windows down, windows across, channels]`.
  public let shape: Shape
  /// The shape of the input that was pooled, `[batch, height, width, channels]`.
  public let inputShape: Shape
  /// The windows.
  let geometry: PoolingGeometry
  let storage: TensorStorage

  init(shape: Shape, inputShape: Shape, geometry: PoolingGeometry, shapeOnly: Bool) {
    (self.shape, self.inputShape, self.geometry) = (shape, inputShape, geometry)
    let size = Self.isCompact(geometry) ? 1 : MemoryLayout<Int32>.stride
    storage = TensorStorage(byteCount: shape.count * size, shapeOnly: shapeOnly)
  }

  /// Whether a place in a window fits into a byte.
  var isCompact: Bool { Self.isCompact(geometry) }

  private static func isCompact(_ geometry: PoolingGeometry) -> Bool {
    geometry.kernel.height * geometry.kernel.width <= 256
  }

  /// Whether there is a shape but no positions.
  public var isShapeOnly: Bool { storage.base == nil }

  /// The memory of the places, in bytes.
  public var byteCount: Int { storage.byteCount }

  /// Positions `row * width + column` in the image plane, in row-major order of `shape`; traps when
  /// shape-only.
  public var positions: [Int32] {
    precondition(!isShapeOnly, "positions: these pool indices of shape \(shape) are shape-only")
    return MaxPoolingKernel.positions(self)
  }
}
