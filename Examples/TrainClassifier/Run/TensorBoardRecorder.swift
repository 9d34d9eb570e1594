import Foundation
import Gradus
import GradusExampleSupport

/// Shows a training run to TensorBoard: its numbers at every step, and at each evaluation what its weights,
/// gradients and activations look like.
final class TensorBoardRecorder {
  private let log: TensorBoardLog
  private let model: any Classifier
  private let card: ModelCard
  private let paths: [ObjectIdentifier: String]
  /// Held-out pictures, some of which are shown where the network is wrong.
  private let pictures: ImageDataset?

  /// Who watches the step that runs.
  private var observer: HistogramObserver?

  private static let mostPictures = 8
  private static let lookedAt = 256

  /// Goes on with the file of events in a folder; throws `FileError` and `FormatError`.
  init(
    in folder: RunFolder, atStep step: Int, _ model: any Classifier, _ card: ModelCard,
    _ configuration: TrainingConfiguration, pictures: RunImages
  ) throws {
    log = try TensorBoardLog(
      resumingIn: folder.path,
      atStep: folder.contains(TensorBoardLog.fileName) ? step : 0)
    (self.model, self.card) = (model, card)
    paths = Dictionary(
      model.parameters.map { (ObjectIdentifier($0.parameter), $0.path.replacing(".", with: "/")) },
      uniquingKeysWith: { first, _ in first })
    if case .memory(let images) = pictures, images.count > 0 {
      self.pictures = images.subset(Array(0..<min(images.count, Self.lookedAt)))
    } else {
      self.pictures = nil
    }
    if step == 0 { try describe(configuration) }
  }

  /// Writes what stays the same: the settings, and the network's graph.
  private func describe(_ configuration: TrainingConfiguration) throws {
    guard case .object(let members) = configuration.json else { return }
    var settings: [String: HyperParameter] = [:]
    for member in members {
      switch member.value {
      case .number(let number): settings[member.key] = .number(number)
      case .string(let text): settings[member.key] = .text(text)
      case .boolean(let flag): settings[member.key] = .flag(flag)
      default: break
      }
    }
    try log.hyperParameters(settings, metrics: ["validationError", "loss"])
    let rows = members.map { "| \($0.key) | \($0.value.text) |" }
    try log.text(
      "settings", "| setting | value |\n| --- | --- |\n\(rows.joined(separator: "\n"))", step: 0)
    let tape = Tape(.inference, updatesStatistics: false)
    _ = model(
      tape.constant(Tensor(shapeOnly: [1, card.height, card.width, card.channels])))
    try log.graph(tape)
  }

  /// Who watches a step after which there is an evaluation.
  func observer(step: Int) -> any TapeObserver {
    let observer = HistogramObserver(log, paths, model, step)
    self.observer = observer
    return observer
  }

  /// Writes the numbers of a step, and what there is to see after an evaluation.
  func record(_ step: TrainingStep, isEvaluated: Bool) throws {
    if let problem = observer?.problem { throw problem }
    observer = nil
    var numbers = step.metrics
    numbers["loss"] = step.loss
    numbers["learningRate"] = step.learningRate
    try log.scalars(numbers, step: step.number)
    guard isEvaluated else { return }
    for (path, parameter) in model.parameters {
      try log.histogram(
        "weights/\(path.replacing(".", with: "/"))", parameter.value, step: step.number)
    }
    if let first = model.parameters.first(where: { $0.parameter.shape.rank == 4 }) {
      let picture = RasterImage(filters: first.parameter.value)
      try log.image(
        "filters/\(first.path)", png: picture.pngFile(), height: picture.height,
        width: picture.width, channels: picture.channels, step: step.number)
    }
    try showMistakes(step.number)
  }

  private func showMistakes(_ step: Int) throws {
    guard let pictures, let batch = try batch(of: pictures) else { return }
    let answers = model(batch.images).argMax()
    let wrong = answers.indices.filter { answers[$0] != batch.labels[$0] }.prefix(Self.mostPictures)
    var lines: [String] = []
    for (place, index) in wrong.enumerated() {
      let picture = pictures.picture(at: index)
      try log.image(
        "wrong/\(place)", png: picture.pngFile(), height: picture.height, width: picture.width,
        channels: picture.channels, step: step)
      lines.append(
        "\(place). \(card.classNames[batch.labels[index]]), taken for "
          + card.classNames[answers[index]])
    }
    try log.text("wrong", lines.isEmpty ? "none" : lines.joined(separator: "\n"), step: step)
  }

  private func batch(of pictures: ImageDataset) throws -> Batch? {
    Batches(
      of: pictures, batchSize: Self.lookedAt, seed: 0, shuffles: false,
      normalization: card.normalization
    ).epoch(0).first { _ in true }
  }

  /// Waits until the disk has everything; throws `FileError`.
  func synchronize() throws { try log.synchronize() }
}
