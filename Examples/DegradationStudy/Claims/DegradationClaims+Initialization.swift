import Foundation
import GradusClaims
import GradusInsight

/// Claims about nets before the first step.
extension DegradationClaims {
  var initialization: [Claim] {
    let stacks = ExperimentName.fullyConnectedInitialization
    let nets = ExperimentName.convolutionalInitialization
    let depths = scale.initialDepths
    return [
      Claim(
        1, "He's start keeps gradients", source: "He et al. 2015 (Delving deep), §2.2",
        statement: "With weights of variance 2/n a rectified net without batch norm keeps the "
          + "gradient's norm; with 1/n it shrinks by √½ a layer.",
        expected: "0.996 and 0.706 a layer", experiments: [stacks],
        criteria: [
          Criterion("growth a layer, variance 2/n", .within(0.98...1.02)) {
            $0.value(stacks, .stack(.plain), .backwardFactor)
          },
          Criterion("growth a layer, variance 1/n", .within(0.69...0.72)) {
            $0.value(stacks, .stack(.plainHalved), .backwardFactor)
          },
        ]),
      Claim(
        2, "Batch norm explodes plain gradients", source: "Yang et al. 2019; Luther 2020",
        statement: "At initialisation batch norm itself makes gradients grow by √(π/(π−1)) = 1.21 "
          + "a layer towards the input.",
        expected: "1.21 a layer; a first/last ratio of 1.45×10³ in plain-56",
        experiments: [stacks, nets],
        criteria: [
          Criterion("growth a layer, fully connected", .within(1.17...1.27)) {
            $0.value(stacks, .stack(.plainBatchNorm), .backwardFactor)
          },
          Criterion("R² of the logarithm against depth", .atLeast(0.98)) {
            $0.value(stacks, .stack(.plainBatchNorm), .backwardR2)
          },
          Criterion(
            "first/last weight gradient, plain-\(depths[1])", .atLeast(100), .logarithmic
          ) { $0.value(nets, .plain(depths[1]), .gradientRatio) },
        ]),
      Claim(
        3, "Larger batches explode less", source: "Luther 2020; Yang et al. 2019",
        statement: "The growth rate of plain nets with batch norm falls with the batch size.",
        expected: "1.256, 1.222, 1.205, 1.195 for 16, 64, 256, 1024", experiments: [stacks],
        criteria: zip(scale.stackBatches, scale.stackBatches.dropFirst()).map { small, large in
          Criterion("growth at batch \(small) minus at \(large)", .positive) { seed in
            seed.difference(
              seed.value(stacks, normalizedStack(small), .backwardFactor),
              seed.value(stacks, normalizedStack(large), .backwardFactor))
          }
        }),
      Claim(
        4, "Residual growth is sub-exponential",
        source: "Yang and Schoenholz 2017; De and Smith 2020",
        statement: "With shortcuts and batch norm the gradient grows as a power of the depth.",
        expected: "ratio(110)/ratio(20) of 7 where plain nets reach 4×10⁵", experiments: [nets],
        criteria: [
          Criterion(
            "ratio(\(depths[2])) / ratio(\(depths[0])), residual", .atMost(15), .logarithmic
          ) {
            $0.ratio(
              nets, .residual(depths[2]), over: .residual(depths[0]), .gradientRatio)
          },
          Criterion(
            "ratio(\(depths[2])) / ratio(\(depths[0])), plain", .atLeast(1e4), .logarithmic
          ) { $0.ratio(nets, .plain(depths[2]), over: .plain(depths[0]), .gradientRatio) },
          Criterion("curvature of the residual log-ratio, downwards", .positive) { seed in
            seed.difference(
              seed.logSlope(nets, depths[0], depths[1]),
              seed.logSlope(nets, depths[1], depths[2]))
          },
        ]),
      Claim(
        5, "Residual nets without norm explode", source: "Zhang et al. 2019; De and Smith 2020",
        statement: "Without batch norm each residual unit multiplies signal and gradient by √2; a "
          + "branch that starts at zero cures it.",
        expected: "1.40 forward, 1.41 backward; 1.00 with SkipInit", experiments: [stacks],
        criteria: [
          Criterion("gradient growth a unit", .within(1.38...1.45)) {
            $0.value(stacks, .stack(.residual), .backwardFactor)
          },
          Criterion("signal growth a unit", .within(1.38...1.45)) {
            $0.value(stacks, .stack(.residual), .forwardFactor)
          },
          Criterion("gradient growth a unit, SkipInit", .within(0.99...1.01)) {
            $0.value(stacks, .stack(.residualSkipInit), .backwardFactor)
          },
        ]),
      Claim(
        6, "Batch norm makes blocks near-identities", source: "De and Smith 2020, §2",
        statement: "The variance on the skip path grows linearly with depth, so a normalised "
          + "branch is a share 1/l of it.",
        expected: "a straight line; exponent −1", experiments: [stacks],
        criteria: [
          Criterion("R² of the variance against depth", .atLeast(0.95)) {
            $0.value(stacks, .stack(.residualBatchNorm), .varianceR2)
          },
          Criterion("exponent of branch/skip variance in l", .within(-1.15 ... -0.85)) {
            $0.value(stacks, .stack(.residualBatchNorm), .branchShareExponent)
          },
        ]),
      .auxiliaryHeads(24, source: "Szegedy et al. 2014, §5", scale),
    ]
  }

  private func normalizedStack(_ batch: Int) -> Subject {
    let usual = scale.stackBatches.dropLast().last ?? scale.stackBatches[0]
    return .stack(.plainBatchNorm, batch: batch == usual ? nil : batch)
  }
}

extension SeedEvidence {
  /// The growth of the logarithm of a residual net's gradient ratio for each layer between two depths.
  func logSlope(_ experiment: ExperimentName, _ shallow: Int, _ deep: Int) -> Double? {
    ratio(experiment, .residual(deep), over: .residual(shallow), .gradientRatio)
      .map { log($0) / Double(deep - shallow) }
  }
}
