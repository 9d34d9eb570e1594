/// A colour of a plot, named by its role, so that the page around the plot can exchange it.
///
/// Every use is written twice: as a plain attribute for programs that know no style sheets, and as
/// `var(--plot-…, fallback)` for browsers. The series colours are those of Okabe and Ito, "Color
/// Universal Design" (2008), darkened or lightened to a contrast of 3:1 with the background; the
/// sequence runs through the hues of viridis, whose lightness rises steadily.
public enum PlotColour: Sendable, Hashable {
  /// Titles and tick labels.
  case text
  /// Axis labels and remarks.
  case mutedText
  /// The axes.
  case axis
  /// The grid.
  case grid
  /// The background.
  case background
  /// Distinct colours without an order; the index wraps around after ``seriesCount``.
  case series(Int)
  /// Ordered colours from first to last; the index is clamped to ``sequenceCount``.
  case sequence(Int)

  /// How many distinct series colours there are.
  public static let seriesCount = series.count

  /// How many ordered colours there are.
  public static let sequenceCount = sequence.count

  /// The ordered colour for item `index` of `count`: the first and the last item get the ends.
  public static func sequence(_ index: Int, of count: Int) -> PlotColour {
    count < 2 ? .sequence(0) : .sequence(index * (sequenceCount - 1) / (count - 1))
  }

  /// The name of the style sheet variable, for example `--plot-series-1`.
  public var variable: String { "--plot-" + entry.name }

  /// The colour on a light background, as `#rrggbb`.
  public var light: String { entry.light }

  /// The colour on a dark background, as `#rrggbb`.
  public var dark: String { entry.dark }

  /// The value for a style sheet: the variable, and the light colour where the page sets none.
  public var style: String { "var(\(variable),\(light))" }

  /// Declarations of all variables, to be put into a rule such as `:root { … }`.
  public static func declarations(dark: Bool) -> String {
    let all: [PlotColour] =
      [.text, .mutedText, .axis, .grid, .background]
      + (0..<seriesCount).map { .series($0) } + (0..<sequenceCount).map { .sequence($0) }
    return all.map { "\($0.variable):\(dark ? $0.dark : $0.light);" }.joined()
  }

  private static let series: [(light: String, dark: String)] = [
    ("#0072b2", "#56b4e9"), ("#c75200", "#ff8c42"), ("#00855f", "#35c79c"),
    ("#ad4f86", "#e29cc4"), ("#946800", "#f0b93a"), ("#4d4d4d", "#c4c4c4"),
    ("#2b83b5", "#9fd4f5"), ("#7a4fb5", "#b99cf0"),
  ]

  private static let sequence: [(light: String, dark: String)] = [
    ("#440154", "#fde725"), ("#482878", "#c2df23"), ("#3e4a89", "#86d549"),
    ("#31688e", "#52c569"), ("#26828e", "#2ab07f"), ("#1f9281", "#25a0a0"),
    ("#2b9a5b", "#3d8fc0"), ("#5a9a2a", "#6a86d8"), ("#8a9410", "#9a86e0"),
    ("#a88a00", "#c39be8"),
  ]

  private var entry: (name: String, light: String, dark: String) {
    switch self {
    case .text: return ("text", "#1f2328", "#e6e8eb")
    case .mutedText: return ("muted-text", "#57606a", "#a3abb5")
    case .axis: return ("axis", "#6e7781", "#8b949e")
    case .grid: return ("grid", "#e1e4e8", "#33383f")
    case .background: return ("background", "#ffffff", "#16191d")
    case .series(let index):
      let wrapped = ((index % Self.seriesCount) + Self.seriesCount) % Self.seriesCount
      let (light, dark) = Self.series[wrapped]
      return ("series-\(wrapped + 1)", light, dark)
    case .sequence(let index):
      let clamped = min(max(index, 0), Self.sequenceCount - 1)
      let (light, dark) = Self.sequence[clamped]
      return ("sequence-\(clamped + 1)", light, dark)
    }
  }
}
