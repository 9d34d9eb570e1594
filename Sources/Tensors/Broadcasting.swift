extension Shape {
  /// The common shape of two operands under NumPy's broadcasting rule, or nil where there is none.
  ///
  /// Axes are matched from the last; a missing axis or one of length 1 is repeated.
  public func broadcast(with other: Shape) -> Shape? {
    if self == other { return self }
    let rank = max(self.rank, other.rank)
    var result = [Int](repeating: 1, count: rank)
    for offset in 1...max(rank, 1) where offset <= rank {
      let a = offset <= self.rank ? dimensions[self.rank - offset] : 1
      let b = offset <= other.rank ? other.dimensions[other.rank - offset] : 1
      guard a == b || a == 1 || b == 1 else { return nil }
      result[rank - offset] = a == 1 ? b : a
    }
    return Shape(result)
  }

  /// Whether a tensor of this shape can be repeated to fill `target`.
  public func broadcasts(to target: Shape) -> Bool { broadcast(with: target) == target }

  /// The axes of `target` along which a tensor of this shape is repeated.
  ///
  /// Summing over them is the transpose of broadcasting.
  public func repeatedAxes(in target: Shape) -> [Int] {
    let missing = target.rank - rank
    return target.dimensions.indices.filter { axis in
      axis < missing || (dimensions[axis - missing] == 1 && target.dimensions[axis] != 1)
    }
  }

  /// Strides that walk a tensor of this shape as if it had shape `target`: 0 where it repeats.
  func broadcastStrides(to target: Shape) -> [Int] {
    let missing = target.rank - rank
    let own = strides
    return target.dimensions.indices.map { axis in
      axis < missing || dimensions[axis - missing] == 1 ? 0 : own[axis - missing]
    }
  }
}
