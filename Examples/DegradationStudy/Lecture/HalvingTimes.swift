import Gradus
import GradusClaims

extension ExperimentName {
  static let halvingTimes = ExperimentName("halving-times")
}

extension TimesInTurn {
  /// The lecture's two cases: a 3x3 convolution of a size, and of half the size with twice the
  /// channels, forward and backward.
  static func halving(_ scale: ExperimentScale) -> TimesInTurn {
    let isTiny = scale.preset == .tiny
    let (channels, side, batch) = isTiny ? (2, 4, 2) : (32, 14, 32)
    return TimesInTurn(
      scale: scale, name: .halvingTimes,
      summary: "A 3x3 convolution timed at a size, and at half the size with twice the channels.",
      first: "\(channels) channels of \(2 * side) x \(2 * side), batch \(batch)",
      second: "\(2 * channels) channels of \(side) x \(side), batch \(batch)"
    ) { seed, _ in
      (
        convolution(channels, side: 2 * side, batch: batch, seed: seed),
        convolution(2 * channels, side: side, batch: batch, seed: seed)
      )
    }
  }

  private static func convolution(_ channels: Int, side: Int, batch: Int, seed: UInt64) -> Work {
    let layer = Conv2d(channels, channels, kernel: 3, padding: 1, bias: false)
      .initialize(seed: seed)
    let images = Tensor.normal(
      [batch, side, side, channels], from: RandomStream(seed: seed, name: "images"))
    let costs = NetworkCosts(of: layer, input: [1, side, side, channels]) { layer($0) }
    return Work(
      pass: {
        let tape = Tape(.training)
        let input = tape.variable(images)
        _ = tape.gradients(of: layer(input).sum())
      }, multiplyAdds: costs.multiplyAdds)
  }
}
