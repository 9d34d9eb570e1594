import Gradus
import GradusClaims
import Testing

@testable import DegradationStudy

/// What stands for another processor's rounding changes last bits, and nothing but those.
@Suite struct OtherRoundingTests {
  @Test func onlyLastBitsChange() {
    func net() -> DeepMLP {
      DeepMLP(depth: 4, width: 8, inputs: 16, classes: 10, style: .plain)
        .initialize(.he, seed: 3)
    }
    let (usual, other, again) = (net(), net(), net())
    OtherRounding.disturb(other, seed: 3)
    OtherRounding.disturb(again, seed: 3)
    let weights = [usual, other, again].map { $0.stem.weight.value.floats }
    #expect(weights[0] != weights[1] && weights[1] == weights[2])
    for (before, after) in zip(weights[0], weights[1]) {
      // Six deviations of 2⁻²⁰, and the rounding of the sum.
      #expect((after - before).magnitude <= 7e-6 * before.magnitude)
    }
  }

  @Test func aRepetitionIsNamed() {
    let net = Subject.plain(32).withoutNorm
    #expect(net.withOtherRounding.rawValue == "plain-32, no norm, other rounding")
    #expect(net.withOtherRounding.hasOtherRounding && !net.hasOtherRounding)
  }
}
