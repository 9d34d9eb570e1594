import Foundation
import Gradus
import GradusExampleSupport

/// What a classifier reaches on a folder of pictures, read a batch at a time: memory does not grow with
/// their number.
struct PictureEvaluation: Codable, Equatable {
  let network: String
  let weights: String
  let pictures: String
  /// How many images are looked at for each picture.
  let views: Int
  let images: Int
  /// Files that could not be read.
  let skipped: Int
  let loss: Double
  let error: Double
  let top5Error: Double
  /// From the first file to the last label.
  let seconds: Double

  /// Measures classifiers, which vote where there are several, on the pictures of a folder with a folder for
  /// each class; bad files are told to `note` and counted. Throws what listing throws, and `UserError`
  /// where the classes are others.
  init(
    _ vote: PictureVote, _ path: String, isQuiet: Bool, note: (String) -> Void
  ) throws {
    guard RasterImage.canDecode else { throw ImageFileError(path, .noDecoder) }
    let classifiers = vote.members.map(\.classifier)
    let card = classifiers[0].card
    if let other = classifiers.first(where: { $0.card.classNames != card.classNames }) {
      throw UserError("\(other.path) knows other classes than \(classifiers[0].path)")
    }
    let folder = try ImageFolder(path, onBadFile: .skip)
    let labels = try Self.labels(folder.classNames, of: card, path: path, note: note)
    let reader = PictureReader(vote.memberViews)
    let size = reader.batchSize
    network = classifiers.map(\.card.network).joined(separator: " and ")
    let progress = ProgressReporter(name: network, total: folder.files.count, isQuiet: isQuiet)
    let start = ContinuousClock.now
    var (loss, wrong, wrong5, count, skipped) = (0.0, 0.0, 0.0, 0, 0)
    for first in stride(from: 0, to: folder.files.count, by: size) {
      let files = folder.files[first..<min(folder.files.count, first + size)]
      let read = reader.read(files.map { "\(path)/\($0.name)" })
      for case .failure(let error) in read {
        skipped += 1
        note("skipped \(error)")
      }
      let pairs = zip(files, read).compactMap { file, result in
        (try? result.get()).map { (labels[file.label], $0) }
      }
      guard !pairs.isEmpty else { continue }
      let logits = vote.logits(pairs.map(\.1))
      let (batchLabels, share) = (pairs.map(\.0), Double(pairs.count))
      loss += Variable(logits).crossEntropy(labels: batchLabels).value.item * share
      wrong += topKError(logits: logits, labels: batchLabels) * share
      wrong5 += topKError(logits: logits, labels: batchLabels, k: 5) * share
      count += pairs.count
      progress.report(step: first + files.count, ["error": wrong / Double(count)])
    }
    guard count > 0 else { throw UserError("\(path): none of its pictures can be read") }
    let total = Double(count)
    weights = classifiers.map(\.path).joined(separator: " and ")
    (pictures, views) = (path, vote.views)
    (images, self.skipped, self.loss) = (count, skipped, loss / total)
    (error, top5Error) = (wrong / total, wrong5 / total)
    seconds = (ContinuousClock.now - start) / .seconds(1)
  }

  /// The classifier's label of each of the folder's classes: by name, or by order where the weights have
  /// no names and `class 0` stands for them.
  static func labels(
    _ classes: [String], of card: ModelCard, path: String, note: (String) -> Void
  ) throws -> [Int] {
    let places = Dictionary(
      card.classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let named = classes.compactMap { places[$0] }
    if named.count == classes.count { return named }
    guard named.isEmpty, card.hasNoNames, classes.count == card.classNames.count else {
      let unknown = classes.filter { places[$0] == nil }
      let shown = unknown.prefix(5).map { $0.onOneLine() }.joined(separator: ", ")
      let rest = unknown.count > 5 ? " and \(unknown.count - 5) more" : ""
      throw UserError(
        "\(path) has \(classes.count) classes, and \(card.network) knows \(card.classNames.count), "
          + "none called \(shown)\(rest); "
          + (card.hasNoNames
            ? "name them with --weights and --classes FILE"
            : "name the folders as \(card.network) names them"))
    }
    note("note: classes: the folders of \(path), in the order of their names")
    return Array(classes.indices)
  }

  /// The measurements for a terminal.
  var table: String {
    var table = TextTable(
      ["images", "loss", "top-1 error, %", "top-5 error, %", "pictures per second"])
    table.rows = [
      [
        "\(images)", NumberText.fixed(loss, decimals: 4),
        NumberText.fixed(100 * error, decimals: 2),
        NumberText.fixed(100 * top5Error, decimals: 2),
        NumberText.short(Double(images) / max(seconds, 1e-9)),
      ]
    ]
    let seen = views == 1 ? "" : ", \(views) views of each"
    let bad = skipped == 0 ? "" : ", \(skipped) skipped"
    return "\(network) with \(weights) on \(pictures)\(seen)\(bad)\n\(table.text)"
  }
}
