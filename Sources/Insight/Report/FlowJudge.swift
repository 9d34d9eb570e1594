import Foundation
import GradusPlots

/// Looks through a run's records for what crosses a limit.
struct FlowJudge {
  typealias Finding = FlowHealth.Finding

  let records: [FlowRecord]
  let limits: FlowHealth.Limits

  /// Gradients against the last layer's, at the beginning and at the end of the run.
  func gradients() -> [Finding] {
    let atRest = gradientFinding(.zeroGradient) { value, _ in value == 0 ? 0 : nil }
    let exploded = gradientFinding(.explodedGradient) { value, last in
      value > limits.gradientRatio * last && last > 0 ? value / last : nil
    }
    let starved = gradientFinding(.starvedGradient) { value, last in
      value < last / limits.gradientRatio && value > 0 ? last / value : nil
    }
    return atRest + exploded + starved
  }

  /// The runs of steps in which some layer's gradient is outside, each with its worst layer.
  private func gradientFinding(
    _ kind: Finding.Kind, _ excess: (_ value: Double, _ last: Double) -> Double?
  ) -> [Finding] {
    let worst = records.map { record -> (path: String, excess: Double, layers: Int)? in
      let profile = record.profile(.weightGradientNorm)
      guard let last = profile.values.last else { return nil }
      let outside = zip(profile.paths, profile.values).compactMap { path, value in
        excess(value, last).map { (path: path, excess: $0) }
      }
      return outside.max { $0.excess < $1.excess }.map { ($0.path, $0.excess, outside.count) }
    }
    var findings: [Finding] = []
    var start: Int?
    for index in 0...records.count {
      if index < records.count, worst[index] != nil {
        start = start ?? index
        continue
      }
      guard let first = start else { continue }
      start = nil
      let run = (first..<index).compactMap { place in worst[place] }
      guard let peak = run.max(by: { $0.excess < $1.excess }) else { continue }
      let factor = NumberText.short(peak.excess, digits: 2)
      let reference = records[first].layers.last?.path ?? ""
      let size =
        switch kind {
        case .zeroGradient: "0"
        case .starvedGradient: "1/\(factor) of \(reference)'s"
        default: "\(factor) times \(reference)'s"
        }
      let when = period(first, index)
      let more = peak.layers - 1
      let others = more == 0 ? "" : " (and \(more) more \(more == 1 ? "layer" : "layers"))"
      findings.append(
        Finding(
          kind: kind, path: peak.path, step: records[first].step, value: peak.excess,
          text: "the gradient of \(peak.path) is \(size) \(when)\(others)"))
    }
    return findings
  }

  private func period(_ first: Int, _ end: Int) -> String {
    let (from, to) = (records[first].step, records[end - 1].step)
    if end == records.count && end - first > 1 { return "from step \(from) on" }
    return from == to ? "at step \(from)" : "from step \(from) to \(to)"
  }

  /// Weight norms at the end against the beginning.
  func weights() -> [Finding] {
    guard let first = records.first, let last = records.last, last.step > first.step else {
      return []
    }
    let growths = last.layers.compactMap { layer -> (LayerFlow, Double)? in
      guard let end = layer[.weightNorm], let start = first[layer.path]?[.weightNorm], start > 0
      else { return nil }
      return (layer, end / start)
    }
    let outside = growths.filter { $0.1 > limits.weightGrowth || $0.1 < 1 / limits.weightGrowth }
    guard let worst = outside.max(by: { abs(log($0.1)) < abs(log($1.1)) }) else { return [] }
    let (layer, growth) = worst
    let factor = NumberText.short(growth > 1 ? growth : 1 / growth)
    let change = growth > 1 ? "grew \(factor)-fold" : "fell to 1/\(factor)"
    var text = "the weight norm of \(layer.path) \(change) by step \(last.step)"
    if let before = first[layer.path]?[.effectiveLearningRate],
      let after = layer[.effectiveLearningRate]
    {
      text +=
        "; its effective learning rate went from \(NumberText.short(before)) to "
        + NumberText.short(after)
    }
    if outside.count > 1 { text += " (\(outside.count) layers changed as much)" }
    return [
      Finding(
        kind: .weightGrowth, path: layer.path, step: last.step, value: growth, text: text)
    ]
  }

  /// Dead channels, updates, tails and responses at the last step.
  func others() -> [Finding] {
    guard let last = records.last else { return [] }
    func extreme(
      _ kind: Finding.Kind, _ value: (LayerFlow) -> Double?, _ isWorse: (Double, Double) -> Bool,
      _ isOutside: (Double) -> Bool, _ text: (String, Double) -> String
    ) -> Finding? {
      let known = last.layers.compactMap { layer in value(layer).map { (layer.path, $0) } }
      guard let worst = known.max(by: { isWorse($1.1, $0.1) }), isOutside(worst.1) else {
        return nil
      }
      return Finding(
        kind: kind, path: worst.0, step: last.step, value: worst.1,
        text: text(worst.0, worst.1) + " at step \(last.step)")
    }
    let update = { (layer: LayerFlow) -> Double? in
      guard last.step > 0, let step = layer[.updateNorm], let norm = layer[.weightNorm], norm > 0
      else { return nil }
      return step / norm
    }
    return [
      extreme(.deadChannels, { $0[.deadShare] }, >, { $0 > limits.deadShare }) {
        "\(NumberText.fixed($1 * 100, decimals: 0)) % of the channels of \($0) are dead"
      },
      extreme(.largeUpdate, update, >, { $0 > limits.largestUpdate }) {
        "the step changes \($0) by \(NumberText.short($1, digits: 2)) of its norm"
      },
      extreme(.smallUpdate, update, <, { $0 < limits.leastUpdate }) {
        "the step changes \($0) by only \(NumberText.short($1, digits: 2)) of its norm"
      },
      extreme(.heavyTail, { $0[.gradientKurtosis] }, >, { $0 > limits.kurtosis }) {
        "few entries carry the gradient of \($0): its kurtosis is \(NumberText.short($1))"
      },
      responses(last),
    ].compactMap { $0 }
  }

  private func responses(_ record: FlowRecord) -> Finding? {
    let profile = record.profile(.responseDeviation)
    let ratio = 1 / profile.firstOverLast
    guard ratio > limits.responseRatio || ratio < 1 / limits.responseRatio,
      let path = profile.paths.last
    else { return nil }
    return Finding(
      kind: .responses, path: path, step: record.step, value: ratio,
      text: "the responses of \(path) are \(NumberText.short(ratio, digits: 2)) times the first "
        + "layer's at step \(record.step)")
  }

  func summary(_ findings: Int) -> String {
    guard let first = records.first, let last = records.last else {
      return "nothing was measured"
    }
    let ratio = { (record: FlowRecord) in
      NumberText.short(record.profile(.weightGradientNorm).firstOverLast, digits: 2)
    }
    let span =
      first.step == last.step ? "at step \(first.step)" : "steps \(first.step) to \(last.step)"
    let gradients =
      first.step == last.step
      ? ratio(first) : "\(ratio(first)) at first and \(ratio(last)) in the end"
    let count =
      findings == 0
      ? "nothing out of the ordinary" : findings == 1 ? "1 finding" : "\(findings) findings"
    return "\(count), \(span); "
      + "first layer's gradient over the last's: \(gradients)"
  }
}
