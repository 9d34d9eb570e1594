import GradusClaims
import GradusExampleSupport

/// Which claims a study tests, and on which seeds.
struct ClaimSelection: Sendable, Equatable {
  /// The numbers of the claims; nil for all that fit the preset.
  var numbers: [Int]?
  /// The seeds of the paired tests.
  var seeds: [Int]

  /// Claims by number on given seeds.
  init(numbers: [Int]?, seeds: [Int]) { (self.numbers, self.seeds) = (numbers, seeds) }

  /// Nil when the options describe runs: they then select those and nothing else.
  ///
  /// Throws `UserError` when both claims and runs are asked for, or for an unknown claim.
  init?(_ options: StudyOptions, _ preset: StudyPreset) throws {
    let runOptions: [(name: String, isGiven: Bool)] = [
      ("--depths", options.depths != nil), ("--kinds", options.kinds != nil),
      ("--width", options.width != nil), ("--steps", options.steps != nil),
      ("--batch-size", options.batchSize != nil),
      ("--learning-rate", options.learningRate != nil),
      ("--convolution-accuracy", options.convolutionAccuracy != nil),
    ]
    let given = runOptions.filter(\.isGiven).map(\.name)
    if preset == .fig6 {
      if options.claims != nil || options.table == .lecture {
        let option = options.claims != nil ? "--claims" : "--table"
        throw UserError("\(option): the preset fig6 trains nets and tests no others' claims")
      }
      return nil
    }
    if let option = given.first, options.table == .lecture {
      throw UserError("\(option) describes runs, and the lecture's table has none; leave it out")
    }
    if let claims = options.claims {
      if let option = given.first {
        throw UserError(
          "\(option) describes runs and --claims experiments of its own sizes; leave one out")
      }
      let known = (options.table ?? .degradation).claims(preset.scale()).claims.map(\.number)
      if let wrong = claims.numbers?.first(where: { !known.contains($0) }) {
        throw UserError(
          "--claims: there is no claim \(wrong); see the list with: DegradationStudy claims")
      }
      numbers = claims.numbers
    } else if options.table != .lecture && (!given.isEmpty || options.seeds != nil) {
      return nil
    }
    seeds = options.seeds?.values ?? preset.scale().seeds.map(Int.init)
    if let wrong = seeds.first(where: { $0 < 0 }) {
      throw UserError("--seeds: \(wrong) must not be negative")
    }
  }
}

extension ClaimSelection {
  /// Option by option, for the report.
  var summary: [String: String] {
    [
      "claims": numbers.map { $0.map(String.init).joined(separator: ",") } ?? "all",
      "claim-seeds": seeds.map(String.init).joined(separator: ","),
    ]
  }
}

extension StudyConfiguration {
  /// The sizes of the experiments.
  var scale: ExperimentScale {
    var scale = preset.scale(seeds: claims?.seeds.map(UInt64.init))
    if table == .lecture { scale.testImages = scale.lectureTestImages }
    budget?.apply(to: &scale)
    return scale
  }

  /// The claims this study can decide, for its sizes.
  var claimTable: ClaimTable {
    claims == nil ? DegradationClaims(scale: scale, runs: self).table : table.claims(scale)
  }

  /// Whether a claim is among those that were asked for.
  func asksFor(_ claim: Int) -> Bool { claims?.numbers?.contains(claim) ?? true }
}
