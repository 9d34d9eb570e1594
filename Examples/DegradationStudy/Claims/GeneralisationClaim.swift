import GradusClaims

extension DegradationClaims {
  /// The number of the claim that must fail on noise.
  static let generalisation = 27

  /// What every training here takes for granted, and what noise with random labels must refute.
  var generalisation: Claim {
    Claim(
      Self.generalisation, "What is learnt generalises",
      source: "Zhang et al. 2017, §2.2 (control)",
      statement: "Shallow nets answer more test images rightly than who always names the most "
        + "frequent class: true of images that say what they show, and never of random labels.",
      expected: "supported on images, not on noise", experiments: [.fullyConnectedDepth],
      criteria: [plainMLPs.shallow, residualMLPs.shallow].map { net in
        Criterion("test accuracy above chance, \(net)", .positive) {
          $0.value(.fullyConnectedDepth, net, .accuracyAboveChance)
        }
      })
  }
}
