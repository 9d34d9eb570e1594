import GradusVectorKernels

extension ColumnSum {
  /// Goes along the rows, as memory lies, and keeps the sums in the cache.
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    target.update(repeating: 0, count: columns)
    // A mask and no difference, so that the compiler knows that it is less than a vector.
    let rest = columns & (Tier.lanes &- 1)
    var row = 0
    while row &+ 4 <= rows {
      let (a, b) = (source + row &* stride, source + (row &+ 1) &* stride)
      let (c, d) = (source + (row &+ 2) &* stride, source + (row &+ 3) &* stride)
      var place = 0
      while place &+ Tier.lanes <= columns {
        addFour(Tier.self, a, b, c, d, place, Tier.lanes)
        place &+= Tier.lanes
      }
      if rest != 0 { addFour(Tier.self, a, b, c, d, place, rest) }
      row &+= 4
    }
    while row < rows {
      let x = source + row &* stride
      var place = 0
      while place &+ Tier.lanes <= columns {
        add(Tier.self, x, place, Tier.lanes)
        place &+= Tier.lanes
      }
      if rest != 0 { add(Tier.self, x, place, rest) }
      row &+= 1
    }
  }

  /// Adds `lanes` elements of a row.
  @inline(__always)
  private func add<Tier: VectorTier>(
    _: Tier.Type, _ x: UnsafePointer<T>, _ place: Int, _ lanes: Int
  ) where Tier.Scalar == T {
    Tier.store(
      Tier.load(target + place, first: lanes) + Tier.load(x + place, first: lanes),
      target + place, first: lanes)
  }

  /// Adds `lanes` elements of four rows.
  @inline(__always)
  private func addFour<Tier: VectorTier>(
    _: Tier.Type, _ a: UnsafePointer<T>, _ b: UnsafePointer<T>, _ c: UnsafePointer<T>,
    _ d: UnsafePointer<T>, _ place: Int, _ lanes: Int
  ) where Tier.Scalar == T {
    let pair = Tier.load(a + place, first: lanes) + Tier.load(b + place, first: lanes)
    let other = Tier.load(c + place, first: lanes) + Tier.load(d + place, first: lanes)
    Tier.store(
      Tier.load(target + place, first: lanes) + (pair + other), target + place, first: lanes)
  }
}
