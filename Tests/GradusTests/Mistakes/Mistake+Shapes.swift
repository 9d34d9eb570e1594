import Gradus

/// Adds what its two branches return, of which one strides.
private final class UnevenBlock: Layer {
  let left = Conv2d(4, 4, kernel: 3, stride: 2, padding: 1)
  let right = Conv2d(4, 4, kernel: 3, padding: 1)
  func forward(_ x: Variable) -> Variable { left(x) + right(x) }
}

/// Joins branches of different sizes.
private final class UnevenBranches: Layer {
  let left = Conv2d(4, 4, kernel: 3)
  let right = Conv2d(4, 4, kernel: 1)
  func forward(_ x: Variable) -> Variable { Variable.concatenate([left(x), right(x)], axis: -1) }
}

extension Mistake {
  /// Shapes, layouts and element types that do not fit; all of them stop the program.
  static let shapes: [Mistake] = [
    Mistake("images in PyTorch's layout", "") { _ in
      _ = Sample.net()(Sample.images([2, 3, 32, 32]))
    },
    Mistake("grey images for a net of colours", "") { _ in
      _ = Sample.net()(Sample.images([2, 32, 32, 1]))
    },
    Mistake("an image without the axis of the batch", "") { _ in
      _ = Sequential { Conv2d(3, 4, kernel: 3) }.initialize(seed: 1)(Sample.images([32, 32, 3]))
    },
    Mistake("images too small for a network", "") { _ in
      _ = ResNet.resnet18().initialize(seed: 1)(Tensor(shapeOnly: [1, 0, 0, 3]))
    },
    Mistake("images too small for VGG", "") { _ in
      _ = VGG.vgg11()(Tensor(shapeOnly: [1, 16, 16, 3]))
    },
    Mistake("an image smaller than the filter", "") { _ in
      let model = Sequential { Conv2d(3, 4, kernel: 7) }.initialize(seed: 1)
      _ = model(Sample.images([2, 5, 5, 3]))
    },
    Mistake("an image smaller than the pooling window", "") { _ in
      let model = Sequential {
        Conv2d(3, 4, kernel: 3)
        MaxPool2d(kernel: 4)
      }.initialize(seed: 1)
      _ = model(Sample.images([2, 5, 5, 3]))
    },
    Mistake("channels that do not divide into groups", "") { _ in
      _ = Conv2d(6, 9, kernel: 3, groups: 4)
    },
    Mistake("too few features for a linear layer", "") { _ in
      let model = Sequential {
        Flatten()
        Linear(10, 2)
      }.initialize(seed: 1)
      _ = model(Sample.images([2, 2, 2, 3]))
    },
    Mistake("a normalisation of other channels", "") { _ in
      let model = Sequential {
        Conv2d(3, 4, kernel: 3)
        BatchNorm(8)
      }.initialize(seed: 1)
      _ = model(Sample.images([2, 5, 5, 3]))
    },
    Mistake("one value a channel to normalise", "") { _ in
      let tape = Tape(.training)
      _ = Sample.net()(tape.constant(Sample.images([1, 4, 4, 3])))
    },
    Mistake("branches of different size to add", "") { _ in
      _ = Sequential { UnevenBlock() }.initialize(seed: 1)(Sample.images([2, 8, 8, 4]))
    },
    Mistake("branches of different size to join", "") { _ in
      _ = Sequential { UnevenBranches() }.initialize(seed: 1)(Sample.images([2, 8, 8, 4]))
    },
    Mistake("a reshape of other length", "") { _ in
      _ = Sample.images([2, 3]).reshaped(to: [4, 2])
    },
    Mistake("a matrix product of other length", "") { _ in
      _ = Sample.images([2, 3]).matmul(Sample.images([2, 3]))
    },
    Mistake("an axis that is not there", "") { _ in
      _ = Variable(Sample.images([2, 3])).sum(axes: [2])
    },
    Mistake("float64 images for float32 weights", "") { _ in
      _ = Sample.net()(Sample.images([2, 8, 8, 3], .float64))
    },
  ]
}
