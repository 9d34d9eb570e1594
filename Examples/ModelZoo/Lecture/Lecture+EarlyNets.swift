import Gradus

extension Lecture {
  static func alexNet(_ nets: LectureNetworks) -> [LectureRow] {
    let costs = nets.costs("alexnet-paper")
    let convs = costs.operations.filter { $0.kind == .convolution }
    let fulls = costs.operations.filter { $0.kind == .matrixProduct }
    let names = Set(costs.operations.map(\.operation))
    let weights = Double(costs.parameters) * 4 * 3 / 2 / 0x1p30
    let results =
      Double(costs.total(\.outputElements, of: [.convolution, .matrixProduct])) * 4 * 128 / 0x1p30
    let groups = convs[1].geometry.split(separator: "g").last.flatMap { Int($0) } ?? 1
    return [
      number(
        .alexNet, "layers", "8-layer CNN", 8, exact: Double(nets.layers("alexnet-paper")),
        source: "Krizhevsky 2012"),
      number(
        .alexNet, "convolutions", "5 Conv layers", 5, exact: Double(convs.count),
        source: "Krizhevsky 2012"),
      number(
        .alexNet, "fully connected layers", "3 FC layers", 3, exact: Double(fulls.count),
        source: "Krizhevsky 2012"),
      number(
        .alexNet, "pixels of the image", "$227 \\times 227$  input", 227,
        exact: Double(4 * (convs[0].output[1] - 1) + 11), source: "own",
        note: "the paper prints 224, from which 11x11 with stride 4 does not make 55"),
      statement(
        .alexNet, "max pooling, ReLU, LRN", "Max pooling, ReLU nonlinearity, LRN",
        source: "Krizhevsky 2012",
        [("maxPool", "max pooling"), ("relu", "ReLU"), ("localResponseNormalization", "LRN")].map {
          LectureCase($0.1, names.contains($0.0), names.contains($0.0) ? "there" : "missing")
        }),
      number(
        .alexNet, "GTX 580 GPUs", "GTX 580 GPUs (2 of them", 2, exact: Double(groups),
        source: "Krizhevsky 2012", note: "the groups of conv2, 4 and 5"),
      number(
        .alexNet, "GTX 580, memory of each", "3GB of Memory each", 3, 0, " GB", exact: 3,
        source: "Krizhevsky 2012",
        note: "what half of the net needs is the next line: it fits several times over"),
      number(
        .alexNet, "half the net, a batch of 128", "", 0.66, 2, " GiB", exact: weights + results,
        source: "own",
        tallies: [
          LectureTally(
            title: "one of two GPUs, float32", unit: "GiB",
            terms: [
              .init(name: "half the weights, their gradients and momentum", value: weights),
              .init(name: "half the results of conv and fc, and their gradients", value: results),
            ])
        ],
        note: "weights three times and results twice, nothing else that training keeps"),
      number(
        .alexNet, "pixels across a first filter", "Visualizing the 11x11 filters", 11,
        exact: Double(convs[0].window.kernel), source: "Krizhevsky 2012"),
      statement(
        .alexNet, "LRN is in none of the later nets", "LRN (not used anymore now)",
        note: "that it does nothing: VGG A-LRN has the error of A, 29.7 against 29.6 %",
        [("vgg16", "VGG-16"), ("resnet50", "ResNet-50"), ("densenet121", "DenseNet-121")].map {
          let has = nets.costs($0.0).operations.contains { $0.kind == .localResponse }
          return LectureCase($0.1, !has, has ? "has it" : "has none")
        } + [
          LectureCase(
            "GoogLeNet",
            !nets.costs("googlenet-paper").operations.contains { $0.kind == .localResponse },
            "two in its stem")
        ]),
    ]
  }

  static func zfNet(_ nets: LectureNetworks) -> [LectureRow] {
    func convs(_ name: String) -> [OperationCost] {
      nets.costs(name).operations.filter { $0.kind == .convolution }
    }
    let (alex, paper, slide) = (
      convs("alexnet-paper"), convs("zfnet-paper"), convs("zfnet-lecture")
    )
    let pool = nets.costs("zfnet-paper").operations.first { $0.kind == .pooling }
    let full = nets.costs("zfnet-paper").operations.first { $0.kind == .matrixProduct }
    func channels(_ list: [OperationCost]) -> [Int] { list[2...4].map { $0.output[-1] } }
    return [
      statement(
        .zfNet, "the first filter", "(11 \\times 11 \\text{ stride } 4) \\rightarrow (7 \\times 7",
        source: "Zeiler 2013",
        [
          LectureCase("AlexNet's", alex[0].geometry == "11x11/4", alex[0].geometry),
          LectureCase("ZFNet's", paper[0].geometry == "7x7/2", paper[0].geometry),
        ]),
      statement(
        .zfNet, "channels of conv3, 4 and 5",
        "(384, 384, 256)  $\\rightarrow$  (512, 1024, and 512)",
        source: "Zeiler 2013",
        note: "Table 2 (b) of the paper; its Fig. 3, on the next slide, keeps 384, 384, 256",
        [
          LectureCase("AlexNet's", channels(alex) == [384, 384, 256], "\(channels(alex))"),
          LectureCase("the slide's", channels(slide) == [512, 1024, 512], "\(channels(slide))"),
          LectureCase("Fig. 3's", channels(paper) == [512, 1024, 512], "\(channels(paper))"),
        ]),
      number(
        .zfNet, "layers", "our 8 layer convnet", 8, exact: Double(nets.layers("zfnet-paper")),
        source: "Zeiler 2013"),
      number(
        .zfNet, "pixels of the image", "A 224 by 224 crop", 224,
        exact: Double(nets.costs("zfnet-paper").input[1]), source: "Zeiler 2013"),
      number(
        .zfNet, "pixels across a first filter", "each of size 7 by 7", 7,
        exact: Double(paper[0].window.kernel), source: "Zeiler 2013"),
      number(
        .zfNet, "stride of the first filters", "using a stride of 2", 2,
        exact: Double(paper[0].window.stride), source: "Zeiler 2013"),
      number(
        .zfNet, "pixels across a pooling", "max within 3x3 regions", 3,
        exact: Double(pool?.window.kernel ?? 0), source: "Zeiler 2013"),
      number(
        .zfNet, "stride of the pooling", "using stride 2", 2,
        exact: Double(pool?.window.stride ?? 0), source: "Zeiler 2013"),
      number(
        .zfNet, "first filters", "96 different 1st layer filters", 96,
        exact: Double(paper[0].output[-1]), source: "Zeiler 2013"),
      number(
        .zfNet, "pixels after the first pooling", "96 different 55 by 55", 55,
        exact: Double(pool?.output[1] ?? 0), source: "Zeiler 2013",
        note: "with one zero around the image and the pooled map"),
      number(
        .zfNet, "features", "6 \\cdot 6 \\cdot 256 = 9216", 9216,
        exact: Double(full?.inputElements ?? 0), source: "Zeiler 2013"),
    ]
  }
}

extension OperationCost {
  /// The side and the step of a square window, read off its geometry, `11x11/4 g2`.
  fileprivate var window: (kernel: Int, stride: Int) {
    let parts = geometry.split(separator: " ").first?.split(separator: "/") ?? []
    let kernel = parts.first?.split(separator: "x").first.flatMap { Int($0) } ?? 0
    return (kernel, parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
  }
}
