import Gradus
import GradusClaims

extension ExperimentName {
  static let cellSearch = ExperimentName("cell-search")
}

extension Subject {
  /// The net of the cell that a search found, and nets of cells as they were drawn.
  static let searchedCell = Subject("searched cell")
  static func randomCell(_ draw: Int) -> Subject { Subject("random cell \(draw)") }
}

extension Quantity {
  /// Validation losses of the cells after the search's short trainings, by draw.
  static let searchLosses = Quantity("validation loss by cell")
  /// The draw that the search chose.
  static let chosenDraw = Quantity("chosen cell")
}

/// A toy architecture search: random cells are trained for a few steps, the best one on held-out
/// images is trained anew (random search: Li and Talwalkar 2019, §3).
struct CellSearch: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.cellSearch
  let summary = "The best of random cells after a short training, against random cells."
  var design: [String: String] {
    [
      "cells": "four nodes of \(SearchedCell.Operation.allCases.map(\.rawValue)), \(draws) drawn",
      "net": "three cells of \(Self.width), \(2 * Self.width) and \(4 * Self.width) channels",
      "search": "\(searchSteps) steps a cell; the lowest loss on \(validationText) wins",
      "steps": "\(scale.comparisonSteps)", "batch": "\(scale.comparisonBatch)",
      "learning rate": "\(Self.rate), falling to 0 along half a cosine",
      "random cells": "the first \(Self.compared) that were drawn, whatever the search chose",
      "metric": "loss on test images; both train on the images without those held out",
    ]
  }

  private static let width = 8, rate = 0.05, compared = 3
  private var draws: Int { scale.preset == .tiny ? 3 : 8 }
  private var searchSteps: Int { max(1, scale.comparisonSteps / 2) }
  private var validationText: String { "up to 500 of the sixth of the training images held out" }

  var trials: [Trial] {
    .all([.searchedCell] + (0..<Self.compared).map(Subject.randomCell), seeds: scale.seeds) {
      let steps = $0 == .searchedCell ? draws * searchSteps : 0
      return Double(scale.comparisonSteps + steps) * 0.008
    }
  }

  /// The subjects of the random cells.
  static var randomCells: [Subject] { (0..<compared).map(Subject.randomCell) }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let (training, held) = context.images.evaluating(1_000).holdingOut(sixths: 1)
    let validation = held.evaluating(500)
    func run(_ draw: Int, _ steps: Int, _ images: StudyImages) -> ShortRun {
      let cell = SearchedCell(drawing: draw, seed: trial.seed)
      let net = cell.net(
        width: Self.width, inputChannels: images.train.channels, classes: images.train.classes)
      return ShortRun(
        net.initialize(seed: trial.seed),
        .falling(
          from: Self.rate, steps: steps, batchSize: min(scale.comparisonBatch, images.train.count)),
        images, seed: trial.seed)
    }
    var losses: [Double] = []
    if trial.subject == .searchedCell {
      for draw in 0..<draws {
        let short = run(draw, searchSteps, validation)
        try short.run()
        losses.append(short.measurement(trial)[.testLoss] ?? .infinity)
      }
    }
    let chosen = losses.indices.min { losses[$0] < losses[$1] }
    let draw = chosen ?? Self.randomCells.firstIndex(of: trial.subject)
    guard let draw else { preconditionFailure("\(name.rawValue) has no subject \(trial.subject)") }
    let whole = run(draw, scale.comparisonSteps, training)
    try whole.run()
    var result = whole.measurement(trial)
    result[.multiplyAdds] = Double(whole.model.multiplyAdds(NetInput(training.train)))
    if chosen != nil {
      result[.chosenDraw] = Double(draw)
      result.curves[.searchLosses] = Curve(x: losses.indices.map(Double.init), y: losses)
    }
    return result
  }
}
