import Gradus

/// The winners of the ImageNet challenge by year, with their error and depth: the lecture's bar chart.
enum WinnersPlot {
  /// The picture.
  static var svg: SVGDocument {
    let kinds = ["shallow", "one network or several alike", "ensemble of several kinds"]
    let bars = ChallengeWinner.all.map { winner in
      BarPlot.Bar(
        category: "\(winner.year)\n\(winner.name)", value: winner.error,
        label: "\(NumberText.short(winner.error)) %\n\(winner.remark)",
        group: winner.remark == "shallow" ? 0 : winner.depth == nil ? 2 : 1)
    }
    return BarPlot(
      identifier: "winners", title: "ImageNet challenge: the winners by year",
      quantity: "top-5 error on the test images, %", groups: kinds,
      bars: bars, reference: ("a trained person, \(ChallengeWinner.human) %", ChallengeWinner.human)
    ).svg(width: 1180, height: 500)
  }
}
