// swift-format-ignore-file
import Foundation
import Gradus

// MARK: - YourOwnData

struct Signals: Dataset {
  let name = "signals"
  let rows: [Labelled<Tensor>]                    // [32], of classes 0 and 1
  var count: Int { rows.count }
  var fingerprint: String { "\(count) signals, version 1" }

  func example(at index: Int) -> Labelled<Tensor> { rows[index] }
}

struct Noise: Transform {
  let deviation: Double

  func callAsFunction(
    _ signal: Labelled<Tensor>, _ visit: ExampleVisit
  ) -> Labelled<Tensor> {
    let noise = Tensor.normal(signal.value.shape, from: visit.stream("noise"))
    return Labelled(signal.value + noise * deviation, label: signal.label)
  }
}

struct SignalBatch { let input: Tensor, labels: [Int] }

func batches(of signals: Signals) -> ExampleBatches<SignalBatch> {
  let sampler = BatchSampler(
    count: signals.count, batchSize: 16, seed: 1,
    order: .balanced(signals.rows.map(\.label)))
  return ExampleBatches(
    of: signals, sampler: sampler, transform: Noise(deviation: 0.1)
  ) { signals, place in
    let input = Tensor.stack(signals.map(\.value))
    return SignalBatch(input: input, labels: signals.map(\.label))
  }
}

func learn(_ signals: Signals, _ model: Sequential) throws {
  let loop = TrainingLoop<SignalBatch>(
    model, Adam(model), .constant(0.01), seed: 1
  ) { tape, batch in
    model(tape.constant(batch.input)).crossEntropy(labels: batch.labels)
  }
  try loop.run(to: 60, on: batches(of: signals), workers: 2)
}

func pictures(_ images: ImageDataset) -> ExampleBatches<Batch> {
  let training = RandomResizedCrop(height: 32, width: 32)
    .then(ColourJitter(brightness: 0.4, contrast: 0.4, hue: 0.1))
    .then(RandAugment().sometimes(0.5))
    .then(Normalization.imageNet)
    .then(RandomErasing(probability: 0.25))
  let sampler = BatchSampler(count: images.count, batchSize: 8, seed: 1)
  return ExampleBatches(of: images, sampler: sampler, transform: training)
}

func mixing(_ model: Sequential, classes: Int) -> TrainingLoop<Batch> {
  TrainingLoop(model, SGD(model), .constant(0.1), seed: 1) { tape, batch in
    let mixed = BatchMixing.cutmix(alpha: 1)(batch, classes: classes, seed: 1)
    return model(tape.constant(mixed.images)).crossEntropy(target: mixed.target)
  }
}
