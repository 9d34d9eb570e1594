import GradusVectorKernels

/// A term of a sum over a row: `lanes` terms from a place on, written too if they are wanted.
///
/// A type and not a closure, which would be a call for every vector.
private protocol RowTerm {
  /// Whether the terms of a lane are as unequal as probabilities, so that what their sum's rounding
  /// loses counts.
  static var isCompensated: Bool { get }
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector
}

private enum Difference: RowTerm {
  static var isCompensated: Bool { false }
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    Tier.load(run.source + place, first: lanes) - Tier.Vector(repeating: run.shift)
  }
}

private enum SquaredDifference: RowTerm {
  static var isCompensated: Bool { false }
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    let distance = Difference.take(Tier.self, run, place, lanes)
    return distance * distance
  }
}

private enum Product: RowTerm {
  static var isCompensated: Bool { false }
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    Tier.load(run.source + place, first: lanes)
      * Tier.load(run.other.unsafelyUnwrapped + place, first: lanes)
  }
}

private enum ShiftedExponential: RowTerm {
  static var isCompensated: Bool { true }
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowSum<Tier.Scalar>, _ place: Int, _ lanes: Int
  ) -> Tier.Vector { Tier.exp(Difference.take(Tier.self, run, place, lanes)) }
}

private enum WrittenExponential: RowTerm {
  static var isCompensated: Bool { true }
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
    case .exponential where target == nil: add(Tier.self, ShiftedExponential.self)
    case .exponential: add(Tier.self, WrittenExponential.self)
    }
  }

  @inline(never)
  private func add<Tier: VectorTier, R: RowTerm>(_: Tier.Type, _: R.Type) where Tier.Scalar == T {
    var (total, place) = (0.0, 0)
    while place &+ Tier.lanes <= count {
      let end = min(place &+ 16 &* Tier.lanes, count)
      var (sums, lost) = (Tier.Vector.zero, Tier.Vector.zero)
      while place &+ Tier.lanes <= end {
        let term = R.take(Tier.self, self, place, Tier.lanes)
        let sum = sums + term
        if R.isCompensated {
          // Knuth, The Art of Computer Programming 2, 4.2.2, theorem B.
          let added = sum - sums
          lost += (sums - (sum - added)) + (term - added)
        }
        sums = sum
        place &+= Tier.lanes
      }
      for lane in 0..<Tier.lanes { total += Double(sums[lane]) }
      if R.isCompensated {
        for lane in 0..<Tier.lanes { total += Double(lost[lane]) }
      }
    }
    if place < count {
      let last = R.take(Tier.self, self, place, count &- place)
      for lane in 0..<count &- place { total += Double(last[lane]) }
    }
    sum[0] = total
  }
}
