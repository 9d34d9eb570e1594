import Gradus

/// A network that the instruments are tried on, with its batch, and one training step of it.
struct InstrumentSubject {
  let name: String
  let model: any Classifier
  let images: Tensor
  let labels: [Int]
  private let loop: TrainingLoop<Batch>

  /// ResNet-18 and GoogLeNet with and without auxiliary heads, on 64 by 64 pixels.
  static var all: [InstrumentSubject] {
    [
      InstrumentSubject("resnet18", ResNet.resnet18(classes: 10)),
      InstrumentSubject(
        "googlenet, auxiliary heads", GoogLeNet.torchvision(classes: 10)),
      InstrumentSubject(
        "googlenet", GoogLeNet.torchvision(auxiliaryHeads: false, classes: 10)),
    ]
  }

  init(_ name: String, _ model: any Classifier, imageSize: Int = 64, batch: Int = 8) {
    self.name = name
    self.model = model.initialize(seed: 1)
    images = .normal(
      [batch, imageSize, imageSize, 3], from: RandomStream(seed: 1, name: "images"))
    labels = (0..<batch).map { $0 % 10 }
    loop = TrainingLoop(model, SGD(model), .constant(0), seed: 1)
  }

  /// One step at a learning rate of 0, so that all repetitions do the same work.
  func step(_ observers: [any TapeObserver] = []) throws {
    _ = try loop.step(
      Batch(images: images, labels: labels, epoch: 0, index: 0), observers: observers)
  }

  /// The loss of a run that only measures.
  func loss(on tape: Tape) -> Variable {
    model(tape.constant(images)).crossEntropy(labels: labels)
  }
}
