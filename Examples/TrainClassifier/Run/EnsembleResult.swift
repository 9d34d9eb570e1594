import Gradus
import GradusExampleSupport

/// What classifiers reach alone and together, on the same pictures.
struct EnsembleResult: Codable, Equatable {
  /// One classifier, or all of them.
  struct Row: Codable, Equatable {
    /// Its file, or `ensemble`.
    let name: String
    let network: String
    /// How many images it looks at for each picture.
    let views: Int
    let loss: Double
    let error: Double
    let top5Error: Double

    init(_ name: String, _ network: String, views: Int, _ evaluation: Evaluation) {
      (self.name, self.network, self.views) = (name, network, views)
      (loss, error, top5Error) = (evaluation.loss, evaluation.error, evaluation.top5Error)
    }
  }

  let dataset: String
  let images: Int
  /// The classifiers in the order they were given; a last one for all together, where there are
  /// several.
  let rows: [Row]

  /// Measures classifiers on pictures; throws `UserError` when their classes differ from the
  /// pictures' or views do not fit.
  init(_ classifiers: [TrainedClassifier], _ dataset: ImageDataset, _ options: ViewOptions) throws {
    var members: [(classifier: any Classifier, views: EnsembleViews)] = []
    for classifier in classifiers {
      guard classifier.card.classNames == dataset.classNames else {
        throw UserError("\(classifier.path) knows other classes than \(dataset.name)")
      }
      guard classifier.card.channels == dataset.channels else {
        throw UserError(
          "\(classifier.path) takes pictures of \(classifier.card.channels) channels, and the "
            + "others \(dataset.channels); only alike ones vote together")
      }
      if options.sizes.views == .whole {
        for side in options.sizes.scales?.sides ?? [] {
          _ = try classifier.model.outputShape(for: [1, side, side, classifier.card.channels])
        }
      }
      members.append(
        (
          NormalizedClassifier(classifier.model, classifier.card.normalization),
          try options.sizes.views(classifier.card)
        ))
    }
    (self.dataset, images) = (dataset.name, dataset.count)
    var rows = zip(classifiers, members).map { classifier, member in
      Row(
        classifier.path, classifier.card.network, views: member.views.count,
        Self.evaluate(Ensemble([member]), dataset))
    }
    if members.count > 1 {
      rows.append(
        Row(
          "ensemble", "\(members.count) networks",
          views: members.reduce(0) { $0 + $1.views.count },
          Self.evaluate(Ensemble(members), dataset)))
    }
    self.rows = rows
  }

  private static func evaluate(_ ensemble: Ensemble, _ images: ImageDataset) -> Evaluation {
    let batches = Batches(of: images, batchSize: min(100, images.count), seed: 0, shuffles: false)
    return ensemble.evaluate(batches.epoch(0))
  }

  /// The measurements for a terminal.
  var table: String {
    var table = TextTable(
      ["model", "network", "views", "loss", "top-1 error, %", "top-5 error, %"], left: [0, 1])
    table.rows = rows.map { row in
      [
        row.name, row.network, "\(row.views)", NumberText.fixed(row.loss, decimals: 4),
        NumberText.fixed(100 * row.error, decimals: 2),
        NumberText.fixed(100 * row.top5Error, decimals: 2),
      ]
    }
    return "\(images) images of \(dataset)\n\(table.text)"
  }
}
