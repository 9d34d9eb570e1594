import Gradus

extension Lecture {
  static func year2015(_ nets: LectureNetworks) -> [LectureRow] {
    let (best2014, best2015) = (
      ChallengeWinner.named("GoogLeNet"), ChallengeWinner.named("ResNet")
    )
    let before = best2014.depth ?? 0
    return [
      statement(
        .year2015, "normalisation happened", "Batch Normalization happened",
        source: "Ioffe 2015",
        [("resnet152", true), ("vgg16", false), ("googlenet-paper", false)].map { name, has in
          let found = nets.costs(name).operations.contains { $0.kind == .normalization }
          return LectureCase(name, found == has, found ? "has it" : "has none")
        }),
      number(
        .year2015, "depth before", "(10 → 150+)", 10, exact: Double(before), source: "slide",
        note: "GoogLeNet's, 2014's winner; AlexNet and ZFNet had 8 layers, VGG 19"),
      number(
        .year2015, "depth of 2015's winner, and more", "150+", 150,
        exact: Double(nets.layers("resnet152")), source: "He 2015",
        note: "the slide says more than 150"),
      statement(
        .year2015, "depth grew by an order", "Depth increased by an order", source: "He 2015",
        [("AlexNet", 8), ("VGG-19", nets.layers("vgg19")), ("GoogLeNet", before)].map {
          let times = Double(nets.layers("resnet152")) / Double($0.1)
          return LectureCase(
            "since \($0.0)", times >= 10, "\(NumberText.fixed(times, decimals: 1)) times")
        }),
      statement(
        .year2015, "the error almost halved", "ILSVRC error almost halved", source: "ILSVRC",
        [
          LectureCase(
            "2014 to 2015", (0.5...0.6).contains(best2015.error / best2014.error),
            "\(best2014.error) to \(best2015.error) %")
        ]),
    ]
  }

  static func residual(_ nets: LectureNetworks) -> [LectureRow] {
    let names = ["resnet18", "resnet34"]
    let blocks = names.flatMap { name in
      nets.blocks(name).flatMap { $0 }.map { (name, $0) }
    }
    let stages = nets.blocks("resnet34")
    let sizes = stages.map { $0[0].output ?? [] }
    let first = nets.costs("resnet34").operations.first { $0.kind == .pooling }
    let image = nets.costs("resnet34").input[1]
    return [identity] + [
      statement(
        .stages, "each block has two 3x3 convolutions", "each resblock has two",
        source: "He 2015",
        blocks.map { name, block in
          let convs = block.children.filter { $0.type == "Conv2d" && $0.geometry.hasPrefix("3x3") }
          return LectureCase("\(name) \(block.path)", convs.count == 2, "\(convs.count)")
        }),
      statement(
        .stages, "the first block halves and doubles",
        "first block of each stage halves the resolution and doubles the channels",
        source: "He 2015",
        sizes.enumerated().map { index, size in
          let before = index == 0 ? first?.output ?? [] : sizes[index - 1]
          let holds = size[1] * 2 == before[1] && size[3] == 2 * before[3]
          return LectureCase(
            "stage \(index + 1)", holds,
            "\(before[1])x\(before[1])x\(before[3]) to \(size[1])x\(size[1])x\(size[3])")
        }),
      number(
        .stages, "the stem downsamples", "(downsamples by 4X", 4, 0, "X",
        exact: Double(image) / Double(first?.output[1] ?? 1), source: "He 2015"),
      statement(
        .stages, "no fully connected layers but one", "Eliminates the FC layers via GAP",
        source: "He 2015",
        ["resnet18", "resnet50", "resnet152"].map { name in
          let count = nets.costs(name).operations.count { $0.kind == .matrixProduct }
          return LectureCase(name, count == 1, "\(count) linear layer")
        }),
    ]
  }

  /// What a block makes of its input when its last normalisation scales by zero.
  private static var identity: LectureRow {
    let x = Tensor.normal([1, 6, 6, 4], from: RandomStream(seed: 1, name: "input")).absolute()
    func passes(_ shortcut: ShortcutOption) -> Bool {
      let block = BasicBlock(4, 4, shortcut: shortcut).initialize(seed: 1)
      block.bn2.weight?.value = Tensor.full([4], 0)
      return block(x).scalars == x.scalars
    }
    return statement(
      .residualBlock, "the identity is easy for a block",
      "learning identity function gets easier with additional layers", source: "He 2015",
      note: "with the last scale at zero the residual block passes its input on, bit for bit; the "
        + "plain one gives zeros",
      [
        LectureCase("residual block", passes(.padded), "passes its input on"),
        LectureCase("plain block is worse", !passes(.none), "gives zeros"),
      ])
  }
}
