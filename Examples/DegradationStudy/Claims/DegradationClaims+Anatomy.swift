import GradusClaims

/// Claims about what trained and random nets look like inside.
extension DegradationClaims {
  var anatomy: [Claim] {
    [
      Claim(
        10, "Gradients shatter in plain nets", source: "Balduzzi et al. 2017, §3",
        statement: "The correlation of input gradients between examples falls as 2⁻ᴸ in plain nets "
          + "with batch norm, as a power of L in residual ones.",
        expected: "slope −1 of log₂ against L; exponent about −0.6", experiments: [.shattering],
        criteria: [
          Criterion("slope of log₂ correlation, plain", .within(-1.15 ... -0.85)) {
            $0.value(.shattering, .plainStack, .exponentialSlope)
          },
          Criterion("exponent of the correlation, residual", .within(-0.9 ... -0.3)) {
            $0.value(.shattering, .residualStack, .powerSlope)
          },
        ]),
      Claim(
        11, "Plain gradients are white noise", source: "Balduzzi et al. 2017, §2, Fig. 1",
        statement:
          "Along a line of inputs the gradient of a deep plain net has no autocorrelation, "
          + "that of a deeper residual net does.",
        expected: "−0.03 at 24 layers; 0.85 at 50 with shortcuts", experiments: [.whiteness],
        criteria: [
          Criterion("lag-1 autocorrelation, plain, 24 layers", .within(-0.15...0.15)) {
            $0.value(.whiteness, .plain(24), .autocorrelation)
          },
          Criterion("lag-1 autocorrelation, residual, 50 layers", .atLeast(0.5)) {
            $0.value(.whiteness, .residual(50), .autocorrelation)
          },
        ]),
      Claim(
        17, "Residual responses are smaller", source: "He et al. 2015, §4.2, Fig. 7",
        statement: "In trained nets the layers of residual nets respond less than those of plain "
          + "ones, and less the deeper the net.",
        expected: "ResNet below plain; ResNet-56 below ResNet-20; all 1 before training",
        experiments: [.convolutionalDepth, .convolutionalInitialization],
        criteria: [
          Criterion("median deviation, \(plainNets.deep) − \(residualNets.deep)", .positive) {
            $0.difference(
              .convolutionalDepth, plainNets.deep, minus: residualNets.deep, .responseDeviation)
          },
          Criterion("median deviation, \(residualNets.shallow) − \(residualNets.deep)", .positive) {
            $0.difference(
              .convolutionalDepth, residualNets.shallow, minus: residualNets.deep,
              .responseDeviation)
          },
          Criterion("median deviation before training", .within(0.99...1.01)) {
            $0.value(
              .convolutionalInitialization, .residual(scale.initialDepths[1]),
              .responseDeviation)
          },
        ]),
      Claim(
        18, "Residual nets survive lesions", source: "Veit et al. 2016, §4.1",
        statement: "Deleting one block hardly hurts a residual net and destroys a plain one.",
        expected: "at most 5 points of error in ResNet-56, at least 30 in plain-20, where nets had "
          + "learnt 60 more than chance: a tenth, and half of it",
        experiments: [.lesions],
        criteria: [
          Criterion("median share of what was learnt, \(residualNets.deep)", .atMost(0.1)) {
            $0.value(.lesions, residualNets.deep, .medianShareLost)
          },
          Criterion("median share of what was learnt, \(plainNets.shallow)", .atLeast(0.5)) {
            $0.value(.lesions, plainNets.shallow, .medianShareLost)
          },
        ]),
      Claim(
        19, "Gradient flows through short paths", source: "Veit et al. 2016, §4.3",
        statement: "Path lengths are binomial, but most of the gradient comes through short paths.",
        expected: "mean below half the blocks; half of it in the shortest third",
        experiments: [.pathLengths],
        criteria: [
          Criterion("mean length by gradient / half the blocks", .atMost(1)) {
            $0.value(.pathLengths, residualNets.deep, .meanLengthOverHalf)
          },
          Criterion("share of the gradient in the shortest third", .atLeast(0.5)) {
            $0.value(.pathLengths, residualNets.deep, .shortestThirdShare)
          },
        ]),
      Claim(
        20, "Shortcuts smooth the loss surface", source: "Li et al. 2018, §5",
        statement: "Around the trained weights the loss of the deep plain net is chaotic, that of "
          + "the residual net is not.",
        expected: "a larger share of chaotic points in the plain net", experiments: [.lossSurfaces],
        criteria: [
          Criterion("share of chaotic points, plain − residual", .positive) {
            $0.difference(
              .lossSurfaces, plainNets.deep, minus: residualNets.deep, .chaoticShare)
          }
        ]),
      Claim(
        25, "Residual Jacobians are well-conditioned",
        source: "Saxe et al. 2013; Orhan and Pitkow 2018",
        statement: "The Jacobian of a deep plain net has a far wider spectrum than that of a "
          + "residual one; orthogonal linear nets are isometries.",
        expected: "plain far above residual; 1 for orthogonal linear nets",
        experiments: [.jacobianSpectra],
        criteria: [
          Criterion("condition number, plain / residual", .atLeast(100), .logarithmic) { seed in
            seed.ratio(.jacobianSpectra, .plainStack, over: .residualStack, .conditionNumber)
          },
          Criterion("condition number, orthogonal linear", .within(0.99...1.01)) {
            $0.value(.jacobianSpectra, .orthogonalStack, .conditionNumber)
          },
        ]),
    ]
  }
}
