import Gradus

extension Lecture {
  /// The symbolic comparisons of the slides, as factors of C², CHW or HWC², measured at sizes that
  /// divide evenly.
  static var laws: [LectureNumber] {
    let (size, channels) = (16, 8)
    let square = Double(channels * channels)
    let image = Double(size * size) * square
    func law(_ item: String, _ printed: Double, _ unit: String, _ value: Double) -> LectureNumber {
      LectureNumber(item, printed, 0, unit, exact: value, reproduced: value, by: "law, no biases")
    }
    func conv(_ inputs: Int, _ outputs: Int, _ kernel: Int) -> Conv2d {
      Conv2d(inputs, outputs, kernel: kernel, padding: kernel / 2, bias: false)
    }
    func costs(_ layers: [any Layer], _ size: Int, _ channels: Int) -> NetworkCosts {
      let model = Sequential(layers)
      return NetworkCosts(of: model, input: [1, size, size, channels]) { model($0) }
    }
    let five = costs([conv(channels, channels, 5)], size, channels)
    let threes = costs(
      [conv(channels, channels, 3), conv(channels, channels, 3)], size, channels)
    let early = costs([conv(channels, channels, 3)], 2 * size, channels)
    let late = costs([conv(2 * channels, 2 * channels, 3)], size, 2 * channels)
    let basic = threes
    let bottleneck = costs(
      [
        conv(4 * channels, channels, 1), conv(channels, channels, 3),
        conv(channels, 4 * channels, 1),
      ],
      size, 4 * channels)
    let outputs = Double(size * size * channels)
    return [
      law("one 5x5, parameters", 25, " C²", Double(five.parameters) / square),
      law("two 3x3, parameters", 18, " C²", Double(threes.parameters) / square),
      law("one 5x5, flop", 25, " C²HW", Double(five.multiplyAdds) / image),
      law("two 3x3, flop", 18, " C²HW", Double(threes.multiplyAdds) / image),
      law("C on 2H x 2W, memory", 4, " CHW", Double(early.convolutionOutputElements) / outputs),
      law("C on 2H x 2W, parameters", 9, " C²", Double(early.parameters) / square),
      law("C on 2H x 2W, flop", 36, " HWC²", Double(early.multiplyAdds) / image),
      law("2C on H x W, memory", 2, " CHW", Double(late.convolutionOutputElements) / outputs),
      law("2C on H x W, parameters", 36, " C²", Double(late.parameters) / square),
      law("2C on H x W, flop", 36, " HWC²", Double(late.multiplyAdds) / image),
      law("basic block, flop", 18, " HWC²", Double(basic.multiplyAdds) / image),
      law("bottleneck, flop", 17, " HWC²", Double(bottleneck.multiplyAdds) / image),
    ]
  }

  /// Numbers of the challenge, which no network decides: compared with what was published.
  static var challenge: [LectureNumber] {
    [
      LectureNumber(
        "training images", 1.2, 1, " M", exact: 1.281167, reproduced: 1.281167,
        by: "ILSVRC 2012, cut off", .right, rounding: .down),
      LectureNumber(
        "2014 : 2015, top-5 error", 1.9, 1, "X", exact: 6.67 / 3.57, reproduced: 6.67 / 3.57,
        by: "6.67 % to 3.57 %"),
    ]
  }
}
