import GradusVectorKernels

/// The better of two elements, in each lane.
private protocol Choice {
  static func better<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ other: Tier.Vector
  ) -> Tier.Vector
  static func better<T: VectorScalar>(_ x: T, _ other: T) -> T
}

private enum Greatest: Choice {
  @inline(__always)
  static func better<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ other: Tier.Vector
  ) -> Tier.Vector { Tier.greater(x, other) }
  @inline(__always)
  static func better<T: VectorScalar>(_ x: T, _ other: T) -> T {
    other <= x || x != x ? x : other
  }
}

private enum Least: Choice {
  @inline(__always)
  static func better<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ other: Tier.Vector
  ) -> Tier.Vector { Tier.lesser(x, other) }
  @inline(__always)
  static func better<T: VectorScalar>(_ x: T, _ other: T) -> T {
    other >= x || x != x ? x : other
  }
}

extension ExtremeRun {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    switch (columnStride, isGreatest) {
    case (nil, true): rows(Tier.self, Greatest.self)
    case (nil, false): rows(Tier.self, Least.self)
    case (let stride?, true): columns(Tier.self, Greatest.self, stride)
    case (let stride?, false): columns(Tier.self, Least.self, stride)
    }
  }

  @inline(never)
  private func rows<Tier: VectorTier, C: Choice>(_: Tier.Type, _: C.Type) where Tier.Scalar == T {
    for row in 0..<count {
      let x = source + row &* length
      var (best, place) = (x[0], 0)
      if length >= 4 &* Tier.lanes {
        var (a, b) = (Tier.load(x), Tier.load(x + Tier.lanes))
        var (c, d) = (Tier.load(x + 2 &* Tier.lanes), Tier.load(x + 3 &* Tier.lanes))
        place = 4 &* Tier.lanes
        while place &+ 4 &* Tier.lanes <= length {
          let from = x + place
          a = C.better(Tier.self, a, Tier.load(from))
          b = C.better(Tier.self, b, Tier.load(from + Tier.lanes))
          c = C.better(Tier.self, c, Tier.load(from + 2 &* Tier.lanes))
          d = C.better(Tier.self, d, Tier.load(from + 3 &* Tier.lanes))
          place &+= 4 &* Tier.lanes
        }
        while place &+ Tier.lanes <= length {
          a = C.better(Tier.self, a, Tier.load(x + place))
          place &+= Tier.lanes
        }
        // The last vector meets some elements again, which changes nothing.
        b = C.better(Tier.self, b, Tier.load(x + (length &- Tier.lanes)))
        place = length
        let all = C.better(Tier.self, C.better(Tier.self, a, b), C.better(Tier.self, c, d))
        for lane in 0..<Tier.lanes { best = C.better(best, all[lane]) }
      }
      while place < length {
        best = C.better(best, x[place])
        place &+= 1
      }
      target[row] = best
    }
  }

  @inline(never)
  private func columns<Tier: VectorTier, C: Choice>(_: Tier.Type, _: C.Type, _ stride: Int)
  where Tier.Scalar == T {
    var place = 0
    while place &+ 4 &* Tier.lanes <= count {
      var from = source + place
      var (a, b) = (Tier.load(from), Tier.load(from + Tier.lanes))
      var (c, d) = (Tier.load(from + 2 &* Tier.lanes), Tier.load(from + 3 &* Tier.lanes))
      for _ in 1..<max(1, length) {
        from += stride
        a = C.better(Tier.self, a, Tier.load(from))
        b = C.better(Tier.self, b, Tier.load(from + Tier.lanes))
        c = C.better(Tier.self, c, Tier.load(from + 2 &* Tier.lanes))
        d = C.better(Tier.self, d, Tier.load(from + 3 &* Tier.lanes))
      }
      Tier.store(a, target + place)
      Tier.store(b, target + place + Tier.lanes)
      Tier.store(c, target + place + 2 &* Tier.lanes)
      Tier.store(d, target + place + 3 &* Tier.lanes)
      place &+= 4 &* Tier.lanes
    }
    while place < count {
      let lanes = min(Tier.lanes, count &- place)
      var from = source + place
      var best = Tier.load(from, first: lanes)
      for _ in 1..<max(1, length) {
        from += stride
        best = C.better(Tier.self, best, Tier.load(from, first: lanes))
      }
      Tier.store(best, target + place, first: lanes)
      place &+= lanes
    }
  }
}
