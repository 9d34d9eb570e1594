import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `scaling`: what training on more machines would bring, on paper.
struct ScalingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scaling",
    abstract: "Simulate data parallel training from 2 to 1,024 ranks.",
    discussion: """
      A step of one rank is given as measured, in seconds for each image; the share of it that is backward \
      too. Prints efficiencies, the time of one rank over that of many with as many images each, and with \
      --output draws them.
      """)

  @Option(help: "Networks and measured seconds for each image, resnet50=0.9,plain56=0.02.")
  var seconds = "resnet50=0.25,vgg16=0.55,plain56=0.012"
  @Option(help: "Images of each rank.") var batch = 32
  @Option(help: "Share of a step that is backward.") var backward = 0.67
  @Option(help: "Gigabits a second between two hosts.") var gigabits = 10.0
  @Option(help: "Microseconds until a message is there.") var latency = 50.0
  @Option(help: "Microseconds a rank spends on a message.") var overhead = 5.0
  @Option(help: "Gigabytes a second that a rank adds up.") var adding = 4.0
  @Option(help: "Ranks to print.") var ranks = "2,4,8,16,32,64,128,256,512,1024"
  @Option(help: "The folder for pictures.") var output: String?

  private var link: ScalingModel.Link {
    ScalingModel.Link(
      latency: latency * 1e-6, bandwidth: gigabits * 1e9 / 8, overhead: overhead * 1e-6,
      adding: adding * 1e9)
  }

  func run() throws {
    let counts = ranks.split(separator: ",").compactMap { Int($0) }.filter { $0 >= 1 }
    guard !counts.isEmpty, batch >= 1, gigabits > 0, adding > 0, (0...1).contains(backward) else {
      throw UserError("--ranks, --batch, --gigabits, --adding and --backward must be positive")
    }
    let networks = try named()
    var table = TextTable(
      ["network", "MB"] + counts.map { "\($0)" } + [
        "smallest batch for 90 % on \(counts.last ?? 1)"
      ])
    var series: [PlotSeries] = []
    for (number, (network, seconds)) in networks.enumerated() {
      let model = ScalingModel(network)
      let efficiencies = counts.map { efficiency(model, seconds, batch, $0) }
      table.rows.append(
        [network.name, NumberText.fixed(model.byteCount / 1e6, decimals: 1)]
          + efficiencies.map { NumberText.fixed(100 * $0, decimals: 0) + " %" }
          + [smallest(model, seconds, counts.last ?? 1).map { "\($0)" } ?? "more than 65536"])
      series.append(
        PlotSeries(
          name: network.name,
          points: zip(counts, efficiencies).map { PlotPoint(x: Double($0), y: 100 * $1) },
          colour: .series(number), marksPoints: true))
    }
    print(table.text, terminator: "")
    guard let output else { return }
    try RunFolder(output).make()
    let plot = LinePlot(
      identifier: "efficiency",
      title: "Efficiency at \(batch) images a rank, \(NumberText.short(gigabits)) Gbit/s, "
        + "\(NumberText.short(latency)) µs",
      x: PlotAxis("ranks", .logarithmic), y: PlotAxis("efficiency, %", limits: 0...100),
      series: series)
    try AtomicFile.write(
      plot.svg().standalone,
      to: "\(output)/efficiency-\(NumberText.short(gigabits))gbit-batch\(batch).svg")
  }

  private func named() throws -> [(BenchmarkNetwork, Double)] {
    try seconds.split(separator: ",").map { part in
      let words = part.split(separator: "=")
      guard words.count == 2, let seconds = Double(words[1]), seconds > 0,
        let (network, _) = BenchmarkNetwork.compared.first(where: { $0.network.name == words[0] })
      else { throw UserError("--seconds: \(part) is not a known network and its seconds") }
      return (network, seconds)
    }
  }

  private func efficiency(
    _ model: ScalingModel, _ seconds: Double, _ batch: Int, _ ranks: Int
  ) -> Double {
    let alone = seconds * Double(batch)
    return alone
      / model.step(
        ranks: ranks, forward: alone * (1 - backward), backward: alone * backward, link
      ).seconds
  }

  /// The fewest images a rank, a power of two, that keep nine tenths; nil where none do.
  private func smallest(_ model: ScalingModel, _ seconds: Double, _ ranks: Int) -> Int? {
    (0...16).map { 1 << $0 }.first { efficiency(model, seconds, $0, ranks) >= 0.9 }
  }
}
