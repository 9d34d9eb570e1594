import Gradus
import GradusClaims

extension ExperimentName {
  static let lossSurfaces = ExperimentName("loss-surfaces")
}

extension Quantity {
  /// Shares of the grid's points: where the loss is not convex, and where it is above 10.
  static let chaoticShare = Quantity("chaotic share"), shareAboveTen = Quantity("share above 10")
  /// The loss along a row of the grid.
  static func lossRow(_ row: Int) -> Quantity { Quantity("loss, row \(row)") }
}

/// The loss around trained weights (claim 20).
struct LossSurfaces: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.lossSurfaces
  let summary = "The loss of deep nets on a plane through the trained weights."
  let needs = [ExperimentName.convolutionalDepth]
  var design: [String: String] {
    [
      "nets": "plain-\(depth) and residual-\(depth) of convolutional-depth",
      "grid": "\(scale.surfaceSide) x \(scale.surfaceSide) in -1 … 1, filter-normalised directions",
      "images": "\(scale.surfaceImages) training images, batch statistics",
      "metric": "share of the grid's straight triples on which the loss is not convex, by 0.001",
    ]
  }

  private var depth: Int { scale.convolutionalDepths[1] }

  var trials: [Trial] {
    let points = Double(scale.surfaceSide * scale.surfaceSide)
    return .all([.plain(depth), .residual(depth)], seeds: scale.seeds) { _ in
      points * Double(depth * scale.surfaceImages) * 2e-6
    }
  }

  func uses(_ other: Trial, of experiment: ExperimentName, for trial: Trial) -> Bool {
    other.subject == trial.subject && other.seed == trial.seed
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let model = try context.trainedNet(trial.subject, seed: trial.seed)
    let images = context.images.fixed.prefix(scale.surfaceImages)
    let batch = context.images.normalization(images.images(at: Array(0..<images.count)))
    let surface = LossSurface(of: model, seed: trial.seed) {
      let tape = Tape(.training, updatesStatistics: false, recording: false, step: 0)
      return withExtendedLifetime(tape) {
        model(tape.constant(batch)).crossEntropy(labels: images.labels).value.item
      }
    }
    let grid = surface.grid(points: scale.surfaceSide)
    var result = TrialRecord(
      trial,
      values: [
        .chaoticShare: grid.convexityViolations(tolerance: 1e-3),
        .shareAboveTen: grid.share(above: 10),
      ])
    for (row, losses) in grid.losses.enumerated() {
      result.curves[.lossRow(row)] = Curve(x: grid.offsets, y: losses)
    }
    return result
  }
}
