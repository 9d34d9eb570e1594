import GradusLayers

/// The networks of pytorch-cifar without shortcuts around additions: LeNet, VGG, GoogLeNet and DenseNet.
extension PyTorchCIFARNet {
  /// LeNet: two 5x5 convolutions without padding and three fully connected layers, with ReLU and maximum
  /// pooling. It is LeCun et al. 1998's LeNet-5 in its sizes alone.
  ///
  /// Images of other than 32 by 32 pixels are averaged to the 5 by 5 features that the first connected layer
  /// takes; at that size this changes nothing.
  static func leNet(inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    PyTorchCIFARNet(
      [
        ("conv1", Conv2d(inputChannels, 6, kernel: 5)), ("relu1", ReLU()),
        ("pool1", MaxPool2d(kernel: 2)),
        ("conv2", Conv2d(6, 16, kernel: 5)), ("relu2", ReLU()), ("pool2", MaxPool2d(kernel: 2)),
        ("avgpool", AdaptiveAveragePool2d(height: 5, width: 5)), ("flatten", Flatten()),
        ("fc1", Linear(flattenedHeight: 5, width: 5, channels: 16, 120)), ("relu3", ReLU()),
        ("fc2", Linear(120, 84)), ("relu4", ReLU()),
        ("fc3", Linear(84, classes)),
      ], classes: classes,
      requirement: InputRequirement(minimumSize: 16, limitingLayer: "pool2"))
  }

  /// VGG11 to VGG19: 3x3 convolutions with biases and normalisations in five stages, each halved; `stages`
  /// has the number of convolutions of each.
  static func vgg(_ stages: [Int], inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    var (layers, channels) = ([any Layer](), inputChannels)
    for (stage, count) in stages.enumerated() {
      let outputs = min(512, 64 << stage)
      for _ in 0..<count {
        layers += [
          Conv2d(channels, outputs, kernel: 3, padding: 1), BatchNorm(outputs), ReLU(),
        ]
        channels = outputs
      }
      layers.append(MaxPool2d(kernel: 2))
    }
    return PyTorchCIFARNet(
      [("features", Sequential(layers))], channels: channels, classes: classes,
      head: "classifier",
      requirement: InputRequirement(
        minimumSize: 32, limitingLayer: "features.\(layers.count - 1)"))
  }

  /// GoogLeNet: nine inception modules with normalisations, of which the third branch has two 3x3
  /// convolutions.
  static func googLeNet(inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    let pool: () -> MaxPool2d = { MaxPool2d(kernel: 3, stride: 2, padding: 1) }
    let modules: [(name: String, layer: any Layer)] = [
      ("a3", inception(192, 64, 96, 128, 16, 32, 32)),
      ("b3", inception(256, 128, 128, 192, 32, 96, 64)),
      ("maxpool3", pool()),
      ("a4", inception(480, 192, 96, 208, 16, 48, 64)),
      ("b4", inception(512, 160, 112, 224, 24, 64, 64)),
      ("c4", inception(512, 128, 128, 256, 24, 64, 64)),
      ("d4", inception(512, 112, 144, 288, 32, 64, 64)),
      ("e4", inception(528, 256, 160, 320, 32, 128, 128)),
      ("maxpool4", pool()),
      ("a5", inception(832, 256, 160, 320, 32, 128, 128)),
      ("b5", inception(832, 384, 192, 384, 48, 128, 128)),
    ]
    let stem = Sequential(normalized(inputChannels, 192, kernel: 3))
    return PyTorchCIFARNet(
      [("pre_layers", stem)] + modules, channels: 1024, classes: classes)
  }

  /// DenseNet121 to DenseNet201 and densenet_cifar: dense blocks whose layers put their input behind their
  /// result, and transitions that halve channels and image.
  static func dense(
    _ blocks: [Int], growth: Int, inputChannels: Int, classes: Int
  ) -> PyTorchCIFARNet {
    var channels = 2 * growth
    var layers: [NamedLayer] = [
      ("conv1", Conv2d.unbiased(inputChannels, channels, kernel: 3))
    ]
    for (index, count) in blocks.enumerated() {
      let inputs = channels
      let block = (0..<count).map { place in
        NumberedPreActivationBlock(
          [
            .unbiased(inputs + place * growth, 4 * growth, kernel: 1),
            .unbiased(4 * growth, growth, kernel: 3),
          ], joins: true)
      }
      layers.append(("dense\(index + 1)", Sequential(block)))
      channels += count * growth
      guard index < blocks.count - 1 else { break }
      layers.append(
        (
          "trans\(index + 1)",
          Sequential(named: [
            ("bn", BatchNorm(channels)), ("relu", ReLU()),
            ("conv", Conv2d.unbiased(channels, channels / 2, kernel: 1)),
            ("pool", AveragePool2d(kernel: 2)),
          ])
        ))
      channels /= 2
    }
    return PyTorchCIFARNet(
      layers + [("bn", BatchNorm(channels)), ("relu", ReLU())], channels: channels,
      classes: classes,
      requirement: InputRequirement(
        minimumSize: 1 << (blocks.count - 1), limitingLayer: "trans\(blocks.count - 1).pool"))
  }

  private static func normalized(_ inputs: Int, _ outputs: Int, kernel: Int) -> [any Layer] {
    [
      Conv2d(inputs, outputs, kernel: kernel, padding: kernel / 2), BatchNorm(outputs), ReLU(),
    ]
  }

  private static func inception(
    _ inputs: Int, _ n1x1: Int, _ reduced3x3: Int, _ n3x3: Int, _ reduced5x5: Int, _ n5x5: Int,
    _ pooled: Int
  ) -> InceptionBranches {
    let branches: [[any Layer]] = [
      normalized(inputs, n1x1, kernel: 1),
      normalized(inputs, reduced3x3, kernel: 1) + normalized(reduced3x3, n3x3, kernel: 3),
      normalized(inputs, reduced5x5, kernel: 1) + normalized(reduced5x5, n5x5, kernel: 3)
        + normalized(n5x5, n5x5, kernel: 3),
      [MaxPool2d(kernel: 3, stride: 1, padding: 1)] + normalized(inputs, pooled, kernel: 1),
    ]
    return InceptionBranches(
      branches.enumerated().map { .init([("b\($0.offset + 1)", Sequential($0.element))]) })
  }
}
