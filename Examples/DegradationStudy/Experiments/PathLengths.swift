import Gradus
import GradusClaims

extension ExperimentName {
  static let pathLengths = ExperimentName("path-lengths")
}

extension Quantity {
  /// The mean length of paths, weighted by gradient, in blocks and over half the blocks.
  static let meanLength = Quantity("mean length")
  static let meanLengthOverHalf = Quantity("mean length / half the blocks")
  /// The part of the gradient that came through the shortest third of the lengths.
  static let shortestThirdShare = Quantity("share of the shortest third")
  /// By length: shares of the gradient and of the paths.
  static let gradientShare = Quantity("gradient share"), pathShare = Quantity("path share")
}

/// How much of the first layer's gradient comes through paths of each length (claim 19).
struct PathLengths: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.pathLengths
  let summary = "The gradient of a trained residual net's first layer, split by path length."
  let needs = [ExperimentName.convolutionalDepth]
  var design: [String: String] {
    [
      "net": "residual-\(depth) of convolutional-depth", "batch": "\(Self.batch)",
      "metric": "norms of the exact parts of the gradient by the number of branches on the way",
    ]
  }

  private static let batch = 32
  private var depth: Int { scale.convolutionalDepths[1] }

  var trials: [Trial] { .all([.residual(depth)], seeds: scale.seeds) { _ in 2 } }

  func uses(_ other: Trial, of experiment: ExperimentName, for trial: Trial) -> Bool {
    other.subject == trial.subject && other.seed == trial.seed
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let model = try context.trainedNet(trial.subject, seed: trial.seed)
    let batch = context.images.trainingBatches(
      min(Self.batch, context.images.train.count), seed: trial.seed
    ).batch(epoch: 0, index: 0)
    let tape = Tape(.training, updatesStatistics: false, seed: trial.seed, step: 0)
    let loss = model(tape.constant(batch.images)).crossEntropy(labels: batch.labels)
    let split = tape.pathResolvedGradients(of: loss, withRespectTo: [model.conv1.weight])[0]
    let blocks = split.parts.count - 1
    var result = TrialRecord(
      trial,
      values: [
        .meanLength: split.meanLength,
        .meanLengthOverHalf: split.meanLength / (Double(blocks) / 2),
        .shortestThirdShare: split.normShare(upTo: blocks / 3),
      ])
    let lengths = (0...blocks).map(Double.init)
    let paths = split.pathCounts.reduce(0, +)
    result.curves[.gradientShare] = Curve(x: lengths, y: split.normShares)
    result.curves[.pathShare] = Curve(x: lengths, y: split.pathCounts.map { $0 / paths })
    return result
  }
}
