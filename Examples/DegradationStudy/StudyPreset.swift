import ArgumentParser

/// How much to run.
enum StudyPreset: String, CaseIterable, Sendable, ExpressibleByArgument {
  case quick, standard, overnight
  /// The nets of He et al. 2015, Fig. 6, at an eighth of its length; no other claims.
  case fig6
  /// The undecided claims of a study that was made before, on as many new seeds as they need; it
  /// stands for a study of that one's preset.
  case power
  /// For tests of the program.
  case tiny

  /// Those that are offered.
  static var allValueStrings: [String] {
    [quick, standard, overnight, fig6, power].map(\.rawValue)
  }

  var steps: Int {
    switch self {
    case .tiny: 3
    case .quick, .power: 120
    case .standard: 600
    case .overnight: 4800
    case .fig6: 8_000
    }
  }

  var seeds: [Int] {
    switch self {
    case .quick, .power, .tiny: [1]
    case .standard, .fig6: [1, 2, 3]
    case .overnight: [1, 2, 3, 4]
    }
  }

  var testImages: Int {
    switch self {
    case .tiny: 10
    case .quick, .power: 2_000
    case .standard, .overnight, .fig6: 10_000
    }
  }
}
