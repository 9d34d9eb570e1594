extension Fork {
  /// The forks that the catalog knows.
  ///
  /// Biases before normalisation are none: they have names, so that weights with and without them are
  /// refused by each other's networks.
  public static let known: [Fork] = [
    Fork(
      subject: "where option A's zero channels stand",
      branches: [
        Branch(
          choice: "all behind the input's", publications: "Facebook's fb.resnet.torch, and here",
          variants: cifarDepths.map { NetworkVariant("resnet\($0)-cifar") }),
        Branch(
          choice: "half before and half behind",
          publications: "Idelbayev's pytorch_resnet_cifar10 and what was made from it",
          variants: cifarDepths.map { NetworkVariant("resnet\($0)-cifar-both-sides") }),
      ]),
    Fork(
      subject: "whether blocks have shortcuts",
      branches: [
        Branch(
          choice: "none, the plain net", publications: "He et al. 2015, Fig. 3 and section 4.2",
          variants: plainNames.map { NetworkVariant($0.plain) }),
        Branch(
          choice: "identities and option A", publications: "He et al. 2015, Fig. 3 and section 4.2",
          variants: plainNames.map { NetworkVariant($0.residual) }),
      ]),
    Fork(
      subject: "which convolution of a bottleneck has the stride",
      branches: [
        Branch(
          choice: "the 3x3", publications: "torchvision, fb.resnet.torch, timm",
          variants: bottleneckNames.map { NetworkVariant($0) }),
        Branch(
          choice: "the first 1x1", publications: "He et al. 2015 in Caffe and ports of it, Keras",
          variants: bottleneckNames.map { NetworkVariant("\($0)-v1") }),
      ]),
    Fork(
      subject: "how images are normalised",
      branches: [
        Branch(
          choice: "to -1...1", publications: "TensorFlow's weights and ports of them",
          variants: inceptions.map { NetworkVariant($0) }),
        Branch(
          choice: "by ImageNet's statistics, undone by the network (transform_input)",
          publications: "torchvision",
          variants: inceptions.map { NetworkVariant($0, .transformsInput) }),
      ]),
    Fork(
      subject: "windows of maximum poolings that hang over the edge",
      branches: [
        Branch(
          choice: "kept (ceil mode)", publications: "Caffe, torchvision",
          variants: squeezeNets.map { NetworkVariant($0) }),
        Branch(
          choice: "left out", publications: "ports to frameworks that only round down, as Keras",
          variants: squeezeNets.map { NetworkVariant($0, .roundsPoolingDown) }),
      ]),
    Fork(
      subject: "what normalisations add to variances",
      branches: [
        Branch(
          choice: "0.00001", publications: "torchvision",
          variants: normalized.map { NetworkVariant($0) }
            + normalized.map { NetworkVariant($0, .padsAsTensorFlow) }),
        Branch(
          choice: "0.001", publications: "weights trained in TensorFlow and Keras",
          variants: normalized.map { NetworkVariant($0, .epsilon(1e-3)) }
            + normalized.map { NetworkVariant($0, .epsilon(1e-3), .padsAsTensorFlow) }),
      ]),
    Fork(
      subject: "where convolutions with a stride pad",
      branches: [
        Branch(
          choice: "alike on all sides", publications: "torchvision, weights trained in PyTorch",
          variants: (normalized + normalizedAlike).map { NetworkVariant($0) }
            + normalized.map { NetworkVariant($0, .epsilon(1e-3)) }),
        Branch(
          choice: "one more behind where the number is odd (SAME)",
          publications: "weights trained in TensorFlow and Keras, timm's tf_ networks",
          variants: (normalized + normalizedAlike).map { NetworkVariant($0, .padsAsTensorFlow) }
            + normalized.map { NetworkVariant($0, .epsilon(1e-3), .padsAsTensorFlow) }),
      ]),
    Fork(
      subject: "the activation",
      branches: [
        Branch(
          choice: "ReLU6", publications: "TensorFlow's release of MobileNet, timm",
          variants: [NetworkVariant("mobilenet_v1")]),
        Branch(
          choice: "ReLU", publications: "the paper, ports to Caffe and PyTorch",
          variants: [NetworkVariant("mobilenet_v1-relu")]),
      ]),
  ]

  private static let cifarDepths = [20, 32, 44, 56, 110, 1202]
  private static let plainNames: [(plain: String, residual: String)] =
    cifarDepths.dropLast().map { ("plain\($0)-cifar", "resnet\($0)-cifar") }
    + [("plain18", "resnet18-a"), ("plain34", "resnet34-a")]
  private static let bottleneckNames = ["resnet50", "resnet101", "resnet152", "se_resnet50"]
  private static let inceptions = ["googlenet", "inception_v3"]
  private static let squeezeNets = ["squeezenet1_0", "squeezenet1_1"]
  /// Networks first trained in TensorFlow whose epsilon here is PyTorch's.
  private static let normalized = [
    "mobilenet_v1", "mobilenet_v1_0_75", "mobilenet_v1_0_5", "mobilenet_v1_0_25", "mobilenet_v2",
    "mnasnet1_0", "mnasnet_a1", "efficientnet_b0", "efficientnet_b1", "efficientnet_b2",
    "efficientnet_b3", "efficientnet_b4",
  ]
  /// Those whose epsilon is TensorFlow's already.
  private static let normalizedAlike = [
    "mobilenet_v3_large", "mobilenet_v3_small", "efficientnet_b5", "efficientnet_b6",
    "efficientnet_b7",
  ]

  /// The forks that a variant is at.
  public static func known(of variant: NetworkVariant) -> [Fork] {
    known.filter { $0.branch(of: variant) != nil }
  }

  /// All variants that take the weights of one: those that its forks lead to, and forks from those; itself
  /// first.
  public static func rivals(of variant: NetworkVariant) -> [NetworkVariant] {
    var (found, next) = ([variant], 0)
    while next < found.count {
      let rivals = known(of: found[next]).flatMap { $0.rivals(of: found[next]) }
      for rival in rivals where !found.contains(rival) { found.append(rival) }
      next += 1
    }
    return found
  }
}
