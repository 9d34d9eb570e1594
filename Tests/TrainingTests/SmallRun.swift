import Gradus
import GradusTestSupport

/// A small convolutional net with dropout, normalisation and an auxiliary head.
final class SmallNet: Classifier {
  let conv1 = Conv2d(2, 4, kernel: 3, padding: 1, bias: false)
  let bn1 = BatchNorm(4)
  let block = BasicBlock(4, 6, stride: 2, shortcut: .padded)
  let dropout = Dropout(0.4)
  let fc = Linear(6, 3)
  let side = Linear(4, 3)
  let classes = 3

  func forward(_ images: Variable) -> Prediction {
    let stem = bn1(conv1(images)).relu()
    let pooled = block(stem).adaptiveAveragePool(height: 1, width: 1)
    let logits = fc(dropout(pooled.reshaped(to: [images.shape[0], -1])))
    guard images.mode == .training else { return Prediction(logits: logits) }
    let flat = stem.adaptiveAveragePool(height: 1, width: 1).reshaped(to: [images.shape[0], -1])
    return Prediction(logits: logits, auxiliary: [(side(flat), 0.3)])
  }
}

/// A run of `SmallNet` on 22 invented images in batches of 5 with shifts and flips.
struct SmallRun {
  let model = SmallNet().initialize(seed: 11)
  let loop: TrainingLoop<Batch>
  let batches: Batches

  init(_ makeOptimizer: (any Module) -> any Optimizer) {
    loop = TrainingLoop(
      model, makeOptimizer(model), .cosine(base: 0.05, total: 20), seed: 4, labelSmoothing: 0.1)
    let stream = RandomStream(seed: 8, name: "pixels")
    let dataset = ImageDataset(
      name: "invented",
      pixels: (0..<22 * 6 * 5 * 2).map { UInt8(stream.integer($0, below: 256)) }, height: 6,
      width: 5, channels: 2, labels: (0..<22).map { $0 % 3 }, classNames: ["a", "b", "c"])
    batches = Batches(
      of: dataset, batchSize: 5, seed: 3, normalization: .perPixelMean(of: dataset),
      augmentation: Augmentation(padding: 1, flips: true))
  }

  /// Runs up to step `end`; returns the losses.
  @discardableResult
  func run(to end: Int) throws -> [Double] {
    try batches.from(step: loop.stepCount).prefix(end - loop.stepCount).map {
      try loop.step($0).loss
    }
  }

  /// Everything that a run consists of, bit by bit.
  var bits: [String: [UInt64]] {
    let all = loop.model.stateDictionary + loop.optimizer.state
    var result = ["step": [UInt64(loop.stepCount)]]
    for (name, value) in all { result[name] = value.scalars.map(\.bitPattern) }
    return result
  }
}
