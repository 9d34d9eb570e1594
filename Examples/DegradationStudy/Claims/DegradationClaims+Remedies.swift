import GradusClaims

/// Claims about what makes deep plain nets trainable.
extension DegradationClaims {
  var remedies: [Claim] {
    let deep = plainMLPs.deep
    return [
      Claim(
        15, "A deep net can copy a shallow one", source: "He et al. 2015, §1",
        statement: "A trained plain-\(scale.convolutionalDepths[0]) grows into a deep plain net of "
          + "equal loss, and trains on to where the deep net from scratch does not get.",
        expected: "losses equal to 10⁻⁴; below scratch afterwards",
        experiments: [.identityEmbedding, .convolutionalDepth],
        criteria: [
          Criterion("loss of \(plainNets.deep) from scratch − grown", .positive) { seed in
            seed.difference(
              seed.value(.convolutionalDepth, plainNets.deep, .trainLoss),
              seed.value(.identityEmbedding, grown, .trainLoss))
          },
          .always("loss when grown equals the shallow net's to 10⁻⁴") { seed in
            seed.difference(
              seed.value(.identityEmbedding, grown, .lossWhenGrown),
              seed.value(.identityEmbedding, grown, .lossOfShallowNet)
            ).map { $0.magnitude <= 1e-4 }
          },
        ]),
      Claim(
        16, "Depth trains from the identity", source: "Zagoruyko and Komodakis 2017; Balduzzi 2017",
        statement: "A deep net without shortcuts whose weights start at the identity trains about "
          + "as well as a residual one.",
        expected: "0.39–0.42 without batch norm where the residual net has 0.49–0.55",
        experiments: [.identityInitialization, .fullyConnectedDepth],
        criteria: [
          Criterion("loss of \(deep) from the identity − residual", .atMost(0.2)) { seed in
            seed.difference(
              seed.value(
                .identityInitialization, deep.starting(.identity).withoutNorm, .trainLoss),
              residualLoss(seed))
          },
          Criterion("loss of \(deep) from He's start − from the identity", .positive) { seed in
            seed.difference(
              seed.curve(.fullyConnectedDepth, deep, .trainLoss)?
                .value(at: Double(scale.mlpSteps)),
              seed.value(
                .identityInitialization, deep.starting(.identity).withoutNorm, .trainLoss))
          },
        ]),
      Claim(
        23, "Width eases depth", source: "Li et al. 2018, §5; Zagoruyko and Komodakis 2016",
        statement: "At \(WidthGap.factor) times the width the deep plain net lags the shallow one "
          + "by less than half as much.",
        expected: "below 0.5", experiments: [.width, .convolutionalDepth],
        criteria: [
          Criterion("gap at 1× / 2 − gap at \(WidthGap.factor)×", .positive) { seed in
            seed.difference(
              seed.rise(.convolutionalDepth, plainNets, .trainLoss).map { $0 / 2 },
              seed.rise(.width, plainNets, .trainLoss))
          }
        ]),
    ]
  }

  private var grown: Subject { plainNets.deep.grown(from: plainNets.shallow) }

  private func residualLoss(_ seed: SeedEvidence) -> Double? {
    seed.curve(.fullyConnectedDepth, residualMLPs.deep, .trainLoss)?
      .value(at: Double(scale.mlpSteps))
  }
}
