import Gradus

extension Lecture {
  /// Residual networks: errors, multiply-adds and layers.
  static func residual(_ nets: LectureNetworks) -> [LectureNumber] {
    func error(_ name: String, _ printed: Double, _ decimals: Int) -> LectureNumber {
      let top5 = nets.torchvisionTop5(name)
      return LectureNumber(
        "\(name), top-5 error", printed, decimals, " %", exact: top5, reproduced: top5,
        by: "torchvision V1, 1 crop", .right, "not He et al.'s, who used 10 crops")
    }
    func flop(
      _ item: String, _ printed: Double, _ exact: Double, _ reproduced: Double,
      _ convention: String, _ verdict: LectureNumber.Verdict = .right, _ reason: String = "",
      rounding: LectureNumber.Rounding = .nearest
    ) -> LectureNumber {
      LectureNumber(
        "\(item), flop", printed, 1, " G", exact: exact, reproduced: reproduced, by: convention,
        verdict, reason, rounding: rounding)
    }
    let gigas = nets.gigas
    let seven = nets.torchvisionTop5("resnet50")
    return [
      error("vgg16", 9.6, 1), error("resnet18", 10.92, 2), error("resnet34", 8.58, 2),
      flop("ResNet-18", 1.8, gigas("resnet18"), gigas("resnet18-a"), "he2015"),
      flop(
        "ResNet-34", 3.6, gigas("resnet34"), gigas("resnet34-a"), "he2015, option A",
        .right, "option A; with the projections of option B it is 3.7"),
      LectureNumber(
        "resnet50, top-5 error", 7.13, 2, " %", exact: seven, reproduced: seven,
        by: "torchvision V1, cut off", .roughly, "7.14 when rounded", rounding: .down),
      flop(
        "ResNet-50", 3.8, gigas("resnet50"), gigas("resnet50-v1"), "he2015, cut off",
        .roughly, "3.86 with the paper's strides, 4.09 with torchvision's", rounding: .down),
      flop("ResNet-101", 7.6, gigas("resnet101"), gigas("resnet101-v1"), "he2015"),
      flop("ResNet-152", 11.3, gigas("resnet152"), gigas("resnet152-v1"), "he2015"),
      flop(
        "VGG-16 in He et al.", 15.3, gigas("vgg16"), nets.vggConvolutionGigas, "conv only",
        .right, "15.5 with the fully connected layers"),
      flop("VGG-19 in He et al.", 19.6, gigas("vgg19"), gigas("vgg19"), "conv and fc"),
      LectureNumber(
        "ResNet-18, layers", 18, 0, "", exact: 18, reproduced: nets.layers("resnet18-a"),
        by: "1 + 4·4 + 1", .right,
        "projections are not counted"),
      LectureNumber(
        "ResNet-34, layers", 34, 0, "", exact: 34, reproduced: nets.layers("resnet34-a"),
        by: "1 + 6 + 8 + 12 + 6 + 1"),
      LectureNumber(
        "ResNet-50, layers", 50, 0, "", exact: 50, reproduced: nets.layers("resnet50-v1"),
        by: "16 blocks · 3 + 2"),
    ]
  }
}
