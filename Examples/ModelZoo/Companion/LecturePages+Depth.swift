import Gradus

extension LecturePages {
  static func resNet(
    _ rows: Rows, _ zoo: String, _ check: String, _ numbers: Numbers
  ) throws -> [LecturePage] {
    [
      LecturePage(
        .year2015, "", "Normalisation, depth, and an error almost halved.", [check],
        rows: rows(.year2015), picture: .drawing(ComparisonPictures.depth),
        source: "He et al. 2015; Ioffe and Szegedy 2015"),
      LecturePage(
        .deeper, "", "A deep plain net trains worse than a shallow one: it under-fits.",
        DepthErrors.commands, picture: .drawing(DepthErrors.svg), isWide: true,
        source: "measured; after He et al. 2015, Fig. 1"),
      LecturePage(
        .residualBlock, "", "A block adds to its input, so that the identity costs nothing.",
        ["\(zoo) draw plain34 resnet34 --module layer1.0"], rows: rows(.residualBlock),
        picture: .drawing(try BlockPictures.residual()), source: "He et al. 2015, Fig. 2"),
      numbers(
        .stages, "A stack of equal blocks in stages.", "\(zoo) summary resnet34",
        "He et al. 2015, Table 1"),
      LecturePage(
        .stages, "VGG-19, plain-34 and ResNet-34",
        "The same 34 layers without and with shortcuts, and a fifth of VGG-19's arithmetic.",
        [
          "\(zoo) draw vgg19 plain34 resnet34-a --layers --unfolded --direction right --labels turned"
        ], picture: .drawing(try BlockPictures.threeNetworks()), isWide: true,
        source: "He et al. 2015, Fig. 3"),
      numbers(
        .resNet18, "1 + 4·4 + 1 layers.", "\(zoo) summary resnet18", "He et al. 2015, Table 1"),
      numbers(
        .resNet34, "1 + 6 + 8 + 12 + 6 + 1 layers.", "\(zoo) diff resnet34 resnet34-a",
        "He et al. 2015, Table 1; torchvision's weights"),
      LecturePage(
        .bottleneck, "", "Narrow, filter, widen: cheaper, and on four times the channels.",
        ["\(zoo) draw resnet50 --module layer1.1"], rows: rows(.bottleneck),
        picture: .drawing(try BlockPictures.bottleneck()), source: "He et al. 2015, Fig. 5"),
      numbers(
        .resNet50, "ResNet-34 with bottlenecks, and with more of them.",
        "\(zoo) diff resnet101 resnet152", "He et al. 2015, Table 1"),
      LecturePage(
        .resNet50, "18 to 152 layers", "The columns of the paper's Table 1, read off the networks.",
        ["\(zoo) diff resnet34 resnet50"], picture: .table(LectureTables.resNet()), isWide: true,
        source: "He et al. 2015, Table 1"),
      LecturePage(
        .normalization, "", "Behind each convolution in 2015, before it in 2016.",
        ["\(zoo) draw preact_resnet110-cifar --module layer1.1"], rows: rows(.normalization),
        picture: .drawing(try BlockPictures.normalization()),
        source: "He et al. 2015, Fig. 2; He et al. 2016, Fig. 4"),
    ]
  }

  static func later(_ rows: Rows, _ zoo: String, _ check: String) -> [LecturePage] {
    [
      LecturePage(
        .later, "", "More paths, gates and denser wiring improve on ResNet.", [check],
        rows: rows(.later), picture: .drawing(ComparisonPictures.descendants),
        source: "Xie et al. 2016; Hu et al. 2017; Huang et al. 2016"),
      LecturePage(
        .summary, "the eras", "Bigger, then efficient, then deep, then efficient again.",
        ["\(zoo) plot eras"], picture: .drawing(EraPlot.svg), isWide: true,
        source: "after Canziani et al. 2016, Fig. 2"),
      LecturePage(
        .summary, "", "What the first families and the last ones have in common with their time.",
        [check], rows: rows(.summary), source: "papers and torchvision's weights"),
    ]
  }
}
