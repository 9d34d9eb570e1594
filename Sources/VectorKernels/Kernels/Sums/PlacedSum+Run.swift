import GradusVectorKernels

extension PlacedSum {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    var place = 0
    while place &+ Tier.lanes <= count {
      vector(Tier.self, place)
      place &+= Tier.lanes
    }
    // Sums are written, not added, so the last ones may overlap those before.
    if place < count, count >= Tier.lanes { return vector(Tier.self, count &- Tier.lanes) }
    while place < count {
      var sum = T.zero
      for index in 0..<offsets.count {
        let from = offsets[index] &+ place
        sum += places[from] == numbers[index] ? source[from] : 0
      }
      target[place] = sum
      place &+= 1
    }
  }

  @inline(__always)
  private func vector<Tier: VectorTier>(_: Tier.Type, _ place: Int) where Tier.Scalar == T {
    var sum = Tier.Vector.zero
    for index in 0..<offsets.count {
      let from = offsets[index] &+ place
      let number = Tier.Bits(repeating: Tier.Bits.Scalar(truncatingIfNeeded: numbers[index]))
      sum += Tier.kept(Tier.load(source + from), whereEqual: Tier.bytes(places + from), number)
    }
    Tier.store(sum, target + place)
  }
}
