extension StudyConfiguration {
  /// Option by option, for the report.
  var summary: [String: String] {
    let own =
      table == .degradation ? runSummary : dataSummary.merging(["table": table.rawValue]) { $1 }
    let chosen = linearError.map { ["linear-error": "\($0) %"] } ?? [:]
    return own.merging(claims?.summary ?? [:]) { _, new in new }.merging(chosen) { $1 }
  }

  private var dataSummary: [String: String] {
    ["preset": preset.rawValue, "dataset": dataset, "data": data ?? "default"]
  }

  private var runSummary: [String: String] {
    dataSummary.merging([
      "depths": depths.map(String.init).joined(separator: ","),
      "kinds": kinds.map(\.rawValue).joined(separator: ","), "width": "\(width)",
      "seeds": seeds.map(String.init).joined(separator: ","), "steps": "\(steps)",
      "batch-size": "\(batchSize)",
      "learning-rate": rateText,
      "convolution-accuracy": convolutionAccuracy.rawValue,
      "test-images": "\(testImages)", "momentum": "\(momentum)", "weight-decay": "\(weightDecay)",
      "initialisation": "He normal, fan-out",
      "augmentation": augmentation == nil ? "none" : "pad 4, crop, flip",
    ]) { $1 }
  }

  private var rateText: String {
    let text = "\(learningRate), divided by 10 at 1/2 and 3/4 of the steps"
    guard preset == .fig6 else { return text }
    return
      "\(text); from \(HeFigure6.slowDepth) layers on the first \(steps / HeFigure6.slowShare) at "
      + "a tenth of it"
  }
}
