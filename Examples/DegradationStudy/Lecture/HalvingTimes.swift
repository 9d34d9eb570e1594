import Gradus
import GradusClaims

extension ExperimentName {
  static let halvingTimes = ExperimentName("halving-times")
}

extension Subject {
  /// The lecture's two cases: a convolution of a size, and of half the size and twice the channels.
  static let fullSize = Subject("C x 2H x 2W"), halfSize = Subject("2C x H x W")
}

extension Quantity {
  /// Seconds of one forward and backward pass, the median.
  static let passSeconds = Quantity("seconds a pass")
}

/// The time of a 3x3 convolution before and after the size is halved and the channels doubled.
struct HalvingTimes: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.halvingTimes
  let summary = "A 3x3 convolution timed at a size, and at half the size with twice the channels."
  var design: [String: String] {
    [
      "cases":
        "\(channels) channels of \(2 * side) x \(2 * side), \(2 * channels) of \(side) x \(side)",
      "batch": "\(batch)", "metric": "median seconds of \(repeats) passes forward and backward",
    ]
  }

  private var channels: Int { scale.preset == .tiny ? 2 : 32 }
  private var side: Int { scale.preset == .tiny ? 4 : 14 }
  private var batch: Int { scale.preset == .tiny ? 2 : 32 }
  private var repeats: Int { scale.preset == .tiny ? 1 : 15 }

  var trials: [Trial] { .all([.fullSize, .halfSize], seeds: scale.seeds) { _ in 0.3 } }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let isFull = trial.subject == .fullSize
    let (channels, side) = (
      isFull ? self.channels : 2 * self.channels, isFull ? 2 * self.side : self.side
    )
    let layer = Conv2d(channels, channels, kernel: 3, padding: 1, bias: false)
      .initialize(seed: trial.seed)
    let images = Tensor.normal(
      [batch, side, side, channels], from: RandomStream(seed: trial.seed, name: "images"))
    let clock = ContinuousClock()
    func pass() -> Double {
      let start = clock.now
      let tape = Tape(.training)
      let input = tape.variable(images)
      _ = tape.gradients(of: layer(input).sum())
      return (clock.now - start) / .seconds(1)
    }
    _ = pass()
    let costs = NetworkCosts(of: layer, input: [1, side, side, channels]) { layer($0) }
    return TrialRecord(
      trial,
      values: [
        .passSeconds: Quantile.median((0..<repeats).map { _ in pass() }) ?? .nan,
        .multiplyAdds: Double(costs.multiplyAdds),
      ])
  }
}
