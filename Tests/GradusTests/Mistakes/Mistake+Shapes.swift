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
    Mistake(
      "rows of two lengths",
      "nested numbers: part 1 has shape [1], part 0 has [2]; make them equal"
    ) { _ in
      _ = Tensor([[1, 2], [3]])
    },
    Mistake(
      "a mask that does not fit",
      "replacing: shape [2, 3], the other's [] and the mask's [4] do not broadcast; axes are matched "
        + "from the last and must be equal or 1"
    ) { _ in
      _ = Sample.images([2, 3]).replacing(with: 0, where: Sample.images([4]) .> 0)
    },
    Mistake(
      "images in PyTorch's layout",
      "conv1: conv2d: input [2, 3, 32, 32] has 32 channels on axis 3, filter [3, 3, "
        + "3, 4] with 1 group(s) takes 3; axis 1 has 3: images are [batch, height, "
        + "width, channels] here, permute [batch, channels, height, width] by [0, 2, 3, "
        + "1]"
    ) { _ in
      _ = Sample.net()(Sample.images([2, 3, 32, 32]))
    },
    Mistake(
      "grey images for a net of colours",
      "conv1: conv2d: input [2, 32, 32, 1] has 1 channels on axis 3, filter [3, 3, "
        + "3, 4] with 1 group(s) takes 3; give it 3 channels or make the layer for 1"
    ) { _ in
      _ = Sample.net()(Sample.images([2, 32, 32, 1]))
    },
    Mistake(
      "an image without the axis of the batch",
      "0: conv2d: the input must be [batch, height, width, channels], not [32, 32, 3]"
    ) { _ in
      _ = Sequential { Conv2d(3, 4, kernel: 3) }.initialize(seed: 1)(Sample.images([32, 32, 3]))
    },
    Mistake(
      "images too small for a network",
      "ResNet: images of 0x0 pixels are too small: use at least 1x1"
    ) { _ in
      _ = ResNet.resnet18().initialize(seed: 1)(Tensor(shapeOnly: [1, 0, 0, 3]))
    },
    Mistake(
      "images too small for VGG",
      "VGG: images of 16x16 pixels are too small: features.20 would have no pixel "
        + "left; use at least 32x32"
    ) { _ in
      _ = VGG.vgg11()(Tensor(shapeOnly: [1, 16, 16, 3]))
    },
    Mistake(
      "an image smaller than the filter",
      "0: conv2d: input [2, 5, 5, 3] has no room for a 7x7 window on axis 1; use "
        + "a larger image, a smaller window or padding"
    ) { _ in
      let model = Sequential { Conv2d(3, 4, kernel: 7) }.initialize(seed: 1)
      _ = model(Sample.images([2, 5, 5, 3]))
    },
    Mistake(
      "an image smaller than the pooling window",
      "1: maxPool: input [2, 3, 3, 4] has no room for a 4x4 window on axis 1; use "
        + "a larger image, a smaller window or padding"
    ) { _ in
      let model = Sequential {
        Conv2d(3, 4, kernel: 3)
        MaxPool2d(kernel: 4)
      }.initialize(seed: 1)
      _ = model(Sample.images([2, 5, 5, 3]))
    },
    Mistake(
      "channels that do not divide into groups",
      "Conv2d: 6 inputs and 9 outputs do not divide into 4 groups; choose a number of "
        + "groups that divides both"
    ) { _ in
      _ = Conv2d(6, 9, kernel: 3, groups: 4)
    },
    Mistake(
      "too few features for a linear layer",
      "1: linear: input [2, 12] must end in 10 features, as the weight [10, 2] does; "
        + "flatten images first"
    ) { _ in
      let model = Sequential {
        Flatten()
        Linear(10, 2)
      }.initialize(seed: 1)
      _ = model(Sample.images([2, 2, 2, 3]))
    },
    Mistake(
      "a normalisation of other channels",
      "1: batch normalisation: input [2, 3, 3, 4] must have 8 channels on its last "
        + "axis"
    ) { _ in
      let model = Sequential {
        Conv2d(3, 4, kernel: 3)
        BatchNorm(8)
      }.initialize(seed: 1)
      _ = model(Sample.images([2, 5, 5, 3]))
    },
    Mistake(
      "one value a channel to normalise",
      "layer3.0.bn1: batch normalisation: a training batch of shape [1, 1, 1, 16] "
        + "has one value a channel; use a larger batch or image, or inference mode"
    ) { _ in
      let tape = Tape(.training)
      _ = Sample.net()(tape.constant(Sample.images([1, 4, 4, 3])))
    },
    Mistake(
      "branches of different size to add",
      "0: add: shapes [2, 4, 4, 4] and [2, 8, 8, 4] do not broadcast; axes are "
        + "matched from the last and must be equal or 1"
    ) { _ in
      _ = Sequential { UnevenBlock() }.initialize(seed: 1)(Sample.images([2, 8, 8, 4]))
    },
    Mistake(
      "branches of different size to join",
      "0: concatenate: operand 1 of shape [2, 8, 8, 4] (float32) does not join [2, "
        + "6, 6, 4] (float32) along axis 3"
    ) { _ in
      _ = Sequential { UnevenBranches() }.initialize(seed: 1)(Sample.images([2, 8, 8, 4]))
    },
    Mistake(
      "a reshape of other length",
      "reshape: [2, 3] has 6 elements and [4, 2] has 8; give axes whose product is 6, "
        + "of which one may be -1"
    ) { _ in
      _ = Sample.images([2, 3]).reshaped(to: [4, 2])
    },
    Mistake(
      "a reshape with an axis that cannot be worked out",
      "reshape: [2, 3] cannot become [4, -1]; only one axis may be -1, and the product "
        + "of the others must divide its 6 elements"
    ) { _ in
      _ = Sample.images([2, 3]).reshaped(to: [4, -1])
    },
    Mistake(
      "a matrix product of other length",
      "matmul: inner lengths 3 (axis 1 of the left) and 2 (axis 0 of the right) "
        + "differ: left [2, 3], right [2, 3]; make them equal, or transpose a side with "
        + "transposeLHS or transposeRHS"
    ) { _ in
      _ = Sample.images([2, 3]).matmul(Sample.images([2, 3]))
    },
    Mistake(
      "an axis that is not there",
      "sum: axis 2 is out of range for shape [2, 3]; use 0...1, or -2...-1 from the "
        + "end"
    ) { _ in
      _ = Variable(Sample.images([2, 3])).sum(axes: [2])
    },
    Mistake(
      "an axis named twice",
      "mean: axes [1, -1] name an axis of [2, 3] twice; give each once"
    ) { _ in
      _ = Sample.images([2, 3]).mean(axes: [1, -1])
    },
    Mistake(
      "float64 images for float32 weights",
      "conv1: conv2d: operands of type float64 (shape [2, 8, 8, 3]) and float32 "
        + "(shape [3, 3, 3, 4]); convert one with converted(to:)"
    ) { _ in
      _ = Sample.net()(Sample.images([2, 8, 8, 3], .float64))
    },
  ]
}
