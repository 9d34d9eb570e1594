import Gradus
import GradusClaims

extension ExperimentName {
  static let ensembleVotes = ExperimentName("ensemble-votes")
}

extension Subject {
  /// The nets of the families that one seed trained, voting.
  static let familyEnsemble = Subject("the families together")
}

extension Quantity {
  /// Test errors: the mean and the best member's, the ensemble's, and with scales and mirror images.
  static let meanMemberError = Quantity("mean error of the members")
  static let bestMemberError = Quantity("error of the best member")
  static let ensembleError = Quantity("error of the ensemble")
  static let viewsError = Quantity("error of the ensemble with scales and mirror images")
}

/// What nets of several families gain by voting, and what more views add: the winner of 2016 in
/// small. Nothing is trained.
struct EnsembleVotes: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.ensembleVotes
  let summary = "The nets of the families of each seed vote, on images as they are and on views."
  let needs = [ExperimentName.families]
  var design: [String: String] {
    [
      "members": families.nets.map(\.subject.rawValue).joined(separator: "; "),
      "views": "the images' own size and a seventh more, the middle and its mirror image",
      "metric": "error on \(testImages) test images",
    ]
  }

  private var families: NetComparison { .families(scale) }
  private var testImages: Int { min(750, scale.testImages) }

  var trials: [Trial] { .all([.familyEnsemble], seeds: scale.seeds) { _ in 2 } }

  func uses(_ other: Trial, of experiment: ExperimentName, for trial: Trial) -> Bool {
    other.seed == trial.seed
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let members = try families.nets.map { net in
      try context.store.requireFinite(.families, net.subject, seed: trial.seed)
      let model = families.model(net.subject, seed: trial.seed, context)
      try context.store.load(model, .families, net.subject, seed: trial.seed)
      return model
    }
    let side = context.images.train.height
    let test = context.images.test.prefix(testImages)
    func error(_ model: any Classifier) -> Double {
      model.evaluate(context.images.inOrder(test)).error
    }
    func ensemble(_ views: EnsembleViews) -> Double { error(Ensemble(members.map { ($0, views) })) }
    let errors = members.map(error)
    return TrialRecord(
      trial,
      values: [
        .meanMemberError: errors.reduce(0, +) / Double(errors.count),
        .bestMemberError: errors.min() ?? .nan,
        .ensembleError: ensemble(EnsembleViews(cropSize: side, crops: .centre)),
        .viewsError: ensemble(
          EnsembleViews(scales: [side, side + side / 7], cropSize: side, crops: .mirrored)),
      ])
  }
}
