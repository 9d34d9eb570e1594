/// Where max pooling found each of its outputs: a position `row * width + column` in the image plane.
///
/// Shape-only when the pooled tensor was.
public struct PoolIndices: Sendable {
  /// The shape of the pooled output, `[batch, windows down, windows across, channels]`.
  public let shape: Shape
  /// The shape of the input that was pooled, `[batch, height, width, channels]`.
  public let inputShape: Shape
  let storage: TensorStorage

  init(shape: Shape, inputShape: Shape, shapeOnly: Bool) {
    self.shape = shape
    self.inputShape = inputShape
    storage = TensorStorage(
      byteCount: shape.count * MemoryLayout<Int32>.stride, shapeOnly: shapeOnly)
  }

  /// Whether there is a shape but no positions.
  public var isShapeOnly: Bool { storage.base == nil }

  /// The memory of the positions, in bytes.
  public var byteCount: Int { storage.byteCount }

  /// The positions in row-major order of `shape`; traps when shape-only.
  public var positions: [Int32] {
    precondition(!isShapeOnly, "positions: these pool indices of shape \(shape) are shape-only")
    return copiedPositions()
  }
}
