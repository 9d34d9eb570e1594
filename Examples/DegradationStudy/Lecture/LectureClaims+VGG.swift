import GradusClaims

/// AlexNet, ZFNet and VGG: normalisation that went away, small filters, and size.
extension LectureClaims {
  var vgg: [Claim] {
    [
      Claim(
        1, "Local response normalisation does nothing",
        source: "slide “AlexNet”: not used any more; Simonyan and Zisserman 2014, §4.1",
        statement: "A VGG with local response normalisation behind its first convolution errs as "
          + "often as without.",
        expected: "29.7 against 29.6 % on ImageNet", experiments: [.vggVariants],
        criteria: [
          Criterion(
            "test error with − without",
            .within(-Self.harmlessError...Self.harmlessError)
          ) { $0.difference(.vggVariants, .vggLocalResponse, minus: .vggShallow, .testError) }
        ]),
      Claim(
        2, "Two 3x3 filters beat one 5x5",
        source: "slide “Why only 3x3 convs?”; Simonyan and Zisserman 2014, §2.3",
        statement:
          "Two 3x3 convolutions see the same field as one 5x5 with fewer multiply-adds and "
          + "reach a lower loss.",
        expected: "18 against 25 C²HW; a lower loss", experiments: [.vggVariants],
        criteria: [
          Criterion("multiply-adds, two 3x3 / one 5x5", .atMost(0.85), .logarithmic) {
            $0.ratio(.vggVariants, .vggPairs, over: .vggSingleFilters, .multiplyAdds)
          },
          .lowerLoss(.vggVariants, .vggPairs, than: .vggSingleFilters),
          .lowerLoss(.vggVariants, .vggPairs, than: .vggLinearPairs),
        ]),
      Claim(
        3, "Halving and doubling costs the same", source: "slide “VGG”: C x 2H x 2W, 2C x H x W",
        statement: "A 3x3 convolution at half the size and twice the channels has the same "
          + "multiply-adds and takes the same time.",
        expected: "36 HWC² both; a time within half", experiments: [.halvingTimes],
        criteria: [
          Criterion("multiply-adds, half the size / full", .within(0.999...1.001)) {
            $0.value(.halvingTimes, .bothInTurn, .multiplyAddsRatio)
          },
          Criterion("time, half the size / full", .within(2.0 / 3...1.5), .logarithmic) {
            $0.value(.halvingTimes, .bothInTurn, .timeRatio)
          },
        ]),
      Claim(
        4, "Bigger is better until plain depth breaks it",
        source: "slides “Summary” and “Training deeper CNNs”",
        statement: "Wider plain nets reach lower losses; a plain net made much deeper does not.",
        expected: "each doubling of the width lowers the loss; 44 layers raise it above 8's",
        experiments: [.plainSizes],
        criteria: zip(plainNets, plainNets.dropFirst().prefix(2)).map { small, large in
          .lowerLoss(.plainSizes, large, than: small)
        } + [.lowerLoss(.plainSizes, plainNets[1], than: plainNets[3])]),
    ]
  }

  private var plainNets: [Subject] {
    NetComparison.plainGrowth.map { .plain($0.depth).width($0.width) }
  }
}
