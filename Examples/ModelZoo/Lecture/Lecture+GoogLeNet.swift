import Gradus

extension Lecture {
  private static let twelve = "12 convolutions: the slide's table lacks conv3_3"

  static func googLeNet(_ nets: LectureNetworks) -> [LectureRow] {
    func smaller(_ name: String, _ a: Double, _ b: Double, _ unit: String) -> LectureCase {
      LectureCase(
        name, a < b, "\(LectureNumber.text(a)) against \(LectureNumber.text(b)) \(unit)")
    }
    func all(_ other: String, _ title: String) -> [LectureCase] {
      [
        smaller(
          "parameters of \(title)", nets.parameters("googlenet-paper").total,
          nets.parameters(other).total, "M"),
        smaller(
          "memory of \(title)", nets.memory("googlenet-paper").total, nets.memory(other).total,
          "MiB"),
        smaller(
          "multiply-adds of \(title)", nets.multiplyAdds("googlenet-paper").total,
          nets.multiplyAdds(other).total, "G"),
      ]
    }
    let modules = nets.costs("googlenet-paper").root.children.filter { $0.type == "Inception" }
    return [
      statement(
        .googLeNet, "less of everything", "Reduce the parameters, memory and the compute",
        note: "of AlexNet it has fewer parameters, but more memory and twice the multiply-adds",
        all("vgg16", "VGG-16")),
      statement(
        .inception, "a unit with parallel branches", "unit with parallel branches",
        source: "Szegedy 2014",
        modules.map {
          LectureCase($0.name, $0.children.count == 4, "\($0.children.count) branches")
        }),
    ]
  }

  static func stem(_ nets: LectureNetworks) -> [LectureRow] {
    let google = (
      memory: nets.memory("googlenet-paper", .stem, pooling: true),
      parameters: nets.parameters("googlenet-paper", .stem, per: 1e3),
      flop: nets.multiplyAdds("googlenet-paper", .stem, per: 1e6)
    )
    let vgg = (
      memory: nets.memory("vgg16", .stem), parameters: nets.parameters("vgg16", .stem),
      flop: nets.multiplyAdds("vgg16", .stem, per: 1e6)
    )
    let table = (
      memory: nets.memory("vgg16-lecture", .stem),
      parameters: nets.parameters("vgg16-lecture", .stem),
      flop: nets.multiplyAdds("vgg16-lecture", .stem, per: 1e6)
    )
    let convolutions = nets.memory("googlenet-paper", .stem)
    // 418.67, which also gives the printed ratio.
    let halved = google.flop.total - (google.flop.terms.first?.value ?? 0) / 2
    let last = nets.costs("googlenet-paper").operations.first { $0.path == "maxpool2" }
    return [
      number(
        .stem, "pixels before the stem", "From  $224 \\times 224$", 224,
        exact: Double(nets.costs("googlenet-paper").input[1]), source: "Szegedy 2014"),
      number(
        .stem, "pixels after the stem", "to  $28 \\times 28$", 28,
        exact: Double(last?.output[1] ?? 0), source: "Szegedy 2014"),
      sum(
        .stem, "GoogLeNet's stem, memory", "Compute - 7.5MB", 7.5, 1, " MB", google.memory,
        source: "Johnson",
        note: "the slide calls it compute; results of conv and pool, unlike VGG's beside it"),
      sum(
        .stem, "GoogLeNet's stem, parameters", "parameters - 124K", 124, 0, " K",
        google.parameters, source: "Johnson"),
      number(
        .stem, "GoogLeNet's stem, MFLOP", "MFlops - 418", 418, exact: google.flop.total,
        source: "Johnson", tallies: [google.flop], reproduced: halved,
        by: "the first convolution counted half, cut off; or 481, with pooling, digits swapped"),
      sum(
        .stem, "VGG-16's stem, memory", "Compute - 42.9MB", 42.9, 1, " MB", vgg.memory,
        source: "Johnson", reproduced: table.memory, by: twelve),
      number(
        .stem, "VGG-16 : GoogLeNet, memory", "(5.7X)", 5.7, 1, "X",
        exact: vgg.memory.total / convolutions.total, source: "Johnson",
        tallies: [vgg.memory, convolutions],
        reproduced: table.memory.total / google.memory.total,
        by: "12 convolutions without pooling against conv and pool"),
      sum(
        .stem, "VGG-16's stem, parameters", "parameters - 1.1M", 1.1, 1, " M", vgg.parameters,
        source: "Johnson", reproduced: table.parameters, by: twelve),
      number(
        .stem, "VGG-16 : GoogLeNet, parameters", "(8.9X)", 8.9, 1, "X",
        exact: 1e3 * vgg.parameters.total / google.parameters.total, source: "Johnson",
        tallies: [vgg.parameters, google.parameters], reproduced: 1100 / 124.0,
        by: "1.1 M : 124 K"),
      sum(
        .stem, "VGG-16's stem, MFLOP", "MFlops - 7485", 7485, 0, "", vgg.flop, source: "Johnson",
        reproduced: table.flop, by: twelve),
      number(
        .stem, "VGG-16 : GoogLeNet, MFLOP", "(17.8X)", 17.8, 1, "X",
        exact: vgg.flop.total / google.flop.total, source: "Johnson",
        tallies: [vgg.flop, google.flop], reproduced: table.flop.total / halved,
        by: "12 convolutions against a first convolution counted half, cut off"),
    ]
  }

  static func heads(_ nets: LectureNetworks) -> [LectureRow] {
    let google = nets.costs("googlenet-paper")
    let fulls = google.operations.filter { $0.kind == .matrixProduct }
    let fc = google.root.children.first { $0.name == "fc" }
    let pool = google.operations.last { $0.kind == .pooling }
    let entry = nets.entry("googlenet-paper").entry
    let heads = google.root.children.filter { $0.type == "AuxiliaryHead" }
    return [
      statement(
        .pooling, "the kernel is the last map's size", "kernel size = spatial dimensions",
        source: "Lin 2013",
        [
          LectureCase(
            "GoogLeNet", pool?.windowElements == 49 * 1024 && pool?.outputElements == 1024,
            "7x7 of 7x7")
        ]),
      statement(
        .pooling, "one linear layer", "One linear layer to predict the classification scores",
        source: "Szegedy 2014",
        [LectureCase("GoogLeNet", fulls.count == 1, "\(fulls.count) in inference")]),
      number(
        .pooling, "GoogLeNet's classifier, parameters", "", 1_025_000,
        exact: Double(fc?.parameters ?? 0), source: "own",
        note: "fc6 of VGG-16 alone has 102,764,544"),
      statement(
        .heads, "auxiliary classifiers at intermediate places",
        "add auxiliary classifiers at intermediate locations", source: "Szegedy 2014",
        note:
          "\((entry.parametersWithAuxiliary - entry.parameters).grouped) parameters that inference does "
          + "not have; each loss counts 0.3",
        [LectureCase("GoogLeNet", heads.count == 2, "\(heads.count) heads")]),
    ]
  }
}
