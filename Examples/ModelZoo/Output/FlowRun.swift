import Gradus
import GradusExampleSupport

/// The first steps of a network's training, watched layer by layer.
final class FlowRun {
  private let loop: TrainingLoop<Batch>
  private let probe: FlowProbe
  private let batches: Batches
  private let command: FlowCommand
  private var losses: [Double] = []
  private var divergence: Divergence?

  /// Prepares to train a model that has values.
  init(_ model: any Classifier, _ images: ImageDataset, _ command: FlowCommand) {
    self.command = command
    let rate = command.learningRate
    loop = TrainingLoop(model, SGD(model, momentum: 0.9), .constant(rate), seed: command.seed)
    probe = FlowProbe(model, learningRate: { _ in rate })
    batches = Batches(
      of: images, batchSize: command.batchSize, seed: command.seed, dropLast: true,
      normalization: .perChannel(of: images.prefix(min(images.count, 1_000))))
    loop.observers = { [probe] _ in [probe] }
    loop.heedsInterruption = false
  }

  /// Trains to the end, or until the loss is no longer a number.
  func train() throws {
    do {
      try loop.run(to: command.steps, on: batches) { losses.append($0.loss) }
    } catch let divergence as Divergence {
      self.divergence = divergence
    }
  }

  /// What was measured, in the order of the steps.
  var records: [FlowRecord] { probe.records }

  /// The table of first and last gradients and what is out of the ordinary, in 100 columns.
  var text: String {
    var table = TextTable(["step", "loss", "first layer", "last layer", "first / last"])
    table.rows = records.compactMap { record in
      let norms = record.layers.compactMap { $0[.weightGradientNorm] }
      guard let first = norms.first, let last = norms.last else { return nil }
      let loss = record.step < losses.count ? losses[record.step] : .nan
      return [
        "\(record.step)", NumberText.short(loss, digits: 4), NumberText.short(first),
        NumberText.short(last), NumberText.short(last > 0 ? first / last : .nan),
      ]
    }
    let layers = records.first?.layers.count ?? 0
    let end = divergence.map { "diverged: \($0)".wrapped } ?? ""
    let health = FlowHealth(records).text.split(separator: "\n").map { String($0).wrapped }
      .joined()
    return "\(command.network): norm of the weight gradient of \(layers) layers, learning rate "
      + "\(command.learningRate)\n\(table.text)\(end)\(health)"
  }
}
