import Gradus

extension Lecture {
  /// The symbolic comparisons of the slides, as factors of C², CHW or HWC², measured at sizes that
  /// divide evenly.
  static var laws: [LectureRow] {
    let (size, channels) = (16, 8)
    let square = Double(channels * channels)
    let image = Double(size * size) * square
    func conv(_ inputs: Int, _ outputs: Int, _ kernel: Int) -> Conv2d {
      Conv2d(inputs, outputs, kernel: kernel, padding: kernel / 2, bias: false)
    }
    func costs(_ layers: [any Layer], _ size: Int, _ channels: Int) -> NetworkCosts {
      let model = Sequential(layers)
      return NetworkCosts(of: model, input: [1, size, size, channels]) { model($0) }
    }
    func law(
      _ slide: LectureSlide, _ item: String, _ quote: String, _ printed: Double, _ unit: String,
      _ exact: Double
    ) -> LectureRow {
      number(slide, item, quote, printed, 0, unit, exact: exact, source: "slide")
    }
    let five = costs([conv(channels, channels, 5)], size, channels)
    let threes = costs(
      [conv(channels, channels, 3), conv(channels, channels, 3)], size, channels)
    let early = costs([conv(channels, channels, 3)], 2 * size, channels)
    let late = costs([conv(2 * channels, 2 * channels, 3)], size, 2 * channels)
    let between = costs([conv(channels, 2 * channels, 3)], size, channels)
    let outputs = Double(size * size * channels)
    return fields + [
      law(
        .threes, "one 5x5, parameters", "5 \\times 5 = 25C^2", 25, " C²",
        Double(five.parameters) / square),
      law(
        .threes, "two 3x3, parameters", "3 \\times 3 = 18C^2", 18, " C²",
        Double(threes.parameters) / square),
      law(
        .threes, "one 5x5, multiply-adds", "5 \\times 5 = 25C^2HW", 25, " C²HW",
        Double(five.multiplyAdds) / image),
      law(
        .threes, "two 3x3, multiply-adds", "3 \\times 3 = 18C^2HW", 18, " C²HW",
        Double(threes.multiplyAdds) / image),
      law(
        .halving, "C on 2H x 2W, memory", "Memory:  $4CHW$", 4, " CHW",
        Double(early.convolutionOutputElements) / outputs),
      law(
        .halving, "C on 2H x 2W, parameters", "parameters:  $9C^2$", 9, " C²",
        Double(early.parameters) / square),
      law(
        .halving, "C on 2H x 2W, multiply-adds", "Flops:  $36HWC^2$", 36, " HWC²",
        Double(early.multiplyAdds) / image),
      law(
        .halving, "2C on H x W, memory", "Memory:  $2CHW$", 2, " CHW",
        Double(late.convolutionOutputElements) / outputs),
      law(
        .halving, "2C on H x W, parameters", "parameters:  $36C^2$", 36, " C²",
        Double(late.parameters) / square),
      law(
        .halving, "2C on H x W, multiply-adds", "Flops:  $36HWC^2$", 36, " HWC²",
        Double(late.multiplyAdds) / image),
      statement(
        .halving, "the cost is unchanged", "computational cost is unchanged",
        [
          LectureCase(
            "convolutions behind the first", early.multiplyAdds == late.multiplyAdds, "36 HWC²"),
          LectureCase(
            "the first, from C to 2C channels", between.multiplyAdds == early.multiplyAdds,
            "\(Int(Double(between.multiplyAdds) / image)) HWC², half"),
        ]),
    ]
  }
}
