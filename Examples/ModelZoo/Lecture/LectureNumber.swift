import Gradus

/// A printed number beside the exact one.
struct LectureNumber {
  /// The number as printed.
  let printed: Double
  /// Its digits after the point.
  let decimals: Int
  /// Its unit.
  let unit: String
  /// The number of what the slide names, in the slide's unit.
  let exact: Double
  /// What gives the printed number although the exact one does not; nil where nothing does, or
  /// nothing has to.
  let reproduced: Double?
  /// How the reproduced number comes about.
  let recipe: String
  /// The sums that the exact and the reproduced number are.
  let tallies: [LectureTally]

  /// The number with its unit, `1.9 MB`.
  var said: String { NumberText.fixed(printed, decimals: decimals) + unit }

  /// Right where the exact number rounds to the printed one, roughly where it is cut off or less than
  /// 5 % away, else wrong.
  var verdict: LectureRow.Verdict {
    if rounds(exact, .toNearestOrAwayFromZero) { return .right }
    return rounds(exact, .down) || abs(printed / exact - 1) < 0.05 ? .roughly : .wrong
  }

  /// Whether the reproduced number, rounded or cut off, is the printed one.
  var isReproduced: Bool {
    let value = reproduced ?? exact
    return rounds(value, .toNearestOrAwayFromZero) || rounds(value, .down)
  }

  /// How far the printed number is off; nil where it is right.
  var deviation: String? {
    if verdict == .right { return nil }
    if rounds(exact, .down) { return "cut off, not rounded" }
    let share = (printed / exact - 1) * 100
    return
      "\(share > 0 ? "too large" : "too small") by \(NumberText.fixed(abs(share), decimals: 0)) %"
  }

  private func rounds(_ value: Double, _ rule: FloatingPointRoundingRule) -> Bool {
    let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    // A hair, so that 7485.5 as a binary fraction is cut off like the decimal one.
    return (value * scale * (1 + 1e-12)).rounded(rule) == (printed * scale).rounded()
  }

  /// A number for people: whole ones in full, others with three digits after the point.
  static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15
      ? Int(value).grouped : NumberText.fixed(value, decimals: abs(value) < 1000 ? 3 : 1)
  }
}

/// A sum, term by term.
struct LectureTally {
  struct Term {
    let name: String
    let value: Double
  }

  /// What is added up.
  let title: String
  let unit: String
  let terms: [Term]

  var total: Double { terms.reduce(0) { $0 + $1.value } }
}
