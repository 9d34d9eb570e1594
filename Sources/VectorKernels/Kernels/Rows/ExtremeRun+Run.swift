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
      target[row] =
        length < Tier.lanes ? shortRow(C.self, x) : longRow(Tier.self, C.self, x)
    }
  }

  @inline(__always)
  private func shortRow<C: Choice>(_: C.Type, _ x: UnsafePointer<T>) -> T {
    var best = x[0]
    for place in 1..<max(1, length) { best = C.better(best, x[place]) }
    return best
  }

  /// Of at least one vector.
  @inline(__always)
  private func longRow<Tier: VectorTier, C: Choice>(
    _: Tier.Type, _: C.Type, _ x: UnsafePointer<T>
  ) -> T where Tier.Scalar == T {
    var (a, place) = (Tier.load(x), Tier.lanes)
    if length >= 5 &* Tier.lanes {
      var (b, c, d) = (a, a, a)
      while place &+ 4 &* Tier.lanes <= length {
        let from = x + place
        a = C.better(Tier.self, a, Tier.load(from))
        b = C.better(Tier.self, b, Tier.load(from + Tier.lanes))
        c = C.better(Tier.self, c, Tier.load(from + 2 &* Tier.lanes))
        d = C.better(Tier.self, d, Tier.load(from + 3 &* Tier.lanes))
        place &+= 4 &* Tier.lanes
      }
      a = C.better(Tier.self, C.better(Tier.self, a, b), C.better(Tier.self, c, d))
    }
    while place &+ Tier.lanes <= length {
      a = C.better(Tier.self, a, Tier.load(x + place))
      place &+= Tier.lanes
    }
    if place < length {
      // It meets some elements again, which changes nothing: which zero of two is found is left open.
      a = C.better(Tier.self, a, Tier.load(x + (length &- Tier.lanes)))
    }
    var best = a[0]
    for lane in 1..<Tier.lanes { best = C.better(best, a[lane]) }
    return best
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
