import Foundation
import Gradus
import GradusTestSupport
import Testing

/// Training steps, evaluation and checkpoints.
@Suite struct TrainingLoopTests {
  @Test func theLossFalls() throws {
    let run = SmallRun { SGD($0) }
    let losses = try run.run(to: 60)
    #expect(losses.suffix(10).reduce(0, +) < losses.prefix(10).reduce(0, +))
  }

  @Test func theLossIsSmoothedCrossEntropyOfAllHeads() throws {
    let run = SmallRun { SGD($0) }
    let batch = run.batches.batch(epoch: 0, index: 0)
    let tape = Tape(.training, seed: 4, step: 0)
    let copy = SmallNet().initialize(seed: 11)
    let prediction = copy(tape.constant(batch.images))
    func loss(_ logits: Tensor) -> Double {
      var total = 0.0
      for row in 0..<batch.count {
        let sum = (0..<3).reduce(0.0) { $0 + exp(logits[row, $1]) }
        for label in 0..<3 {
          let target = (label == batch.labels[row] ? 0.9 : 0) + 0.1 / 3
          total -= target * (logits[row, label] - log(sum))
        }
      }
      return total / Double(batch.count)
    }
    let expected =
      loss(prediction.logits.value) + 0.3 * loss(prediction.auxiliary[0].logits.value)
    let result = try run.loop.step(batch)
    #expect(abs(result.loss - expected) < 1e-5)
    #expect(result[.error] == topKError(logits: prediction.logits.value, labels: batch.labels))
  }

  @Test func evaluationWeighsImagesEquallyAndChangesNothing() throws {
    let run = SmallRun { SGD($0) }
    try run.run(to: 7)
    let before = run.bits
    // Batches of 5, the last of 2 images, against all images at once.
    let inOrder = { (size: Int) in
      Batches(of: run.batches.dataset, batchSize: size, seed: 0, shuffles: false).epoch(0)
    }
    let parts = run.model.evaluate(inOrder(5))
    let whole = run.model.evaluate(inOrder(22))
    #expect(abs(parts.loss - whole.loss) < 1e-6 && abs(parts.error - whole.error) < 1e-12)
    #expect(run.bits == before)
  }

  @Test func anImageThatIsNotFiniteIsAnErrorThatLeavesTheWeightsAlone() throws {
    let run = SmallRun { SGD($0) }
    try run.run(to: 2)
    let weights = run.loop.model.parameters.map { $0.parameter.value.scalars }
    let statistics = run.loop.model.buffers.map { $0.buffer.value.scalars }
    let image: Shape = [1, 6, 5, 2]
    let images = Tensor.concatenate([.zeros(image), .full(image, .infinity)], axis: 0)
    let error = #expect(throws: Divergence.self) {
      try run.loop.step(Batch(images: images, labels: [0, 1], epoch: 0, index: 0))
    }
    #expect(error?.step == 2 && error?.image == 1)
    #expect(error?.description.contains("at step 2: image 1 of the batch holds NaN") == true)
    #expect(run.loop.model.parameters.map { $0.parameter.value.scalars } == weights)
    #expect(!statistics.isEmpty)
    #expect(run.loop.model.buffers.map { $0.buffer.value.scalars } == statistics)
    #expect(run.loop.stepCount == 2)
  }

  @Test func aLossOfFiniteImagesThatIsNotFiniteIsDivergence() throws {
    let run = SmallRun { SGD($0) }
    let weight = run.loop.model.parameters[0].parameter
    weight.value = weight.value.filled(with: .infinity)
    let error = #expect(throws: Divergence.self) { try run.run(to: 1) }
    #expect(error?.step == 0 && error?.image == nil)
    #expect(error?.description.contains("at step 0: training has diverged; lower the") == true)
    #expect(weight.value.scalars.allSatisfy { $0 == .infinity })
  }

  @Test func checkpointsKeepNotesAndStep() throws {
    let folder = try TemporaryFolder()
    let run = SmallRun { Adam($0) }
    try run.run(to: 3)
    let picture = run.loop.checkpoint(notes: ["dataset": "invented, \"quoted\""])
    let then = run.bits
    try run.run(to: 4)
    try picture.write(to: folder["c"])
    let read = try Checkpoint(readingFrom: folder["c"])
    #expect(picture.path == nil && read.path == folder["c"])
    #expect(read.step == 3 && read.notes == ["dataset": "invented, \"quoted\""])
    #expect(run.bits != then)
    try run.loop.restore(read)
    #expect(run.bits == then)
  }

  @Test func aCheckpointOfAnotherModelIsRefused() throws {
    let run = SmallRun { SGD($0) }
    let model = CIFARResNet(depth: 8, width: 2).initialize(seed: 1)
    let other = TrainingLoop(model, SGD(model), .constant(0.1), seed: 1)
    let before = run.bits
    let error = #expect(throws: StateMismatch.self) {
      try run.loop.restore(other.checkpoint())
    }
    #expect(error?.target == .model && error?.report.missing.first == "block.conv1.weight")
    #expect(error?.description.contains("missing: block.conv1.weight") == true)
    #expect(run.bits == before)
  }

  @Test func aCheckpointOfAnotherOptimiserIsRefusedAsAWhole() throws {
    let run = SmallRun { Adam($0) }
    let other = SmallRun { SGD($0) }
    try other.run(to: 2)
    let before = run.bits
    let error = #expect(throws: StateMismatch.self) {
      try run.loop.restore(other.loop.checkpoint())
    }
    #expect(error?.target == .optimizer && error?.report.missing.first == "mean.conv1.weight")
    #expect(
      error?.description.hasPrefix(
        "the tensors do not fit the optimiser, nothing was loaded: 0 of ")
        == true)
    #expect(run.bits == before)
  }

  @Test func aFileOfAnotherRunIsNamedWithTheCause() throws {
    let folder = try TemporaryFolder()
    let run = SmallRun { Adam($0) }
    try SmallRun { SGD($0) }.loop.checkpoint().write(to: folder["c"])
    let before = run.bits
    let error = #expect(throws: CheckpointError.self) {
      try run.loop.restore(Checkpoint(readingFrom: folder["c"]))
    }
    #expect(error?.path == folder["c"] && error?.cause is StateMismatch)
    #expect(error?.description.hasPrefix("\(folder["c"]) does not fit this run: ") == true)
    #expect(run.bits == before)
  }

  @Test func aModelAloneHasACheckpoint() throws {
    let folder = try TemporaryFolder()
    let (model, other) = (SmallNet().initialize(seed: 1), SmallNet().initialize(seed: 2))
    try Checkpoint(of: model, step: 5, notes: ["a": "b"]).write(to: folder["c"])
    let read = try Checkpoint(readingFrom: folder["c"])
    #expect(read.step == 5 && read.notes == ["a": "b"])
    try read.restore(other)
    #expect(
      other.stateDictionary.map(\.value.scalars) == model.stateDictionary.map(\.value.scalars))
    let whole = Checkpoint(of: other, Adam(other), step: 5)
    #expect(throws: (any Error).self) { try whole.restore(model) }
    #expect(throws: (any Error).self) { try read.restore(model, Adam(model)) }
  }

  @Test func plainWeightsAreNoCheckpoint() throws {
    let folder = try TemporaryFolder()
    let path = folder["weights"]
    try SafetensorsFile(tensors: ["model.fc.weight": .zeros([1])])
      .write(to: path, checksummed: true)
    let error = #expect(throws: CheckpointError.self) { try Checkpoint(readingFrom: path) }
    #expect(
      error?.description == "\(path) is not a checkpoint of version 1; it may be plain weights")
  }

  @Test func aDamagedCheckpointIsNeverLoaded() throws {
    let folder = try TemporaryFolder()
    let path = folder["c"]
    let run = SmallRun { SGD($0) }
    try run.loop.checkpoint().write(to: path)
    var bytes = try FileContents.read(path)
    bytes[bytes.count - 5] ^= 4
    try AtomicFile.write(bytes, to: path)
    #expect(throws: SafetensorsError.self) { try Checkpoint(readingFrom: path) }
  }
}
