import GradusClaims

/// Claims that a reviewer of the others would ask for: which of two parts does it, whether the rate
/// does, and when.
extension DegradationClaims {
  var controls: [Claim] { [normAndShortcut, ownRates, rewind] }

  private var normAndShortcut: Claim {
    let (plain, residual) = (plainNets.deep, residualNets.deep)
    let zero = residual.withSkipInit
    @Sendable func loss(_ seed: SeedEvidence, _ net: Subject) -> Double? {
      seed.value(.normAndShortcut, net, .trainLoss)
    }
    return Claim(
      30, "Shortcuts help with norm and without", source: "De and Smith 2020, §3 and §4",
      statement:
        "A deep net trains to a lower loss with shortcuts than without, with batch norm and "
        + "without it; without it the branches must start at zero, and from He's start such a net "
        + "diverges or does worse.",
      expected: "differences above 0, each net at its own best rate",
      experiments: [.normAndShortcut],
      criteria: [
        Criterion("training loss with batch norm, \(plain) − \(residual)", .positive) {
          $0.difference(loss($0, plain), loss($0, residual))
        },
        Criterion("training loss without, \(plain) − \(residual), branches from zero", .positive) {
          $0.difference(loss($0, plain.withoutNorm), loss($0, zero))
        },
        .always(
          "\(residual) without norm from He's start diverges or ends above branches from zero"
        ) {
          seed in
          let record = seed.all.measurement(
            .normAndShortcut, residual.withoutNorm, seed: seed.seed)
          if record?.diverged == true { return true }
          return seed.difference(loss(seed, residual.withoutNorm), loss(seed, zero)).map { $0 > 0 }
        },
      ])
  }

  private var ownRates: Claim {
    Claim(
      31, "It is not the rate of convolutions either", source: "He et al. 2015, §4.2 (control)",
      statement:
        "With every convolutional net at its own best learning rate of a grid, depth still "
        + "raises the loss of plain nets, and more than that of residual ones.",
      expected: "both differences above 0", experiments: [.normAndShortcut],
      criteria: [
        Criterion(
          "training loss at best rates, \(plainNets.deep) − \(plainNets.shallow)", .positive
        ) { $0.rise(.normAndShortcut, plainNets, .trainLoss) },
        Criterion("difference of differences at best rates", .positive) {
          $0.interaction(.normAndShortcut, plainNets, residualNets, nil)
        },
      ])
  }

  private var rewind: Claim {
    let net = plainNets.deep
    return Claim(
      32, "The start is what loses plain nets", source: "claims 9 and 29 (control)",
      statement: "A deep plain net whose filters are replaced by the identity on the way, with new "
        + "batch norms, trains to a lower loss than when left alone, and than with others drawn anew as "
        + "a control: no early step has lost the net for good.",
      expected: "all differences above 0", experiments: [.rewind, .convolutionalDepth],
      criteria: Rewind(scale: scale).moments.flatMap { moment in
        let saved = net.replaced(by: .identity, at: moment)
        return [
          Criterion("loss left alone − identity from step \(moment)", .positive) {
            $0.difference(
              $0.value(.convolutionalDepth, net, .trainLoss), $0.value(.rewind, saved, .trainLoss))
          },
          Criterion("loss drawn anew − identity from step \(moment)", .positive) {
            $0.difference(
              .rewind, net.replaced(by: .he, at: moment), minus: saved, .trainLoss)
          },
        ]
      })
  }
}
