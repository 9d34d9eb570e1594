import Gradus
import Testing

@testable import ModelZoo

/// `flow`: what is said of a network's first steps.
@Suite struct FlowRunTests {
  private let images: ImageDataset = {
    let stream = RandomStream(seed: 1, name: "images")
    return ImageDataset(
      name: "noise", pixels: (0..<32 * 64).map { UInt8(stream.integer($0, below: 256)) }, height: 8,
      width: 8, channels: 1, labels: (0..<32).map { $0 % 2 }, classNames: ["a", "b"])
  }()

  private func run(_ arguments: String...) throws -> (run: FlowRun, model: CIFARResNet) {
    let command = try FlowCommand.parse(arguments)
    let model = CIFARResNet(depth: 8, width: 4, inputChannels: 1, classes: 2)
      .initialize(seed: command.seed)
    return (FlowRun(model, images, command), model)
  }

  @Test func theFirstStepsGradientsAreThoseOfTheLoss() throws {
    let (run, model) = try run("resnet20-cifar", "--steps", "4", "--batch-size", "8")
    // The same first batch by hand, before anything was trained.
    let batch = Batches(
      of: images, batchSize: 8, seed: 1, dropLast: true, normalization: .perChannel(of: images)
    ).batch(epoch: 0, index: 0)
    let tape = Tape(.training, updatesStatistics: false, seed: 1, step: 0)
    let loss = model(tape.constant(batch.images)).crossEntropy(labels: batch.labels)
    let expected = tape.gradients(of: loss)[model.conv1.weight]?.norm ?? .nan
    try run.train()
    #expect(run.records.map(\.step) == [0, 1, 3])
    let measured = run.records[0]["conv1"]?[.weightGradientNorm] ?? .nan
    #expect(abs(measured / expected - 1) < 1e-4)
    let lines = run.text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 100 } && lines[0].contains("8 layers"))
    #expect(!run.text.contains("diverged"))
  }

  /// What was measured before is kept, and the end is told.
  @Test func aRunThatDivergesSaysSo() throws {
    let (run, model) = try run("resnet20-cifar", "--steps", "4", "--batch-size", "8")
    model.fc.weight.value = model.fc.weight.value.filled(with: .nan)
    try run.train()
    #expect(run.text.contains("diverged: the loss is nan at step 0"))
    #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: ["--size 0", "--batch-size 1", "--steps 0", "--learning-rate 0"])
  func nonsenseIsNamed(_ arguments: String) {
    let words = arguments.split(separator: " ").map(String.init)
    let error = #expect(throws: (any Error).self) {
      _ = try FlowCommand.parse(["resnet18"] + words)
    }
    #expect(error.map { FlowCommand.message(for: $0) }?.contains(words[0]) == true)
  }
}
