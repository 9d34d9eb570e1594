import Gradus
import GradusTestSupport
import Testing

/// A `Sequential` trained as a classifier, against a classifier that holds the same layers.
@Suite struct ClassifierLoopTests {
  private final class Wrapped: Classifier {
    let layers: Sequential
    let classes = 3
    init(_ layers: Sequential) { self.layers = layers }
    func forward(_ images: Variable) -> Prediction { Prediction(logits: layers(images)) }
  }

  private func layers() -> Sequential {
    Sequential {
      Conv2d(2, 4, kernel: 3, padding: 1, bias: false)
      BatchNorm(4)
      ReLU()
      AdaptiveAveragePool2d()
      Flatten()
      Dropout(0.3)
      Linear(4, 3)
    }
  }

  @Test func aSequentialIsTrainedToTheBitsOfAClassifier() throws {
    let batches = SmallRun { SGD($0) }.batches
    let sequential = layers().initialize(seed: 4)
    let classifier = Wrapped(layers())
    try classifier.layers.load(sequential.stateDictionary)
    let a = TrainingLoop(
      sequential, Adam(sequential), .constant(0.01), .crossEntropy(of: sequential, smoothing: 0.1),
      seed: 2)
    let b = TrainingLoop(
      classifier, Adam(classifier), .constant(0.01), seed: 2, labelSmoothing: 0.1)
    var steps: [[Double?]] = []
    for loop in [a, b] {
      var own: [Double?] = []
      try loop.run(to: 8, on: batches) { own += [$0.loss, $0[.error]] }
      steps.append(own)
    }
    #expect(steps[0].count == 16 && steps[0] == steps[1])
    for (p, q) in zip(sequential.stateDictionary, classifier.stateDictionary) {
      #expect(p.value.scalars == q.value.scalars, "\(p.name)")
    }
    #expect(sequential.evaluate(batches.epoch(0)) == classifier.evaluate(batches.epoch(0)))
  }

  @Test func prefetchedBatchesAreThoseOfTheSequence() throws {
    let (plain, prefetched) = (SmallRun { SGD($0) }, SmallRun { SGD($0) })
    let losses = try plain.run(to: 7)
    var found: [Double] = []
    try prefetched.loop.run(to: 7, on: prefetched.batches) { found.append($0.loss) }
    #expect(found == losses && prefetched.bits == plain.bits)
  }
}
