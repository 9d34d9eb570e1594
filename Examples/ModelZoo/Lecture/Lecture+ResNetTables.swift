import Gradus

extension Lecture {
  /// The slides' tables of ResNet-18 and 34, stage by stage, their errors and multiply-adds.
  static func resNetTables(_ nets: LectureNetworks) -> [LectureRow] {
    func stages(_ slide: LectureSlide, _ name: String, _ printed: [Int]) -> [LectureRow] {
      let blocks = nets.blocks(name)
      let convs = blocks.map {
        $0.reduce(0) { sum, block in
          sum + block.children.count { $0.type == "Conv2d" }
        }
      }
      return printed.indices.map { index in
        let channels = 64 << index
        let found = blocks[index][0].output?[-1] ?? 0
        return statement(
          slide, "stage \(index + 1): C = \(channels), \(printed[index]) blocks",
          "Stage-\(index + 1) (C=\(channels)): \(printed[index]) resblocks "
            + "(\(2 * printed[index]) Conv)", source: "He 2015",
          [
            LectureCase("channels", found == channels, "\(found)"),
            LectureCase(
              "blocks", blocks[index].count == printed[index], "\(blocks[index].count)"),
            LectureCase("convolutions", convs[index] == 2 * printed[index], "\(convs[index])"),
          ])
      }
    }
    func error(
      _ slide: LectureSlide, _ title: String, _ name: String, _ quote: String, _ printed: Double,
      _ decimals: Int
    ) -> LectureRow {
      number(
        slide, "\(title), top-5 error", quote, printed, decimals, " %",
        exact: nets.torchvisionTop5(name), source: "torchvision",
        note: "one crop; He et al. took ten")
    }
    func layers(_ slide: LectureSlide, _ name: String, _ printed: Double) -> LectureRow {
      number(
        slide, "layers", "ResNet-\(Int(printed))", printed, exact: Double(nets.layers(name)),
        source: "He 2015", note: "projections are not counted")
    }
    let gigas = { nets.multiplyAdds($0).total }
    return [layers(.resNet18, "resnet18-a", 18)]
      + stages(.resNet18, "resnet18-a", [2, 2, 2, 2]) + [
        error(.resNet18, "ResNet-18", "resnet18", "Top-5 error: 10.92", 10.92, 2),
        sum(
          .resNet18, "ResNet-18, multiply-adds", "GFlop: 1.8", 1.8, 1, " G",
          nets.multiplyAdds("resnet18-a"), source: "He 2015",
          note: "option A; \(LectureNumber.text(gigas("resnet18"))) with projections"),
        layers(.resNet34, "resnet34-a", 34),
      ] + stages(.resNet34, "resnet34-a", [3, 4, 6, 3]) + [
        error(.resNet34, "ResNet-34", "resnet34", "Top-5 error: 8.58", 8.58, 2),
        sum(
          .resNet34, "ResNet-34, multiply-adds", "GFlop: 3.6", 3.6, 1, " G",
          nets.multiplyAdds("resnet34-a"), source: "He 2015",
          note: "option A; \(LectureNumber.text(gigas("resnet34"))) with projections"),
        error(.resNet34, "VGG-16", "vgg16", "(VGG: 9.6", 9.6, 1),
        sum(
          .resNet34, "VGG-16, multiply-adds again", "9.6 and 13.6", 13.6, 1, " G",
          nets.multiplyAdds("vgg16"), source: "Johnson",
          reproduced: nets.multiplyAdds("vgg16-lecture"),
          by: "12 convolutions: the slide's table lacks conv3_3"),
      ]
  }

  static func bottleneck(_ nets: LectureNetworks) -> [LectureRow] {
    let (thirtyFour, fifty) = (nets.blocks("resnet34"), nets.blocks("resnet50"))
    func more(_ name: String, _ title: String) -> [LectureCase] {
      zip(fifty, nets.blocks(name)).enumerated().map { index, pair in
        LectureCase(
          "stage \(index + 1) of \(title)", pair.1.count > pair.0.count,
          "\(pair.1.count) blocks")
      }
    }
    let seven = nets.torchvisionTop5("resnet50")
    func figure(_ name: String, _ net: String, _ printed: Double, _ note: String) -> LectureRow {
      sum(
        .resNet50, "\(name), multiply-adds", "", printed, 1, " G", nets.multiplyAdds(net),
        source: "He 2015", note: note)
    }
    return blockCosts + [
      statement(
        .resNet50, "ResNet-34's blocks become bottlenecks",
        "Resnet-34 becomes ResNet-50 if we replace the plain resblocks", source: "He 2015",
        zip(thirtyFour, fifty).enumerated().map { index, pair in
          LectureCase(
            "stage \(index + 1)",
            pair.0.count == pair.1.count && pair.1.allSatisfy { $0.type == "Bottleneck" },
            "\(pair.0.count) blocks, \(pair.1.count) bottlenecks")
        }),
      statement(
        .resNet50, "more blocks at each stage: 101, 152",
        "More blocks at each stage result in ResNet-101 and Resnet-152", source: "He 2015",
        more("resnet101", "101") + more("resnet152", "152")),
      number(
        .resNet50, "ResNet-50, layers", "ResNet-50", 50, exact: Double(nets.layers("resnet50-v1")),
        source: "He 2015", note: "16 blocks of 3, the stem and the classifier"),
      number(
        .resNet50, "ResNet-50, top-5 error", "", 7.13, 2, " %", exact: seven,
        source: "Johnson"),
      figure(
        "ResNet-50", "resnet50-v1", 3.8, "with torchvision's strides 4.09"),
      figure("ResNet-101", "resnet101-v1", 7.6, ""),
      figure("ResNet-152", "resnet152-v1", 11.3, ""),
    ]
  }

  /// A basic block on C channels against a bottleneck on 4C, in HWC².
  private static var blockCosts: [LectureRow] {
    let (size, channels) = (16, 8)
    let image = Double(size * size * channels * channels)
    let basic = BasicBlock(channels, channels, shortcut: .padded)
    let narrow = Bottleneck(4 * channels, planes: channels)
    let a = NetworkCosts(of: basic, input: [1, size, size, channels]) { basic($0) }
    let b = NetworkCosts(of: narrow, input: [1, size, size, 4 * channels]) { narrow($0) }
    return [
      number(
        .bottleneck, "basic block, multiply-adds", "", 18, 0, " HWC²",
        exact: Double(a.multiplyAdds) / image, source: "Johnson"),
      number(
        .bottleneck, "bottleneck, multiply-adds", "", 17, 0, " HWC²",
        exact: Double(b.multiplyAdds) / image, source: "Johnson",
        note: "4 + 9 + 4, on four times as many channels"),
    ]
  }
}
