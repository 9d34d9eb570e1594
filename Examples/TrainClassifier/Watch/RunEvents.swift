import Gradus

/// What is sent to one reader of a run's page, as server-sent events: every part that has news since it was
/// last sent, and at the end that there will be no more.
struct RunEvents {
  private var revision = -1
  private var gradientRevision = -1
  /// Whether the end was sent.
  private(set) var isOver = false

  /// The text of the events about what is new; nil when nothing is.
  mutating func next(_ history: RunHistory) -> String? {
    guard !isOver, history.revision != revision else { return nil }
    var text = ""
    for part in RunPage.Part.allCases
    where !part.showsGradients || history.gradientRevision != gradientRevision {
      text += Self.event(part.rawValue, RunPage.markup(part, history))
    }
    (revision, gradientRevision) = (history.revision, history.gradientRevision)
    if history.state.isOver {
      text += Self.event("end", "")
      isOver = true
    }
    return text
  }

  /// What comes before the first event: how many milliseconds a reader waits before it asks again.
  static let start = "retry: 2000\n\n"
  /// Says nothing, and finds out whether the reader is still there.
  static let silence = ":\n\n"

  private static func event(_ name: String, _ data: String) -> String {
    let lines = data.split(separator: "\n", omittingEmptySubsequences: false)
    return "event: \(name)\n" + lines.map { "data: \($0)\n" }.joined() + "\n"
  }
}
