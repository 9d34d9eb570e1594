import GradusClaims

/// GoogLeNet: stem, inception module, global average pooling and auxiliary heads.
extension LectureClaims {
  var googLeNet: [Claim] {
    [
      Claim(
        5, "An aggressive stem is cheap and harmless",
        source: "slides “GoogLeNet”: stem, and “ResNet”: aggressive stem",
        statement:
          "Shrinking the image fourfold at once leaves time over and errs hardly more often "
          + "than shrinking it step by step, at equal depth and multiply-adds.",
        expected: "less time a step; at most two points more error",
        experiments: [.stems, .stemTimes],
        criteria: [
          .equalCost(.stems, .aggressiveStem, and: .gentleStem),
          Criterion("time a step, with the stem / without", .atMost(1), .logarithmic) {
            $0.value(.stemTimes, .bothInTurn, .timeRatio)
          },
          Criterion("test error, with the stem − without", .atMost(Self.harmlessError)) {
            $0.difference(.stems, .aggressiveStem, minus: .gentleStem, .testError)
          },
        ]),
      Claim(
        6, "1x1 reductions save most of a module's cost",
        source: "slide “Inception module”; Szegedy et al. 2014, §4, Fig. 2",
        statement: "The naive inception module costs a multiple of the reduced one and is hardly "
          + "better.",
        expected: "at least twice the multiply-adds; at most 0.05 in loss",
        experiments: [.inceptionModules],
        criteria: [
          Criterion("multiply-adds, naive / reduced", .atLeast(2), .logarithmic) {
            $0.ratio(.inceptionModules, .naiveInception, over: .reducedInception, .multiplyAdds)
          },
          Criterion("training loss, reduced − naive", .atMost(Self.harmlessLoss)) {
            $0.difference(.inceptionModules, .reducedInception, minus: .naiveInception, .trainLoss)
          },
        ]),
      Claim(
        7, "Global average pooling over-fits less",
        source: "slide “GAP”; Lin et al. 2013, §3.2",
        statement: "A head that averages over the image has far fewer parameters than one that "
          + "flattens it, and less of a gap between test and training loss.",
        expected: "at least ten times fewer; a smaller gap", experiments: [.classifierHeads],
        criteria: [
          Criterion("parameters, flattening / averaging", .atLeast(10), .logarithmic) {
            $0.ratio(.classifierHeads, .flattenedHead, over: .averagedHead, .parameters)
          },
          Criterion("test − training loss, flattening − averaging", .positive) {
            $0.difference(
              $0.generalizationGap(.classifierHeads, .flattenedHead),
              $0.generalizationGap(.classifierHeads, .averagedHead))
          },
        ]),
      .auxiliaryHeads(
        8, source: "slide “Auxiliary classifiers”; Szegedy et al. 2014, §5", scale),
    ]
  }
}
