import GradusClaims
import GradusTensors

@testable import DegradationStudy

extension InventedEvidence {
  typealias Violation = @Sendable (inout InventedEvidence) -> Void

  /// What is expected of experiments that serve one claim, whose violation stands below.
  static let expectations: [Violation] = [
    { invented in
      for (net, loss) in [(Subject.plain(20), 0.8), (.plain(56), 1.6), (.residual(56), 0.7)] {
        invented.losses(.ablations, [1], [net.withClipping: loss, net.withWarmUp: loss])
      }
      invented.losses(.withoutShortcuts, [1], [.plain(56).starting(.identity): 0.8])
    },
    { invented in
      for net in [Subject.normalizedNet, .bareNet] {
        for other in net.withOtherRoundings {
          invented.copy(.largestLearningRate, from: net, to: other)
        }
      }
      for net in [Subject.plain(32), .plain(32).withoutNorm] {
        for other in net.withOtherRoundings {
          invented.copy(.fullyConnectedDepth, from: net, to: other)
        }
      }
    },
    { invented in
      invented.losses(
        .normAndShortcut, [1],
        [
          .plain(20): 0.8, .plain(56): 1.6, .residual(20): 0.6, .residual(56): 0.7,
          .plain(56).withoutNorm: 1.4, .residual(56).withoutNorm: 2,
          .residual(56).withSkipInit: 0.9,
        ])
      for moment in Rewind(scale: invented.scale).moments {
        invented.losses(
          .rewind, [1],
          [
            .plain(56).replaced(by: .identity, at: moment): 0.9,
            .plain(56).replaced(by: .he, at: moment): 1.8,
          ])
      }
    },
    { $0.losses(.width, [1], [.plain(20): 0.5, .plain(56): 0.6]) },
    { $0.losses(.auxiliaryHeads, [1], [.withHeads: 1.2, .withoutHeads: 2.2]) },
  ]

  /// For each claim a change that makes it false.
  static let violations: [(claim: Int, change: Violation)] = [
    // Weights of half the variance where He's are claimed.
    (1, { $0.copy(.fullyConnectedInitialization, from: .stack(.plainHalved), to: .stack(.plain)) }),
    // A stack without batch norm where one with it is claimed.
    (
      2,
      { $0.copy(.fullyConnectedInitialization, from: .stack(.plain), to: .stack(.plainBatchNorm)) }
    ),
    (2, { $0.copy(.convolutionalInitialization, from: .residual(56), to: .plain(56)) }),
    // Large batches explode more.
    (
      3,
      {
        $0.violate(
          .fullyConnectedInitialization, .stack(.plainBatchNorm, batch: 1_024), .backwardFactor
        ) {
          $0 + 0.2
        }
      }
    ),
    // The plain net's gradients in the place of the residual one's.
    (4, { $0.copy(.convolutionalInitialization, from: .plain(110), to: .residual(110)) }),
    (
      5,
      {
        $0.copy(
          .fullyConnectedInitialization, from: .stack(.residual), to: .stack(.residualSkipInit))
      }
    ),
    (
      6,
      {
        $0.violate(.fullyConnectedInitialization, .stack(.residualBatchNorm), .branchShareExponent)
        {
          $0 / 2
        }
      }
    ),
    (8, { $0.violate(.convolutionalDepth, .plain(56), .gradientRatio) { _ in 50 } }),
    (9, { $0.copy(.convolutionalDepth, from: .residual(56), to: .plain(56)) }),
    (10, { $0.violate(.shattering, .plainStack, .exponentialSlope) { $0 / 2 } }),
    (11, { $0.violate(.whiteness, .residual(50), .autocorrelation) { _ in 0.1 } }),
    // Residual nets in the place of plain ones.
    (12, { $0.copy(.convolutionalDepth, from: .residual(56), to: .plain(56)) }),
    (13, { $0.violate(.convolutionalDepth, .residual(56), .trainLoss) { $0 + 2 } }),
    (14, { $0.violate(.fullyConnectedDepth, .plain(32), .testLoss) { _ in 0.1 } }),
    (
      15,
      {
        $0.violate(.identityEmbedding, .plain(56).grown(from: .plain(20)), .lossWhenGrown) {
          $0 + 0.1
        }
      }
    ),
    (
      15,
      { $0.violate(.identityEmbedding, .plain(56).grown(from: .plain(20)), .trainLoss) { $0 + 2 } }
    ),
    (
      16,
      {
        $0.violate(.identityInitialization, .plain(32).starting(.identity).withoutNorm, .trainLoss)
        { $0 + 1 }
      }
    ),
    (17, { $0.copy(.convolutionalDepth, from: .plain(56), to: .residual(56)) }),
    (18, { $0.violate(.lesions, .residual(56), .medianShareLost) { _ in 0.5 } }),
    (
      19,
      {
        $0.violate(.pathLengths, .residual(56), .shortestThirdShare) { _ in 0.05 }
      }
    ),
    (20, { $0.violate(.lossSurfaces, .residual(56), .chaoticShare) { _ in 0.9 } }),
    (
      21,
      { invented in
        for net in [.normalizedNet] + Subject.normalizedNet.withOtherRoundings {
          invented.copy(.largestLearningRate, from: .bareNet, to: net)
        }
      }
    ),
    (
      22,
      { invented in
        for net in [.plain(32)] + Subject.plain(32).withOtherRoundings {
          invented.violate(.fullyConnectedDepth, net, .trainLoss) { _ in 0.3 }
        }
      }
    ),
    (23, { $0.violate(.width, .plain(56), .trainLoss) { $0 + 2 } }),
    (24, { $0.violate(.auxiliaryHeads, .withHeads, .stemGradient) { $0 / 1.8 } }),
    (24, { $0.violate(.auxiliaryHeads, .withHeads, .trainLoss) { _ in 2.3 } }),
    (25, { $0.copy(.jacobianSpectra, from: .residualStack, to: .plainStack) }),
    (26, { $0.violate(.fullyConnectedDepth, .residual(32), .trainLoss) { $0 + 3 } }),
    // A remedy that cures.
    (28, { $0.violate(.ablations, .plain(56).withClipping, .trainLoss) { $0 - 1.2 } }),
    (28, { $0.violate(.ablations, .residual(56).withWarmUp, .trainLoss) { $0 + 2 } }),
    (
      29,
      { $0.violate(.withoutShortcuts, .plain(56).starting(.identity), .trainLoss) { $0 + 2 } }
    ),
    // Shortcuts that do not help with norm, or without; a signal that does not explode.
    (30, { $0.violate(.normAndShortcut, .residual(56), .trainLoss) { $0 + 2 } }),
    (30, { $0.violate(.normAndShortcut, .residual(56).withSkipInit, .trainLoss) { $0 + 2 } }),
    (30, { $0.violate(.normAndShortcut, .residual(56).withoutNorm, .trainLoss) { _ in 0.1 } }),
    // Rates that cure plain nets, and at which residual ones suffer as well.
    (31, { $0.violate(.normAndShortcut, .plain(56), .trainLoss) { _ in 0.1 } }),
    (31, { $0.violate(.normAndShortcut, .residual(56), .trainLoss) { $0 + 2 } }),
    // A step after which the identity comes too late, and draws that do as well.
    (
      32,
      {
        $0.violate(.rewind, .plain(56).replaced(by: .identity, at: 30), .trainLoss) { $0 + 0.85 }
      }
    ),
    (32, { $0.violate(.rewind, .plain(56).replaced(by: .he, at: 10), .trainLoss) { _ in 0.5 } }),
    // Random labels.
    (27, { $0.violate(.fullyConnectedDepth, .plain(8), .accuracyAboveChance) { _ in -0.01 } }),
  ]
}
