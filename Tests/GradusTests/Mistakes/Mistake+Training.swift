import Gradus

/// A net with a layer that its forward does not use.
private final class Forgetful: Classifier {
  let fc = Linear(3, 2)
  let spare = Linear(3, 2)
  let classes = 2
  func forward(_ images: Variable) -> Prediction {
    Prediction(logits: fc(images.reshaped(to: [images.shape[0], -1])))
  }
}

extension Mistake {
  /// Labels, losses and tapes; all of them stop the program.
  static let tapes: [Mistake] = [
    Mistake("a label out of range", "") { _ in
      _ = Sample.net()(Variable(Sample.images([2, 8, 8, 3]))).crossEntropy(labels: [3, 10])
    },
    Mistake("fewer labels than images", "") { _ in
      _ = Sample.net()(Variable(Sample.images([2, 8, 8, 3]))).crossEntropy(labels: [3])
    },
    Mistake("targets of another shape", "") { _ in
      _ = Variable(Sample.images([2, 10])).meanSquaredError(
        target: Variable(Sample.images([2, 1])))
    },
    Mistake("a net that was never initialised", "") { _ in
      let tape = Tape(.training)
      _ = CIFARResNet(depth: 8)(tape.constant(Sample.images([2, 8, 8, 3])))
    },
    Mistake("variables of two tapes", "") { _ in
      let (first, second) = (Tape(), Tape())
      _ = first.variable(Tensor.ones([2])) + second.variable(Tensor.ones([2]))
    },
    Mistake("the gradient of many numbers", "") { _ in
      let tape = Tape()
      _ = tape.gradients(of: tape.variable(Tensor.ones([2, 3])) * 2)
    },
    Mistake("the gradient of something on no tape", "") { _ in
      _ = Tape().gradients(of: Variable(Tensor.ones([])))
    },
    Mistake("a second backward run", "") { _ in
      let tape = Tape()
      let x = tape.variable(Tensor.ones([]))
      let y = (x * x).exp()
      _ = tape.gradients(of: y)
      _ = tape.gradients(of: y)
    },
    Mistake("a loss that depends on nothing", "") { _ in
      let tape = Tape()
      _ = tape.gradients(of: tape.constant(Tensor.ones([2])).sum())
    },
    Mistake("a gradient looked up on another tape", "") { _ in
      let (first, second) = (Tape(), Tape())
      let x = first.variable(Tensor.ones([]))
      _ = first.gradients(of: x * x)[second.variable(Tensor.ones([]))]
    },
    Mistake("batches of an empty data set", "") { _ in
      _ = Batches(of: Sample.dataset(0), batchSize: 4, seed: 1)
    },
    Mistake("a batch larger than the data set", "") { _ in
      _ = Batches(of: Sample.dataset(3), batchSize: 4, seed: 1, dropLast: true)
    },
    Mistake("a data set with a label too many", "") { _ in
      _ = ImageDataset(
        name: "mine", pixels: [0, 0], height: 1, width: 1, channels: 1, labels: [0, 2],
        classNames: ["cat", "dog"])
    },
    Mistake("a depth that the paper does not have", "") { _ in
      _ = CIFARResNet(depth: 18)
    },
    Mistake("a probability in per cent", "") { _ in
      _ = Dropout(50)
    },
    Mistake("an ensemble of different classes", "") { _ in
      _ = Ensemble([
        (Sample.net(), EnsembleViews(cropSize: 8, crops: .whole)),
        (CIFARResNet(depth: 8, classes: 100), EnsembleViews(cropSize: 8, crops: .whole)),
      ])
    },
  ]

  /// What training throws.
  static let training: [Mistake] = [
    Mistake("a layer that forward does not use", "") { _ in
      let model = Forgetful().initialize(seed: 1)
      let images = Sample.images([2, 1, 1, 3])
      _ = try Sample.trainer(model).step(
        Batch(images: images, labels: [0, 1], epoch: 0, index: 0))
    },
    Mistake("NaN among the images", "") { _ in
      let images = Tensor([Double.nan] + [Double](repeating: 0, count: 383), shape: [2, 8, 8, 3])
      _ = try Sample.trainer(Sample.net()).step(
        Batch(images: images.converted(to: .float32), labels: [0, 1], epoch: 0, index: 0))
    },
    Mistake("NaN among the images, and a detector", "") { _ in
      let images = Tensor([Double.nan] + [Double](repeating: 0, count: 383), shape: [2, 8, 8, 3])
      let detector = AnomalyDetector()
      _ = try? Sample.trainer(Sample.net()).step(
        Batch(images: images.converted(to: .float32), labels: [0, 1], epoch: 0, index: 0),
        observers: [detector])
      try detector.check()
    },
    Mistake("a network that is not in the zoo", "") { _ in
      _ = try Catalog.entry(named: "resnet-50")
    },
    Mistake("images that a network cannot take", "") { _ in
      try Catalog.entry(named: "inception_v3").make(10, 3).validate(input: [1, 64, 64, 3])
    },
  ]
}
