/// A dense, contiguous, row-major array of numbers: a value, copied when written.
///
/// Activations are stored NHWC (`[batch, height, width, channels]`), filters HWIO
/// (`[kernel height, kernel width, input channels / groups, output channels]`).
///
/// A *shape-only* tensor has no memory; every operation accepts it and returns another one, so that
/// shapes, costs and summaries of a network need neither memory nor time.
public struct Tensor: Sendable {
  /// The lengths of the axes.
  public let shape: Shape
  /// The element type.
  public let dtype: DType
  var storage: TensorStorage

  init(shape: Shape, dtype: DType, storage: TensorStorage) {
    self.shape = shape
    self.dtype = dtype
    self.storage = storage
  }

  /// Memory of the given shape with undefined contents, for kernels that write every element.
  init(uninitialized shape: Shape, _ dtype: DType) {
    self.init(
      shape: shape, dtype: dtype,
      storage: TensorStorage(byteCount: shape.count * dtype.byteCount, shapeOnly: false))
  }

  /// Makes a tensor without memory: it has a shape and an element type and runs through every
  /// operation.
  public init(shapeOnly shape: Shape, dtype: DType = .float32) {
    self.init(
      shape: shape, dtype: dtype,
      storage: TensorStorage(byteCount: shape.count * dtype.byteCount, shapeOnly: true))
  }

  /// Whether this tensor has a shape but no values.
  public var isShapeOnly: Bool { storage.base == nil || DryRun.hasRefused }

  /// The number of elements.
  public var count: Int { shape.count }

  /// The number of axes.
  public var rank: Int { shape.rank }

  /// The memory of the elements, in bytes.
  public var byteCount: Int { storage.byteCount }

  /// Bytes that all live shape-only tensors together would occupy.
  public static var shapeOnlyLiveBytes: Int {
    TensorStorage.virtualBytes.load(ordering: .relaxed)
  }

  /// The same elements under another shape of equal count; free of cost.
  ///
  /// At most one axis may be -1 and is worked out from the rest. Traps when the counts differ.
  public func reshaped(to dimensions: [Int]) -> Tensor {
    reshaped(to: shape.resolvingReshape(dimensions))
  }

  /// The same elements under another shape; traps when the counts differ.
  public func reshaped(to shape: Shape) -> Tensor {
    Tensor.require(
      shape.count == count,
      "reshape: \(self.shape) has \(count) elements and \(shape) has \(shape.count); give axes whose "
        + "product is \(count), of which one may be -1")
    guard shape.count == count else { return Tensor(shapeOnly: shape, dtype: dtype) }
    return Tensor(shape: shape, dtype: dtype, storage: storage)
  }
}

extension Shape {
  /// Fills in a single -1 so that the element count stays; traps when that is not possible.
  ///
  /// Where an axis of length 0 stands beside the -1, it and this shape's count as if they were 1 long:
  /// an empty batch `[0, 7, 7, 512]` becomes `[0, -1]` as a full one would, `[0, 25088]`.
  public func resolvingReshape(_ dimensions: [Int]) -> Shape {
    guard let open = dimensions.firstIndex(of: -1) else { return Shape(dimensions) }
    var known = dimensions
    known.remove(at: open)
    var own = self.dimensions
    if known.contains(0), known.count(where: { $0 == 0 }) == own.count(where: { $0 == 0 }) {
      known.removeAll { $0 == 0 }
      own.removeAll { $0 == 0 }
    }
    let (count, divisor) = (own.reduce(1, *), known.reduce(1, *))
    Tensor.require(
      divisor > 0 && count % divisor == 0,
      "reshape: \(self) cannot become \(dimensions); only one axis may be -1, and the product of the "
        + "others must divide its \(self.count) elements")
    var result = dimensions
    result[open] = count / max(1, divisor)
    return Shape(result)
  }
}
