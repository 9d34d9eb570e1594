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
    Mistake(
      "a label out of range",
      "crossEntropy: label 10 at position 1 is outside 0..<10, axis 1 of logits [2, "
        + "10]"
    ) { _ in
      _ = Sample.net()(Variable(Sample.images([2, 8, 8, 3]))).crossEntropy(labels: [3, 10])
    },
    Mistake(
      "fewer labels than images",
      "crossEntropy: 1 labels for logits [2, 10], whose axis 0 has 2"
    ) { _ in
      _ = Sample.net()(Variable(Sample.images([2, 8, 8, 3]))).crossEntropy(labels: [3])
    },
    Mistake(
      "targets of another shape",
      "meanSquaredError: shapes [2, 10] and [2, 1] must be equal; losses do not "
        + "broadcast"
    ) { _ in
      _ = Variable(Sample.images([2, 10])).meanSquaredError(
        target: Variable(Sample.images([2, 1])))
    },
    Mistake(
      "a net that was never initialised",
      "conv1: a parameter of shape [3, 3, 3, 16] has no values; call "
        + "initialize(seed:) on the model or load weights"
    ) { _ in
      let tape = Tape(.training)
      _ = CIFARResNet(depth: 8)(tape.constant(Sample.images([2, 8, 8, 3])))
    },
    Mistake(
      "variables of two tapes",
      "add: inputs are on two different tapes; pass the inner one's value as a "
        + "constant, or record both on one tape"
    ) { _ in
      let (first, second) = (Tape(), Tape())
      _ = first.variable(Tensor.ones([2])) + second.variable(Tensor.ones([2]))
    },
    Mistake(
      "the gradient of many numbers",
      "gradients: the output of shape [2, 3] is not a single number; pass a seed"
    ) { _ in
      let tape = Tape()
      _ = tape.gradients(of: tape.variable(Tensor.ones([2, 3])) * 2)
    },
    Mistake(
      "the gradient of something on no tape",
      "gradients: the output of shape [] is not recorded on this tape; compute it "
        + "from the tape's own constants and variables"
    ) { _ in
      _ = Tape().gradients(of: Variable(Tensor.ones([])))
    },
    Mistake(
      "a second backward run",
      "gradients: what exp (node 2, shape []) saved was freed by an earlier backward "
        + "run; pass keepGraph: true to that one"
    ) { _ in
      let tape = Tape()
      let x = tape.variable(Tensor.ones([]))
      let y = (x * x).exp()
      _ = tape.gradients(of: y)
      _ = tape.gradients(of: y)
    },
    Mistake(
      "a loss that depends on nothing",
      "gradients: the output (sum, []) does not depend on any parameter or variable "
        + "of this tape"
    ) { _ in
      let tape = Tape()
      _ = tape.gradients(of: tape.constant(Tensor.ones([2])).sum())
    },
    Mistake(
      "a gradient looked up on another tape",
      "gradients: the variable is on another tape than the gradients; look up a "
        + "parameter of the model or a variable of the tape that was run backward"
    ) { _ in
      let (first, second) = (Tape(), Tape())
      let x = first.variable(Tensor.ones([]))
      _ = first.gradients(of: x * x)[second.variable(Tensor.ones([]))]
    },
    Mistake(
      "batches of an empty data set",
      "batches: the data set has no images; check the files or the subset it came "
        + "from"
    ) { _ in
      _ = Batches(of: Sample.dataset(0), batchSize: 4, seed: 1)
    },
    Mistake(
      "a batch larger than the data set",
      "batches: 3 images do not fill one batch of 4; take a smaller batch size or "
        + "keep the incomplete batch (dropLast: false)"
    ) { _ in
      _ = Batches(of: Sample.dataset(3), batchSize: 4, seed: 1, dropLast: true)
    },
    Mistake(
      "a data set with a label too many",
      "mine: label 2 of image 1 is outside 0..<2; give each class a name"
    ) { _ in
      _ = ImageDataset(
        name: "mine", pixels: [0, 0], height: 1, width: 1, channels: 1, labels: [0, 2],
        classNames: ["cat", "dog"])
    },
    Mistake(
      "a depth that the paper does not have",
      "CIFARResNet: the depth must be 6n + 2 (8, 14, 20, 32, 44, 56, 110, ...), not "
        + "18"
    ) { _ in
      _ = CIFARResNet(depth: 18)
    },
    Mistake(
      "a probability in per cent",
      "Dropout: the probability must be in 0..<1, not 50.0"
    ) { _ in
      _ = Dropout(50)
    },
    Mistake(
      "an ensemble of different classes",
      "Ensemble: member 1 has 100 classes, member 0 has 10"
    ) { _ in
      _ = Ensemble([
        (Sample.net(), EnsembleViews(cropSize: 8, crops: .whole)),
        (CIFARResNet(depth: 8, classes: 100), EnsembleViews(cropSize: 8, crops: .whole)),
      ])
    },
    Mistake(
      "a loss for each image",
      "training: the loss has shape [2, 10]; make it a single number, with mean()"
    ) { _ in
      let model = Sample.net()
      let loop = TrainingLoop<Tensor>(model, SGD(model), .constant(0.1), seed: 1) { tape, images in
        model(tape.constant(images)).logits
      }
      try loop.step(Sample.images([2, 8, 8, 3]))
    },
  ]

  /// What training throws.
  static let training: [Mistake] = [
    Mistake(
      "a layer that forward does not use",
      "no gradient for spare.weight, spare.bias: the loss does not depend on them; "
        + "use them in forward, set isTrainable to false, or make the optimiser with "
        + "allowsMissingGradients: true"
    ) { _ in
      let model = Forgetful().initialize(seed: 1)
      let images = Sample.images([2, 1, 1, 3])
      _ = try Sample.loop(model).step(
        Batch(images: images, labels: [0, 1], epoch: 0, index: 0))
    },
    Mistake(
      "NaN among the images",
      "the loss is nan at step 0: image 0 of the batch holds NaN or infinity; check the "
        + "data and their normalisation"
    ) { _ in
      let images = Tensor(
        [Double.nan] + [Double](repeating: 0, count: 383), shape: [2, 8, 8, 3], dtype: .float64)
      _ = try Sample.loop(Sample.net()).step(
        Batch(images: images.converted(to: .float32), labels: [0, 1], epoch: 0, index: 0))
    },
    Mistake(
      "NaN among the images, and a detector",
      "step 0: NaN in the result of constant (shape [2, 8, 8, 3], first at element "
        + "0); check the data it was made from"
    ) { _ in
      let images = Tensor(
        [Double.nan] + [Double](repeating: 0, count: 383), shape: [2, 8, 8, 3], dtype: .float64)
      let detector = AnomalyDetector()
      _ = try? Sample.loop(Sample.net()).step(
        Batch(images: images.converted(to: .float32), labels: [0, 1], epoch: 0, index: 0),
        observers: [detector])
      try detector.check()
    },
    Mistake(
      "a learning rate far too high",
      "the loss is nan at step 1: training has diverged; lower the learning rate, or "
        + "find the layer with an AnomalyDetector"
    ) { _ in
      let model = Sample.net()
      let loop = TrainingLoop(model, SGD(model), .constant(1e60), seed: 1)
      for _ in 0..<2 { _ = try loop.step(Sample.batch(4)) }
    },
    Mistake(
      "batches from the start in a run that goes on",
      "batch 0 of the sequence (epoch 0) came where batch 1 was due at step 1; take the batches "
        + "from(step: 1)"
    ) { _ in
      let loop = Sample.loop(CIFARResNet(depth: 8, width: 4, classes: 2).initialize(seed: 1))
      let batches = Batches(of: Sample.dataset(4), batchSize: 2, seed: 1)
      for _ in 0..<2 { try loop.run(to: loop.stepCount + 1, on: batches.from(step: 0)) }
    },
    Mistake(
      "a network that is not in the zoo",
      "there is no network named \"resnet-50\" in the zoo; did you mean \"resnet50\"?"
    ) { _ in
      _ = try Catalog.entry(named: "resnet-50")
    },
    Mistake(
      "images that a network cannot take",
      "InceptionV3: images of 64x64 pixels are too small: Mixed_7a.branch3x3_2 would "
        + "have no pixel left; use at least 75x75"
    ) { _ in
      _ = try Catalog.entry(named: "inception_v3").make(10, 3).outputShape(for: [1, 64, 64, 3])
    },
  ]
}
