import Foundation
import Gradus
let depth = Int(CommandLine.arguments[1])!
let plain = CommandLine.arguments[2] == "plain"
let steps = Int(CommandLine.arguments[3])!
let size = Int(CommandLine.arguments[4])!
let model = CIFARResNet(depth: depth, shortcut: plain ? .none : .padded, inputChannels: size == 32 ? 3 : 1).initialize(seed: 1)
print(model.parameterCount)
let trainer = Trainer(model, SGD(model, weightDecay: 1e-4), .steps(base: 0.1, milestones: [steps / 2, steps * 3 / 4]), seed: 1)
let train = try BuiltInDataset.fashionMNIST.load(split: .train)
let batches = Batches(of: train, batchSize: 128, seed: 1, normalization: .perPixelMean(of: train))
var t0 = Date()
var sum = 0.0
for (i, batch) in batches.from(step: 0).prefix(steps).enumerated() {
  let images = size == 32 ? Tensor.normal([128, 32, 32, 3], from: RandomStream(seed: 1, name: "x")) : batch.images
  let t = Date()
  let r = try trainer.step(Batch(images: images, labels: batch.labels, epoch: 0, index: i))
  if i >= steps - 100 { sum += r.loss }
  if i < 10 || i % 50 == 0 { print(i, r.loss, r.error, -t.timeIntervalSinceNow) }
}
print("mean last 100", sum / 100, "time", -t0.timeIntervalSinceNow / Double(steps))
