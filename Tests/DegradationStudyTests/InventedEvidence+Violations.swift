import GradusTensors

@testable import DegradationStudy

extension InventedEvidence {
  typealias Violation = @Sendable (inout InventedEvidence) -> Void

  /// For each claim a change that makes it false; the first line of a new claim's may add what it
  /// expects to the evidence that is invented already.
  static let violations: [(claim: Int, change: Violation)] = [
    // Weights of half the variance where He's are claimed.
    (1, { $0.copy(.fullyConnectedInitialization, from: "plain, gain 1", to: "plain") }),
    // A stack without batch norm where one with it is claimed.
    (2, { $0.copy(.fullyConnectedInitialization, from: "plain", to: "plain, batch norm") }),
    (2, { $0.copy(.convolutionalInitialization, from: "residual-56", to: "plain-56") }),
    // Large batches explode more.
    (
      3,
      {
        $0.violate(
          .fullyConnectedInitialization, "plain, batch norm, batch 1024", "backward factor"
        ) {
          $0 + 0.2
        }
      }
    ),
    // The plain net's gradients in the place of the residual one's.
    (4, { $0.copy(.convolutionalInitialization, from: "plain-110", to: "residual-110") }),
    (5, { $0.copy(.fullyConnectedInitialization, from: "residual", to: "residual, skip-init") }),
    (
      6,
      {
        $0.violate(.fullyConnectedInitialization, "residual, batch norm", "branch share exponent") {
          $0 / 2
        }
      }
    ),
    (8, { $0.violate(.convolutionalDepth, "plain-56", "gradient ratio") { _ in 50 } }),
    (9, { $0.copy(.convolutionalDepth, from: "residual-56", to: "plain-56") }),
    (10, { $0.violate(.shattering, "plain", "log₂ slope") { $0 / 2 } }),
    (11, { $0.violate(.whiteness, "residual-50", "autocorrelation") { _ in 0.1 } }),
    // Residual nets in the place of plain ones.
    (12, { $0.copy(.convolutionalDepth, from: "residual-56", to: "plain-56") }),
    (13, { $0.violate(.convolutionalDepth, "residual-56", "train loss") { $0 + 2 } }),
    (14, { $0.violate(.fullyConnectedDepth, "plain-32", "test loss") { _ in 0.1 } }),
    (
      15,
      { $0.violate(.identityEmbedding, "plain-56 from plain-20", "loss when grown") { $0 + 0.1 } }
    ),
    (15, { $0.violate(.identityEmbedding, "plain-56 from plain-20", "train loss") { $0 + 2 } }),
    (
      16,
      {
        $0.violate(.identityInitialization, "plain-32, identity, no norm", "train loss") { $0 + 1 }
      }
    ),
    (17, { $0.copy(.convolutionalDepth, from: "plain-56", to: "residual-56") }),
    (18, { $0.violate(.lesions, "residual-56", "median error increase") { _ in 0.5 } }),
    (
      19,
      {
        $0.violate(.pathLengths, "residual-56", "share of the shortest third") { _ in 0.05 }
      }
    ),
    (20, { $0.violate(.lossSurfaces, "residual-56", "chaotic share") { _ in 0.9 } }),
    (21, { $0.copy(.largestLearningRate, from: "plain, no norm", to: "plain, batch norm") }),
    (22, { $0.violate(.fullyConnectedDepth, "plain-32", "train loss") { _ in 0.3 } }),
    (23, { $0.violate(.width, "plain-56", "train loss") { $0 + 2 } }),
    (24, { $0.violate(.auxiliaryHeads, "googlenet", "ratio") { _ in 1.01 } }),
    (25, { $0.copy(.jacobianSpectra, from: "residual", to: "plain") }),
    (26, { $0.violate(.fullyConnectedDepth, "residual-32", "train loss") { $0 + 3 } }),
  ]
}
