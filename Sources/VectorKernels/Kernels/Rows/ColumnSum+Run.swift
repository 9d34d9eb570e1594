import GradusVectorKernels

extension ColumnSum {
  /// Goes along the rows, as memory lies, and keeps the sums in the cache.
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    target.update(repeating: 0, count: columns)
    var row = 0
    while row &+ 4 <= rows {
      let (a, b) = (source + row &* stride, source + (row &+ 1) &* stride)
      let (c, d) = (source + (row &+ 2) &* stride, source + (row &+ 3) &* stride)
      var place = 0
      while place &+ Tier.lanes <= columns {
        let pair = Tier.load(a + place) + Tier.load(b + place)
        let other = Tier.load(c + place) + Tier.load(d + place)
        Tier.store(Tier.load(target + place) + (pair + other), target + place)
        place &+= Tier.lanes
      }
      while place < columns {
        target[place] += (a[place] + b[place]) + (c[place] + d[place])
        place &+= 1
      }
      row &+= 4
    }
    while row < rows {
      let x = source + row &* stride
      var place = 0
      while place &+ Tier.lanes <= columns {
        Tier.store(Tier.load(target + place) + Tier.load(x + place), target + place)
        place &+= Tier.lanes
      }
      while place < columns {
        target[place] += x[place]
        place &+= 1
      }
      row &+= 1
    }
  }
}
