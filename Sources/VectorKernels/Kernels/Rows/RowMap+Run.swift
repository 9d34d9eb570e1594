import GradusVectorKernels

/// What is written for the elements at a place.
///
/// A type and not a closure, which would be a call for every vector.
private protocol RowForm {
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowMap<Tier.Scalar>, _ x: Tier.Vector, _ place: Int, _ lanes: Int
  ) -> Tier.Vector
}

private enum Scaled: RowForm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowMap<Tier.Scalar>, _ x: Tier.Vector, _: Int, _: Int
  ) -> Tier.Vector { x * Tier.Vector(repeating: run.rate) }
}

private enum ShiftedTwice: RowForm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowMap<Tier.Scalar>, _ x: Tier.Vector, _: Int, _: Int
  ) -> Tier.Vector {
    (x - Tier.Vector(repeating: run.shift)) - Tier.Vector(repeating: run.rate)
  }
}

private enum Normalized: RowForm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowMap<Tier.Scalar>, _ x: Tier.Vector, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    var value = (x - Tier.Vector(repeating: run.shift)) * Tier.Vector(repeating: run.rate)
    if let scales = run.scales { value *= Tier.load(scales + place, first: lanes) }
    if let shifts = run.shifts { value += Tier.load(shifts + place, first: lanes) }
    return value
  }
}

private enum Weighted: RowForm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowMap<Tier.Scalar>, _ x: Tier.Vector, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    (x - Tier.Vector(repeating: run.shift))
      * Tier.load(run.other.unsafelyUnwrapped + place, first: lanes)
  }
}

private enum Reduced: RowForm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowMap<Tier.Scalar>, _ x: Tier.Vector, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    x - Tier.load(run.other.unsafelyUnwrapped + place, first: lanes)
      * Tier.Vector(repeating: run.rate)
  }
}

extension RowMap {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    switch form {
    case .scaled: write(Tier.self, Scaled.self)
    case .shifted: write(Tier.self, ShiftedTwice.self)
    case .normalized: write(Tier.self, Normalized.self)
    case .weighted: write(Tier.self, Weighted.self)
    case .reduced: write(Tier.self, Reduced.self)
    }
  }

  @inline(never)
  private func write<Tier: VectorTier, F: RowForm>(_: Tier.Type, _: F.Type)
  where Tier.Scalar == T {
    var place = 0
    while place &+ Tier.lanes <= count {
      let x = Tier.load(source + place)
      Tier.store(F.take(Tier.self, self, x, place, Tier.lanes), target + place)
      place &+= Tier.lanes
    }
    if place < count {
      let lanes = count &- place
      let x = Tier.load(source + place, first: lanes)
      Tier.store(F.take(Tier.self, self, x, place, lanes), target + place, first: lanes)
    }
  }
}
