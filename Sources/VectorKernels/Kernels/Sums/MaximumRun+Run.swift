import GradusVectorKernels

extension MaximumRun {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    if let places {
      run(Tier.self, places)
    } else {
      runAlone(Tier.self)
    }
  }

  @inline(__always)
  private func run<Tier: VectorTier>(_: Tier.Type, _ places: Places) where Tier.Scalar == T {
    var place = 0
    while place &+ Tier.lanes <= count {
      vector(Tier.self, places, place)
      place &+= Tier.lanes
    }
    // Maxima may be written twice.
    if place < count, count >= Tier.lanes { return vector(Tier.self, places, count &- Tier.lanes) }
    while place < count {
      var (best, number) = (source[offsets[0] + place], places.numbers[0])
      for index in 1..<max(1, offsets.count) {
        let value = source[offsets[index] + place]
        if !(value <= best), best == best { (best, number) = (value, places.numbers[index]) }
      }
      (target[place], places.target[place]) = (best, number)
      place &+= 1
    }
  }

  @inline(__always)
  private func vector<Tier: VectorTier>(_: Tier.Type, _ places: Places, _ place: Int)
  where Tier.Scalar == T {
    var best = (Tier.load(source + offsets[0] + place), Self.number(Tier.self, places, 0))
    for index in 1..<max(1, offsets.count) {
      best = Tier.greater(
        best, (Tier.load(source + offsets[index] + place), Self.number(Tier.self, places, index)))
    }
    Tier.store(best.0, target + place)
    Tier.storeBytes(best.1, places.target + place)
  }

  @inline(__always)
  private static func number<Tier: VectorTier>(
    _: Tier.Type, _ places: Places, _ index: Int
  ) -> Tier.Bits where Tier.Scalar == T {
    Tier.Bits(repeating: Tier.Bits.Scalar(truncatingIfNeeded: places.numbers[index]))
  }

  @inline(__always)
  private func runAlone<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    var place = 0
    while place &+ 4 &* Tier.lanes <= count {
      var best = (
        Tier.load(source + offsets[0] + place),
        Tier.load(source + offsets[0] + place + Tier.lanes),
        Tier.load(source + offsets[0] + place + 2 &* Tier.lanes),
        Tier.load(source + offsets[0] + place + 3 &* Tier.lanes)
      )
      for index in 1..<max(1, offsets.count) {
        let from = source + offsets[index] + place
        best.0 = Tier.greater(best.0, Tier.load(from))
        best.1 = Tier.greater(best.1, Tier.load(from + Tier.lanes))
        best.2 = Tier.greater(best.2, Tier.load(from + 2 &* Tier.lanes))
        best.3 = Tier.greater(best.3, Tier.load(from + 3 &* Tier.lanes))
      }
      Tier.store(best.0, target + place)
      Tier.store(best.1, target + place + Tier.lanes)
      Tier.store(best.2, target + place + 2 &* Tier.lanes)
      Tier.store(best.3, target + place + 3 &* Tier.lanes)
      place &+= 4 &* Tier.lanes
    }
    while place < count {
      let lanes = min(Tier.lanes, count &- place)
      var best = Tier.load(source + offsets[0] + place, first: lanes)
      for index in 1..<max(1, offsets.count) {
        best = Tier.greater(best, Tier.load(source + offsets[index] + place, first: lanes))
      }
      Tier.store(best, target + place, first: lanes)
      place &+= lanes
    }
  }
}
