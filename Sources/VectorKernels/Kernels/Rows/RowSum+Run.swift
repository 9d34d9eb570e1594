import GradusVectorKernels

/// A term of a sum over a row: `lanes` terms from a place on, written too if they are wanted.
///
/// A type and not a closure, which would be a call for every vector.
private protocol RowTerm {
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector
}

private enum Difference: RowTerm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    Tier.load(run.source + place, first: lanes) - Tier.Vector(repeating: run.shift)
  }
}

private enum SquaredDifference: RowTerm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    let distance = Difference.take(Tier.self, run, place, lanes)
    return distance * distance
  }
}

private enum Product: RowTerm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    Tier.load(run.source + place, first: lanes)
      * Tier.load(run.other.unsafelyUnwrapped + place, first: lanes)
  }
}

private enum ShiftedExponential: RowTerm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector { Tier.exp(Difference.take(Tier.self, run, place, lanes)) }
}

private enum WrittenExponential: RowTerm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    let term = ShiftedExponential.take(Tier.self, run, place, lanes)
    Tier.store(term, run.target.unsafelyUnwrapped + place, first: lanes)
    return term
  }
}

extension RowSum {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    switch term {
    case .difference: add(Tier.self, Difference.self)
    case .square: add(Tier.self, SquaredDifference.self)
    case .product: add(Tier.self, Product.self)
    case .exponential where target == nil: addCompensated(Tier.self, ShiftedExponential.self)
    case .exponential: addCompensated(Tier.self, WrittenExponential.self)
    }
  }

  /// Four sums of sixteen terms in each lane, so that an addition need not wait for the one before.
  @inline(never)
  private func add<Tier: VectorTier, R: RowTerm>(_: Tier.Type, _: R.Type) where Tier.Scalar == T {
    var (total, place) = (0.0, 0)
    while place &+ 4 &* Tier.lanes <= count {
      let end = min(place &+ 64 &* Tier.lanes, count)
      var (a, b) = (Tier.Vector.zero, Tier.Vector.zero)
      var (c, d) = (Tier.Vector.zero, Tier.Vector.zero)
      while place &+ 4 &* Tier.lanes <= end {
        a += R.take(Tier.self, self, place, Tier.lanes)
        b += R.take(Tier.self, self, place &+ Tier.lanes, Tier.lanes)
        c += R.take(Tier.self, self, place &+ 2 &* Tier.lanes, Tier.lanes)
        d += R.take(Tier.self, self, place &+ 3 &* Tier.lanes, Tier.lanes)
        place &+= 4 &* Tier.lanes
      }
      total += Tier.total((a + b) + (c + d), first: Tier.lanes)
    }
    while place < count {
      let lanes = min(Tier.lanes, count &- place)
      total += Tier.total(R.take(Tier.self, self, place, lanes), first: lanes)
      place &+= lanes
    }
    sum[0] = total
  }

  /// A sum in each lane, and one of what its rounding loses (Knuth, The Art of Computer Programming 2,
  /// 4.2.2, theorem B): terms as unequal as probabilities need it.
  @inline(never)
  private func addCompensated<Tier: VectorTier, R: RowTerm>(_: Tier.Type, _: R.Type)
  where Tier.Scalar == T {
    var (total, place) = (0.0, 0)
    while place &+ Tier.lanes <= count {
      let end = min(place &+ 256 &* Tier.lanes, count)
      var (sums, lost) = (Tier.Vector.zero, Tier.Vector.zero)
      while place &+ Tier.lanes <= end {
        let term = R.take(Tier.self, self, place, Tier.lanes)
        let sum = sums + term
        let added = sum - sums
        lost += (sums - (sum - added)) + (term - added)
        sums = sum
        place &+= Tier.lanes
      }
      total += Tier.total(sums, first: Tier.lanes) + Tier.total(lost, first: Tier.lanes)
    }
    if place < count {
      let lanes = count &- place
      total += Tier.total(R.take(Tier.self, self, place, lanes), first: lanes)
    }
    sum[0] = total
  }
}

extension VectorTier {
  /// The sum of the first lanes of a vector, in double precision.
  @inline(__always)
  fileprivate static func total(_ x: Vector, first lanes: Int) -> Double {
    var sum = 0.0
    for lane in 0..<lanes { sum += Double(x[lane]) }
    return sum
  }
}
