import GradusClaims

/// ResNet's year: batch normalisation, the bottleneck, and how gradients flow.
extension LectureClaims {
  var resNet: [Claim] {
    [
      Claim(
        9, "Batch normalisation helps a VGG",
        source: "slide “ResNet”: batch normalization happened",
        statement:
          "With batch norm a VGG trains to a lower loss in the same steps, each at its best "
          + "learning rate.",
        expected: "a lower loss", experiments: [.vggVariants],
        criteria: [.lowerLoss(.vggVariants, .vggBatchNorm, than: .vgg)]),
      Claim(
        10, "Bottlenecks buy depth at the same cost",
        source: "slide “Bottleneck residual block”; He et al. 2015, §4.1",
        statement: "A residual net of bottlenecks has half as many layers again as one of basic "
          + "blocks, costs the same and is no worse.",
        expected: "at most 0.05 in loss", experiments: [.families],
        criteria: [
          .equalCost(.families, .bottlenecks, and: .basicBlocks),
          Criterion("training loss, bottlenecks − basic blocks", .atMost(Self.harmlessLoss)) {
            $0.difference(.families, .bottlenecks, minus: .basicBlocks, .trainLoss)
          },
        ]),
      Claim(
        11, "Paths around layers keep gradients in range",
        source: "slide “ResBlocks help the gradient backpropagation”",
        statement: "Before the first step the gradient of a deep plain net grows by orders of "
          + "magnitude towards the input; in residual, pre-activation, dense and SE nets it does not.",
        expected: "a first/last ratio of 10³ against less than 100", experiments: [.familyFlow],
        criteria: [
          Criterion("first/last gradient, plain", .atLeast(100), .logarithmic) {
            $0.value(.familyFlow, .deepPlain, .gradientRatio)
          }
        ]
          + [Subject.deepResidual, .deepPreActivation, .deepDense, .deepExcitation].map { net in
            Criterion("first/last gradient, \(net)", .within(0.01...100), .logarithmic) {
              $0.value(.familyFlow, net, .gradientRatio)
            }
          }),
    ]
  }
}
