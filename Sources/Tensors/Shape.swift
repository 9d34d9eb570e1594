/// The lengths of a tensor's axes, outermost first; elements are stored row-major.
///
///     let images: Shape = [128, 32, 32, 3]   // batch, height, width, channels
///     images.count                           // 393_216
///     images[-1]                             // 3
public struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral {
  /// The length of each axis.
  public let dimensions: [Int]

  /// Makes a shape of the given axis lengths; traps on a negative length and on more than 2^46
  /// elements.
  public init(_ dimensions: [Int]) {
    let isPossible = Self.isPossible(dimensions)
    Tensor.require(
      isPossible,
      dimensions.contains { $0 < 0 }
        ? "a shape has no negative axis length: \(dimensions)"
        : "a shape of \(dimensions) has more than 2^46 elements, which no memory holds")
    self.dimensions = isPossible ? dimensions : dimensions.map { _ in 1 }
  }

  /// Whether no length is negative and all lengths but zeros have a product within 2^46: bytes,
  /// strides and multiply-adds are then numbers that an `Int` holds.
  package static func isPossible(_ dimensions: [Int]) -> Bool {
    var product = 1
    for length in dimensions where length != 0 {
      guard length > 0, length <= 1 << 46 else { return false }
      // Both factors are at most 2^46, so that the high word tells all that overflowed.
      let (high, low) = product.multipliedFullWidth(by: length)
      guard high == 0, low <= 1 << 46 else { return false }
      product = Int(low)
    }
    return true
  }

  /// Makes a shape from a literal such as `[2, 3]`; `[]` is the shape of a single number.
  public init(arrayLiteral elements: Int...) { self.init(elements) }

  /// The number of axes.
  public var rank: Int { dimensions.count }

  /// The number of elements: the product of all axis lengths, 1 for rank 0.
  public var count: Int { dimensions.reduce(1, *) }

  /// The length of one axis; negative axes count from the end, as in `shape[-1]`.
  @inline(__always)
  public subscript(axis: Int) -> Int {
    axis >= 0 && axis < dimensions.count ? dimensions[axis] : checkedLength(axis)
  }

  private func checkedLength(_ axis: Int) -> Int {
    let axis = normalized(axis: axis)
    // Without axes there is nothing to read, which only a dry run lives to see.
    return rank == 0 ? 1 : dimensions[axis]
  }

  /// Elements between neighbours along each axis of a contiguous row-major tensor.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * dimensions[axis + 1]
    }
    return strides
  }

  /// Turns an axis that may count from the end into one in `0..<rank`; traps when out of range, with
  /// the name of the operation that wants it.
  public func normalized(axis: Int, for operation: String = "shape") -> Int {
    let result = axis < 0 ? axis + rank : axis
    let isInRange = result >= 0 && result < rank
    Tensor.require(
      isInRange,
      "\(operation): axis \(axis) is out of range for shape \(self); "
        + (rank == 0
          ? "a single number has no axes" : "use 0...\(rank - 1), or -\(rank)...-1 from the end"))
    return isInRange ? result : 0
  }

  /// Normalises a list of axes and sorts it; nil stands for all axes. Traps on a repeated one and one
  /// out of range, with the name of the operation that wants them.
  public func normalized(axes: [Int]?, for operation: String = "shape") -> [Int] {
    guard let axes else { return Array(0..<rank) }
    let result = axes.map { normalized(axis: $0, for: operation) }.sorted()
    Tensor.require(
      zip(result, result.dropFirst()).allSatisfy { $0 != $1 },
      "\(operation): axes \(axes) name an axis of \(self) twice; give each once")
    return result
  }

  /// How many elements lie along `axes` together.
  package func extent(of axes: [Int]) -> Int { axes.reduce(1) { $0 * self[$1] } }

  /// The shape that remains when `axes` are reduced; they stay with length 1 if `keepingAxes`.
  public func reduced(axes: [Int]?, keepingAxes: Bool) -> Shape {
    let axes = normalized(axes: axes)
    if keepingAxes {
      return Shape(dimensions.indices.map { axes.contains($0) ? 1 : dimensions[$0] })
    }
    return Shape(dimensions.indices.filter { !axes.contains($0) }.map { dimensions[$0] })
  }
}

extension Shape: CustomStringConvertible {
  /// The axis lengths as a list, `[2, 3]`.
  public var description: String { dimensions.description }
}
