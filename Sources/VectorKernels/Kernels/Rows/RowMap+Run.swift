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

private enum Standardized: RowForm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowMap<Tier.Scalar>, _ x: Tier.Vector, _: Int, _: Int
  ) -> Tier.Vector {
    (x - Tier.Vector(repeating: run.shift)) * Tier.Vector(repeating: run.rate)
  }
}

private enum StandardizedAndScaled: RowForm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowMap<Tier.Scalar>, _ x: Tier.Vector, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    Standardized.take(Tier.self, run, x, place, lanes)
      * Tier.load(run.scales.unsafelyUnwrapped + place, first: lanes)
  }
}

private enum StandardizedAndShifted: RowForm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowMap<Tier.Scalar>, _ x: Tier.Vector, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    Standardized.take(Tier.self, run, x, place, lanes)
      + Tier.load(run.shifts.unsafelyUnwrapped + place, first: lanes)
  }
}

private enum Normalized: RowForm {
  @inline(__always)
  static func take<Tier: VectorTier>(
    _: Tier.Type, _ run: RowMap<Tier.Scalar>, _ x: Tier.Vector, _ place: Int, _ lanes: Int
  ) -> Tier.Vector {
    StandardizedAndScaled.take(Tier.self, run, x, place, lanes)
      + Tier.load(run.shifts.unsafelyUnwrapped + place, first: lanes)
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
    switch (form, scales == nil, shifts == nil) {
    case (.scaled, _, _): write(Tier.self, Scaled.self)
    case (.shifted, _, _): write(Tier.self, ShiftedTwice.self)
    case (.weighted, _, _): write(Tier.self, Weighted.self)
    case (.reduced, _, _): write(Tier.self, Reduced.self)
    case (.normalized, true, true): write(Tier.self, Standardized.self)
    case (.normalized, false, true): write(Tier.self, StandardizedAndScaled.self)
    case (.normalized, true, false): write(Tier.self, StandardizedAndShifted.self)
    case (.normalized, false, false): write(Tier.self, Normalized.self)
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
