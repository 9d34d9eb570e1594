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
    let usual = net().stem.weight.value.floats
    let others = [1, 1, 2].map { repetition in
      let other = net()
      OtherRounding.disturb(other, seed: 3, repetition: repetition)
      return other.stem.weight.value.floats
    }
    #expect(usual != others[0] && others[0] == others[1] && others[0] != others[2])
    for other in others {
      for (before, after) in zip(usual, other) {
        // Six deviations of 2⁻²⁰, and the rounding of the sum.
        #expect((after - before).magnitude <= 7e-6 * before.magnitude)
      }
    }
  }

  @Test func aRepetitionIsNamed() {
    let net = Subject.plain(32).withoutNorm
    #expect(net.withOtherRounding(1).rawValue == "plain-32, no norm, other rounding")
    #expect(net.withOtherRounding(2).rawValue == "plain-32, no norm, other rounding 2")
    #expect(net.withOtherRoundings.map(\.otherRounding) == [1, 2, 3] && net.otherRounding == nil)
  }
}
