import GradusClaims

/// Claims about what might cure depth and leaves the net as it is.
extension DegradationClaims {
  var ablations: [Claim] {
    let remedies: [(name: String, apply: @Sendable (Subject) -> Subject)] = [
      ("clipped", { $0.withClipping }), ("with warm-up", { $0.withWarmUp }),
    ]
    return [
      Claim(
        28, "Clipping and warm-up are no cure",
        source: "Pascanu et al. 2013, §3.2; He et al. 2015, §4.2",
        statement:
          "Gradients of a bounded norm, or a rate that rises, leave the deep plain net behind "
          + "the shallow one and behind the residual one that is trained alike.",
        expected: "all gaps above 0", experiments: [.ablations],
        criteria: remedies.flatMap { remedy in
          [(plainNets.deep, plainNets.shallow), (plainNets.deep, residualNets.deep)].map {
            net, other in
            Criterion("training loss \(remedy.name), \(net) − \(other)", .positive) {
              $0.difference(.ablations, remedy.apply(net), minus: remedy.apply(other), .trainLoss)
            }
          }
        }),
      Claim(
        29, "Convolutions train from the identity", source: "Zagoruyko and Komodakis 2017",
        statement:
          "A deep convolutional net without shortcuts, with batch norm, trains to a lower loss "
          + "from Dirac filters than from He's start.",
        expected: "a difference above 0", experiments: [.withoutShortcuts, .convolutionalDepth],
        criteria: [
          Criterion("loss of \(plainNets.deep) from He's start − from the identity", .positive) {
            $0.difference(
              $0.value(.convolutionalDepth, plainNets.deep, .trainLoss),
              $0.value(.withoutShortcuts, plainNets.deep.starting(.identity), .trainLoss))
          }
        ]),
    ]
  }
}
