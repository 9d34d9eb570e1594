import Gradus
import GradusPlots

/// What a run does and has reached, in words and numbers.
struct RunNumbers {
  private let history: RunHistory

  init(_ history: RunHistory) { self.history = history }

  /// One line about the state, how far it is, and the latest numbers.
  var markup: String {
    let rows = values.map { name, value in
      "<div><dt>\(name)</dt><dd>\(MarkupText.escaped(value))</dd></div>"
    }
    return "<p class=\"state\">\(MarkupText.escaped(state))</p>"
      + "<progress max=\"\(history.steps)\" value=\"\(history.stepCount)\" aria-label=\"steps\">"
      + "</progress><dl class=\"values\">\(rows.joined())</dl>"
  }

  private var state: String {
    switch history.state {
    case .training where history.stepCount == history.steps: "Measuring the test images"
    case .training: "Training"
    case .finished(let result): "Finished: \(result)"
    case .interrupted: "Interrupted; everything is saved, --resume goes on"
    case .failed(let problem): "Ended: \(problem)"
    }
  }

  private var values: [(String, String)] {
    var result = [("step", "\(history.stepCount) of \(history.steps)")]
    let names: [RunHistory.Curve: String] = [
      .loss: "loss", .validationLoss: "validation loss", .averageLoss: "loss of the average",
      .error: "error", .validationError: "validation error",
      .averageError: "error of the average",
    ]
    for curve in RunHistory.Curve.allCases {
      guard let name = names[curve], let value = history.latest[curve] else { continue }
      let isShare = [.error, .validationError, .averageError].contains(curve)
      result.append(
        (
          name,
          isShare ? NumberText.fixed(100 * value, decimals: 2) + " %" : NumberText.short(value)
        ))
    }
    if let rate = history.learningRate { result.append(("learning rate", NumberText.short(rate))) }
    if let seconds = history.secondsPerStep {
      result.append(("seconds per step", NumberText.short(seconds)))
    }
    if let left = history.secondsLeft, history.stepCount < history.steps {
      result.append(("time left", Self.time(left)))
    }
    result.append(("time", Self.time(history.elapsed)))
    return result
  }

  /// Hours, minutes and seconds, `1:02:03` or `2:03`.
  private static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "unknown" }
    let whole = Int(max(0, seconds))
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    let (hours, minutes) = (whole / 3_600, whole / 60 % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
  }
}
