import GradusClaims

extension Claim {
  /// What the lecture and the paper say of GoogLeNet's heads.
  static func auxiliaryHeads(_ number: Int, source: String, _ scale: ExperimentScale) -> Claim {
    Claim(
      number, "Auxiliary heads feed early layers", source: source,
      statement: "Trained by the gradient from its end alone GoogLeNet hardly starts; two heads on "
        + "the way raise the gradient that reaches its stem, and it trains to a lower loss.",
      expected: "at least 1.5 times the gradient before the first step; a lower loss after "
        + "\(scale.headSteps) steps",
      experiments: [.auxiliaryHeads],
      criteria: [
        Criterion("stem gradient with heads / without, step 0", .atLeast(1.5), .logarithmic) {
          $0.ratio(.auxiliaryHeads, .withHeads, over: .withoutHeads, .stemGradient)
        },
        Criterion("training loss without heads − with, step \(scale.headSteps)", .positive) {
          $0.difference(.auxiliaryHeads, .withoutHeads, minus: .withHeads, .trainLoss)
        },
      ])
  }
}
