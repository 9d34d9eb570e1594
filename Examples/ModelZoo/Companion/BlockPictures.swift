import Gradus

/// The lecture's drawings of blocks and of networks beside each other.
enum BlockPictures {
  private static func part(_ network: String, _ module: String, _ title: String) throws
    -> NetworkGraph
  {
    let entry = try Catalog.entry(named: network)
    let drawn = try DrawnNetwork(entry, module: module)
    return drawn.graph.titled(title)
  }

  /// A block of the plain net beside a residual one.
  static func residual() throws -> SVGDocument {
    NetworkGraph.svg(
      [
        try part("plain34", "layer1.0", "plain block"),
        try part("resnet34", "layer1.0", "residual block"),
      ], identifier: "residual-block", title: "A plain and a residual block", labels: .short)
  }

  /// A basic block beside a bottleneck.
  static func bottleneck() throws -> SVGDocument {
    NetworkGraph.svg(
      [
        try part("resnet34", "layer1.1", "basic block, 64"),
        try part("resnet50", "layer1.1", "bottleneck, 256"),
      ], identifier: "bottleneck", title: "A basic block and a bottleneck", labels: .short)
  }

  /// A block of 2015 beside one of 2016.
  static func normalization() throws -> SVGDocument {
    NetworkGraph.svg(
      [
        try part("resnet110-cifar", "layer1.1", "original, 2015"),
        try part("preact_resnet110-cifar", "layer1.1", "pre-activation, 2016"),
      ], identifier: "normalization", title: "Where normalisation stands", labels: .short)
  }

  /// GoogLeNet's modules with the heads that only training has.
  static func googLeNetWithHeads() throws -> SVGDocument {
    let entry = try Catalog.entry(named: "googlenet-paper")
    return try DrawnNetwork(entry, isTraining: true, depth: 1, isFolded: false).graph.svg(
      identifier: "googlenet-heads", title: "GoogLeNet with its auxiliary heads",
      direction: .right, labels: .turned)
  }

  /// Krizhevsky et al. 2012, Fig. 2, and Zeiler and Fergus 2013, Fig. 3, layer by layer.
  static func earlyNetworks() throws -> SVGDocument {
    let graphs = try ["alexnet-paper", "zfnet-paper"].map { name in
      try DrawnNetwork(try Catalog.entry(named: name), isTraining: true, isFolded: false).graph
    }
    return NetworkGraph.svg(
      graphs, identifier: "early-networks", title: "AlexNet and ZFNet", direction: .right,
      labels: .turned)
  }

  /// He et al. 2015, Fig. 3.
  static func threeNetworks() throws -> SVGDocument {
    let graphs = try ["vgg19", "plain34", "resnet34-a"].map { name in
      try DrawnNetwork(try Catalog.entry(named: name), depth: 1, layersOnly: true, isFolded: false)
        .graph
    }
    return NetworkGraph.svg(
      graphs, identifier: "three-networks", title: "VGG-19, plain-34 and ResNet-34",
      direction: .right, labels: .turned)
  }

  /// One 5x5 convolution beside two 3x3.
  static var threes: SVGDocument {
    func net(_ title: String, _ kernels: [Int]) -> NetworkGraph {
      let model = Sequential(
        kernels.flatMap { kernel -> [any Layer] in
          [Conv2d(64, 64, kernel: kernel, padding: kernel / 2), ReLU()]
        })
      return NetworkGraph(of: model, title: title, input: [1, 56, 56, 64]) { model($0) }
    }
    return NetworkGraph.svg(
      [net("25 C²: one 5x5", [5]), net("18 C²: two 3x3", [3, 3])], identifier: "threes",
      title: "One 5x5 convolution and two 3x3", labels: .short)
  }

  /// The inception module as first thought of, and with its reductions (Szegedy et al. 2014, Fig. 2).
  static var inception: SVGDocument {
    let input: Shape = [1, 28, 28, 192]
    func conv(_ inputs: Int, _ outputs: Int, _ kernel: Int) -> ConvReLU {
      ConvReLU(inputs, outputs, kernel: kernel, padding: kernel / 2, normalized: false)
    }
    let naive = Concatenate {
      conv(192, 64, 1)
      conv(192, 128, 3)
      conv(192, 32, 5)
      MaxPool2d(kernel: 3, stride: 1, padding: 1)
    }
    let reduced = Inception(192, 64, 96, 128, 16, 32, 32)
    func graph(_ layer: any Layer, _ title: String) -> NetworkGraph {
      let costs = NetworkCosts(of: layer, input: input) { layer($0) }
      let megas = NumberText.fixed(Double(costs.multiplyAdds) / 1e6, decimals: 0)
      let text = "\(title): \(megas) M multiply-adds, \(costs.parameters.grouped) parameters"
      return NetworkGraph(of: layer, title: text, input: input) { layer($0) }.flattened
    }
    return NetworkGraph.svg(
      [graph(naive, "naive"), graph(reduced, "reduced")], identifier: "inception",
      title: "The inception module, naive and with reductions", labels: .short)
  }
}
