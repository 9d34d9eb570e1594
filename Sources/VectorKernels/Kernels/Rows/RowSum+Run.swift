import GradusVectorKernels

/// A term of a sum over one row: that of `lanes` elements from a place on.
///
/// A type and not a closure, which would be a call for every vector.
private protocol RowTerm {
  associatedtype Tier: VectorTier
  func take(_ place: Int, _ lanes: Int) -> Tier.Vector
}

private struct ElementTerm<Tier: VectorTier>: RowTerm {
  let x: UnsafePointer<Tier.Scalar>
  @inline(__always)
  func take(_ place: Int, _ lanes: Int) -> Tier.Vector { Tier.load(x + place, first: lanes) }
}

private struct ProductTerm<Tier: VectorTier>: RowTerm {
  let x: UnsafePointer<Tier.Scalar>, y: UnsafePointer<Tier.Scalar>
  @inline(__always)
  func take(_ place: Int, _ lanes: Int) -> Tier.Vector {
    Tier.load(x + place, first: lanes) * Tier.load(y + place, first: lanes)
  }
}

private struct SquareTerm<Tier: VectorTier>: RowTerm {
  let x: UnsafePointer<Tier.Scalar>, shift: Tier.Vector
  @inline(__always)
  func take(_ place: Int, _ lanes: Int) -> Tier.Vector {
    let distance = Tier.load(x + place, first: lanes) - shift
    return distance * distance
  }
}

private struct ExponentialTerm<Tier: VectorTier>: RowTerm {
  let x: UnsafePointer<Tier.Scalar>, shift: Tier.Vector
  @inline(__always)
  func take(_ place: Int, _ lanes: Int) -> Tier.Vector {
    Tier.exp(Tier.load(x + place, first: lanes) - shift)
  }
}

private struct WrittenExponentialTerm<Tier: VectorTier>: RowTerm {
  let term: ExponentialTerm<Tier>, target: UnsafeMutablePointer<Tier.Scalar>
  @inline(__always)
  func take(_ place: Int, _ lanes: Int) -> Tier.Vector {
    let value = term.take(place, lanes)
    Tier.store(value, target + place, first: lanes)
    return value
  }
}

extension RowSum {
  @inline(__always)
  func run<Tier: VectorTier, Wide: VectorTier>(_: Tier.Type, _: Wide.Type)
  where Tier.Scalar == T, Wide.Scalar == T {
    switch term {
    case .element:
      eachRow { sum(ElementTerm<Tier>(x: source + $1)) }
    case .product(let other):
      eachRow { sum(ProductTerm<Tier>(x: source + $1, y: other + $1)) }
    case .square(let shifts):
      eachRow { sum(SquareTerm<Tier>(x: source + $1, shift: Tier.Vector(repeating: shifts[$0]))) }
    case .exponential(let shifts, nil): exponentials(Tier.self, Wide.self, shifts)
    case .exponential(let shifts, let target?):
      exponentials(Tier.self, Wide.self, shifts, to: target)
    }
  }

  /// Not inlined: the compiler gives up on functions with too many loops.
  @inline(never)
  private func exponentials<Tier: VectorTier, Wide: VectorTier>(
    _: Tier.Type, _: Wide.Type, _ shifts: UnsafePointer<T>
  ) where Tier.Scalar == T, Wide.Scalar == T {
    eachRow {
      compensatedSum(
        ExponentialTerm<Wide>(x: source + $1, shift: Wide.Vector(repeating: shifts[$0])),
        ExponentialTerm<Tier>(x: source + $1, shift: Tier.Vector(repeating: shifts[$0])))
    }
  }

  @inline(never)
  private func exponentials<Tier: VectorTier, Wide: VectorTier>(
    _: Tier.Type, _: Wide.Type, _ shifts: UnsafePointer<T>, to target: UnsafeMutablePointer<T>
  ) where Tier.Scalar == T, Wide.Scalar == T {
    eachRow {
      compensatedSum(
        WrittenExponentialTerm(
          term: ExponentialTerm<Wide>(x: source + $1, shift: Wide.Vector(repeating: shifts[$0])),
          target: target + $1),
        WrittenExponentialTerm(
          term: ExponentialTerm<Tier>(x: source + $1, shift: Tier.Vector(repeating: shifts[$0])),
          target: target + $1))
    }
  }

  @inline(__always)
  private func eachRow(_ total: (_ row: Int, _ start: Int) -> Double) {
    for row in 0..<rows { sums[row] = total(row, row &* length) }
  }

  /// Four sums of sixteen terms in each lane, so that an addition need not wait for the one before.
  @inline(__always)
  private func sum<R: RowTerm>(_ term: R) -> Double where R.Tier.Scalar == T {
    let lanes = R.Tier.lanes
    var (total, place) = (0.0, 0)
    while place &+ 4 &* lanes <= length {
      let end = min(place &+ 64 &* lanes, length)
      var (a, b) = (R.Tier.Vector.zero, R.Tier.Vector.zero)
      var (c, d) = (R.Tier.Vector.zero, R.Tier.Vector.zero)
      while place &+ 4 &* lanes <= end {
        a += term.take(place, lanes)
        b += term.take(place &+ lanes, lanes)
        c += term.take(place &+ 2 &* lanes, lanes)
        d += term.take(place &+ 3 &* lanes, lanes)
        place &+= 4 &* lanes
      }
      total += R.Tier.total((a + b) + (c + d))
    }
    while place &+ lanes <= length {
      total += R.Tier.total(term.take(place, lanes))
      place &+= lanes
    }
    if place < length {
      let rest = length &- place
      total += R.Tier.total(term.take(place, rest), first: rest)
    }
    return total
  }

  /// A sum in each lane, and one of what its rounding loses (Knuth, The Art of Computer Programming 2,
  /// 4.2.2, theorem B): terms as unequal as probabilities need it. The term of wide vectors is summed as far
  /// as they go.
  @inline(__always)
  private func compensatedSum<W: RowTerm, R: RowTerm>(_ wide: W, _ rest: R) -> Double
  where W.Tier.Scalar == T, R.Tier.Scalar == T {
    let lanes = W.Tier.lanes
    var (total, place) = (0.0, 0)
    while place &+ lanes <= length {
      let end = min(place &+ 256 &* lanes, length)
      var (sums, lost) = (W.Tier.Vector.zero, W.Tier.Vector.zero)
      while place &+ lanes <= end {
        let value = wide.take(place, lanes)
        let sum = sums + value
        let added = sum - sums
        lost += (sums - (sum - added)) + (value - added)
        sums = sum
        place &+= lanes
      }
      total += W.Tier.total(sums) + W.Tier.total(lost)
    }
    while place < length {
      let count = min(R.Tier.lanes, length &- place)
      total += R.Tier.total(rest.take(place, count), first: count)
      place &+= count
    }
    return total
  }
}

extension VectorTier {
  /// The sum of a vector's lanes in double precision, in four chains.
  @inline(__always)
  fileprivate static func total(_ x: Vector) -> Double {
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var lane = 0
    while lane &+ 4 <= lanes {
      a += Double(x[lane])
      b += Double(x[lane &+ 1])
      c += Double(x[lane &+ 2])
      d += Double(x[lane &+ 3])
      lane &+= 4
    }
    while lane < lanes {
      a += Double(x[lane])
      lane &+= 1
    }
    return (a + c) + (b + d)
  }

  /// The same of the first lanes.
  @inline(__always)
  fileprivate static func total(_ x: Vector, first count: Int) -> Double {
    var sum = 0.0
    for lane in 0..<count { sum += Double(x[lane]) }
    return sum
  }
}
