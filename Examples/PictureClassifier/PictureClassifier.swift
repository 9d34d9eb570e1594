import ArgumentParser
import Gradus
import GradusExampleSupport

/// Learns to tell your own pictures apart: a folder with one folder of PNG or JPEG files for each class.
@main
struct PictureClassifier: GradusProgram {
  static let configuration = CommandConfiguration(
    abstract: "Learn the classes of a folder of pictures (build with --traits Images).",
    version: versionText)

  @Argument(help: "A folder with one folder of pictures for each class.") var folder: String
  @Option(help: "Training steps.") var steps = 300
  @Option(help: "Rows and columns that the network sees.") var side = 32
  @Option(help: "Pictures a step.") var batchSize = 32
  @Option(help: "Threads that read pictures.") var workers = 2
  @Option(help: "Where the weights go.") var output = "pictures.safetensors"

  /// The network. Any layer from [n, side, side, 3] to [n, classes] will do.
  func net(classes: Int) -> Sequential {
    func stage(_ inputs: Int, _ outputs: Int) -> Sequential {
      Sequential {
        Conv2d(inputs, outputs, kernel: 3, stride: 2, padding: 1, bias: false)
        BatchNorm(outputs)
        ReLU()
      }
    }
    return Sequential {
      stage(3, 16)
      stage(16, 32)
      stage(32, 64)
      AdaptiveAveragePool2d()
      Flatten()
      Dropout(0.2)
      Linear(64, classes)
    }
  }

  func validate() throws {
    try requireCounts(["steps": steps, "side": side, "batch-size": batchSize, "workers": workers])
  }

  func run() throws {
    let (train, test) = try PictureIndex(listing: folder).holdingOut(share: 0.2, seed: 1)
    guard train.count > 0, test.count > 0 else {
      throw UserError("\(folder): \(train.count + test.count) pictures are too few to learn from")
    }
    // What happens to a training picture: change it, and compare the errors.
    let training = PictureView.inception(side: side)
      .then(ColourJitter(brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1))
      .then(Normalization.imageNet)
      .then(RandomErasing(probability: 0.25))
    // Every class equally often, however many pictures it has.
    let sampler = BatchSampler(
      count: train.count, batchSize: min(batchSize, train.count), seed: 1,
      order: .balanced(train.labels.map { Int($0) }))
    let batches = ExampleBatches(of: train, sampler: sampler, transform: training)

    let model = net(classes: train.classNames.count).initialize(seed: 1)
    let loop = TrainingLoop<Batch>(
      model, AdamW(model, weightDecay: 0.05), .cosine(base: 0.003, total: steps),
      .crossEntropy(of: model, smoothing: 0.1), seed: 1)
    try loop.run(to: steps, on: batches, workers: workers) { step in
      if step.number % 20 == 0 { StandardError.write("step \(step.number): loss \(step.loss)") }
    }
    try model.save(to: output)

    let view = PictureView.middle(side: side, shorterSide: side * 256 / 224)
    let looks = ExampleBatches(
      of: test,
      sampler: BatchSampler(count: test.count, batchSize: 64, seed: 0, shuffles: false),
      transform: view.then(Normalization.imageNet))
    let loader = BatchLoader(looks, from: 0, to: looks.sampler.batchesPerEpoch, workers: workers)
    var held: [Batch] = []
    while let batch = try loader.next() { held.append(batch) }
    let result = Evaluation(on: held) { model($0) }
    print("\(test.count) pictures held out: error \(100 * result.error) %, loss \(result.loss)")
  }
}
