import Gradus
import GradusClaims

extension ExperimentName {
  static let classifierHeads = ExperimentName("classifier-heads")
}

extension Subject {
  /// One trunk that ends in global average pooling, or in a flattened image and a hidden layer.
  static let averagedHead = Subject("global average pooling"), flattenedHead = Subject("flattening")
}

extension SeedEvidence {
  /// How much higher a net's loss is on test images than on those it was trained on.
  func generalizationGap(_ experiment: ExperimentName, _ subject: Subject) -> Double? {
    difference(value(experiment, subject, .testLoss), value(experiment, subject, .trainLoss))
  }
}

extension NetComparison {
  /// Images to train on, few enough to be learnt by heart.
  private static let trainImages = 500

  /// One trunk with two heads, on few images.
  static func classifierHeads(_ scale: ExperimentScale) -> NetComparison {
    let trunk = SmallVGG(norm: .batch, poolsLast: false)
    return NetComparison(
      scale: scale, name: .classifierHeads,
      summary:
        "A small VGG that ends in global average pooling, or flattens and has a hidden layer.",
      nets: [
        ComparedNet(.averagedHead) {
          trunk.net(inputChannels: $0.channels, classes: $0.classes)
        },
        ComparedNet(.flattenedHead) { input in
          let (layers, channels) = trunk.features(inputChannels: input.channels)
          // Two poolings that round up.
          let side = (input.side + 3) / 4
          let hidden = 16 * channels
          return SmallNet(
            layers,
            head: [
              Flatten(), Linear(flattenedHeight: side, width: side, channels: channels, hidden),
              ReLU(), Linear(hidden, input.classes),
            ], classes: input.classes)
        },
      ], images: { $0.images.evaluating(1_000).training(on: trainImages) }, stepShare: 1.5,
      imageText: "the first \(trainImages) training images, on which the training loss is measured")
  }
}
