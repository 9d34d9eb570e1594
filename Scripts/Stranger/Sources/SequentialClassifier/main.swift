import Datasets
import Foundation
import Gradus

/// 32 points, and the ring each is on.
func batch(_ number: Int) -> Batch {
  let random = RandomStream(seed: 1, name: "batch \(number)")
  let labels = (0..<32).map { $0 % Rings.radii.count }
  let points = labels.enumerated().flatMap { index, label in
    let angle = 2 * .pi * random.uniform(index)
    return [Rings.radii[label] * cos(angle), Rings.radii[label] * sin(angle)]
  }
  return Batch(
    images: Tensor(points, shape: [32, 1, 1, 2], dtype: .float32), labels: labels, epoch: 0,
    index: number, number: number)
}

let model = Sequential {
  Flatten(); Linear(2, 32); Tanh(); Linear(32, 3)
}.initialize(seed: 1)
let loop = TrainingLoop<Batch>(
  model, Adam(model), .cosine(base: 0.02, total: 200), .crossEntropy(of: model), seed: 1)
try loop.run(to: 200, batch: batch)
let unseen = batch(1_000)
let error = topKError(logits: model(unseen.images), labels: unseen.labels)
guard error < 0.05 else { fatalError("\(error) of the points are on another ring") }
print("sequential classifier: \(100 * error) % of unseen points are taken for another ring's")
