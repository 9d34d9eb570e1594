import GradusVectorKernels

extension PlacedSum {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    var place = 0
    while place &+ Tier.lanes <= count {
      var sum = Tier.Vector.zero
      for index in 0..<offsets.count {
        let from = offsets[index] &+ place
        let number = Tier.Bits(
          repeating: Tier.Bits.Scalar(truncatingIfNeeded: numbers[index]))
        sum += Tier.kept(
          Tier.load(source + from), whereEqual: Tier.bytes(places + from), number)
      }
      Tier.store(sum, target + place)
      place &+= Tier.lanes
    }
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
}
