import Gradus

func example() throws {
  let train = try BuiltInDataset.fashionMNIST.load(split: .train)
  let test = try BuiltInDataset.fashionMNIST.load(split: .test)
  let mean = Normalization.perPixelMean(of: train)

  let model = CIFARResNet(depth: 8, inputChannels: 1).initialize(seed: 1)
  let loop = TrainingLoop(
    model, SGD(model, momentum: 0.9, weightDecay: 1e-4),
    .steps(base: 0.1, milestones: [30, 45]), seed: 1)
  let batches = Batches(of: train, batchSize: 128, seed: 1, normalization: mean)
  let probe = GradientNorms(model)
  loop.observers = { _ in [probe] }
  try loop.run(to: 60, on: batches) { step in
    print(step.number, step.loss, probe.norms["layer1.0.conv1.weight"]!)
  }
  let unseen = Batches(of: test.prefix(1_000), batchSize: 250, seed: 0, normalization: mean)
  print("test error:", model.evaluate(unseen.epoch(0)).error)
}
