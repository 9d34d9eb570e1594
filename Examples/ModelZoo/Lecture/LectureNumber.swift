import Gradus

/// A number printed on the lecture's slides, beside the exact one.
struct LectureNumber {
  /// Whether the slide is right.
  enum Verdict: String {
    case right
    /// Right for what was counted, but not the number it is taken for.
    case roughly
    case wrong
  }

  /// How a printed number was shortened.
  enum Rounding { case nearest, down }

  /// What the number is of.
  let item: String
  /// The number as it stands on the slide.
  let printed: Double
  /// Its digits after the point.
  let decimals: Int
  /// Its unit.
  let unit: String
  /// The number of the network that the slide names.
  let exact: Double
  /// What the convention gives; nil when none gives the slide's number.
  let reproduced: Double?
  /// The convention, and the network if it is another one.
  let convention: String
  let verdict: Verdict
  /// Why the slide is wrong or what its number means; empty when there is nothing to say.
  let reason: String
  let rounding: Rounding

  init(
    _ item: String, _ printed: Double, _ decimals: Int, _ unit: String, exact: Double,
    reproduced: Double?, by convention: String, _ verdict: Verdict = .right, _ reason: String = "",
    rounding: Rounding = .nearest
  ) {
    (self.item, self.printed, self.decimals, self.unit) = (item, printed, decimals, unit)
    (self.exact, self.reproduced, self.convention) = (exact, reproduced, convention)
    (self.verdict, self.reason, self.rounding) = (verdict, reason, rounding)
  }

  /// Whether the reproduced number, shortened as the slide's, is the slide's.
  var isReproduced: Bool {
    guard let reproduced else { return false }
    let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    let shortened = (reproduced * scale).rounded(
      rounding == .nearest ? .toNearestOrAwayFromZero : .down)
    return shortened == (printed * scale).rounded()
  }

  /// The slide's number with its unit, `1.9 MB`.
  var slide: String { NumberText.fixed(printed, decimals: decimals) + unit }
}
