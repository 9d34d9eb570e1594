import GradusVectorKernels

/// What is written for `lanes` elements x of one row from a place on.
///
/// A type and not a closure, which would be a call for every vector.
private protocol RowForm {
  associatedtype Tier: VectorTier
  func take(_ x: Tier.Vector, _ place: Int, _ lanes: Int) -> Tier.Vector
}

private struct Scaled<Tier: VectorTier>: RowForm {
  let rate: Tier.Vector
  @inline(__always)
  func take(_ x: Tier.Vector, _: Int, _: Int) -> Tier.Vector { x * rate }
}

private struct ShiftedTwice<Tier: VectorTier>: RowForm {
  let first: Tier.Vector, second: Tier.Vector
  @inline(__always)
  func take(_ x: Tier.Vector, _: Int, _: Int) -> Tier.Vector { (x - first) - second }
}

private struct Normalized<Tier: VectorTier>: RowForm {
  let shift: Tier.Vector, rate: Tier.Vector
  let placeScales: UnsafePointer<Tier.Scalar>?, placeShifts: UnsafePointer<Tier.Scalar>?
  @inline(__always)
  func take(_ x: Tier.Vector, _ place: Int, _ lanes: Int) -> Tier.Vector {
    var value = (x - shift) * rate
    if let placeScales { value *= Tier.load(placeScales + place, first: lanes) }
    if let placeShifts { value += Tier.load(placeShifts + place, first: lanes) }
    return value
  }
}

private struct Weighted<Tier: VectorTier>: RowForm {
  let shift: Tier.Vector, other: UnsafePointer<Tier.Scalar>
  @inline(__always)
  func take(_ x: Tier.Vector, _ place: Int, _ lanes: Int) -> Tier.Vector {
    (x - shift) * Tier.load(other + place, first: lanes)
  }
}

private struct Reduced<Tier: VectorTier>: RowForm {
  let other: UnsafePointer<Tier.Scalar>, rate: Tier.Vector
  @inline(__always)
  func take(_ x: Tier.Vector, _ place: Int, _ lanes: Int) -> Tier.Vector {
    x - Tier.load(other + place, first: lanes) * rate
  }
}

extension RowMap {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    func all(_ numbers: UnsafePointer<T>, _ row: Int) -> Tier.Vector {
      Tier.Vector(repeating: numbers[row])
    }
    for row in 0..<rows {
      let start = row &* length
      switch form {
      case .scaled(let rates):
        write(start, Scaled<Tier>(rate: all(rates, row)))
      case .shifted(let first, let second):
        write(start, ShiftedTwice<Tier>(first: all(first, row), second: all(second, row)))
      case .normalized(let shifts, let rates, let placeScales, let placeShifts):
        write(
          start,
          Normalized<Tier>(
            shift: all(shifts, row), rate: all(rates, row), placeScales: placeScales,
            placeShifts: placeShifts))
      case .weighted(let shifts, let other):
        write(start, Weighted<Tier>(shift: all(shifts, row), other: other + start))
      case .reduced(let other, let rates):
        write(start, Reduced<Tier>(other: other + start, rate: all(rates, row)))
      }
    }
  }

  @inline(__always)
  private func write<F: RowForm>(_ start: Int, _ form: F) where F.Tier.Scalar == T {
    let (x, y, lanes) = (source + start, target + start, F.Tier.lanes)
    var place = 0
    while place &+ lanes <= length {
      F.Tier.store(form.take(F.Tier.load(x + place), place, lanes), y + place)
      place &+= lanes
    }
    if place < length {
      let rest = length &- place
      let value = form.take(F.Tier.load(x + place, first: rest), place, rest)
      F.Tier.store(value, y + place, first: rest)
    }
  }
}
