import Foundation
// The lines between the markers are the README's example, to the letter.
// example begins
import Gradus
import Testing

func example() throws {
  let train = try BuiltInDataset.fashionMNIST.load(split: .train)
  let test = try BuiltInDataset.fashionMNIST.load(split: .test)
  let mean = Normalization.perPixelMean(of: train)

  let model = CIFARResNet(depth: 8, inputChannels: 1).initialize(seed: 1)
  let trainer = Trainer(
    model, SGD(model, momentum: 0.9, weightDecay: 1e-4),
    .steps(base: 0.1, milestones: [30, 45]), seed: 1)
  let batches = Batches(of: train, batchSize: 128, seed: 1, normalization: mean)
  let probe = GradientNorms(model)
  for batch in batches.from(step: 0).prefix(60) {
    let result = try trainer.step(batch, observers: [probe])
    print(trainer.nextStep, result.loss, probe.norms["layer1.0.conv1.weight"]!)
  }
  let unseen = Batches(of: test.prefix(1_000), batchSize: 250, seed: 0, normalization: mean)
  print("test error:", trainer.evaluate(unseen.epoch(0)).error)
}
// example ends

@Suite struct ReadmeExampleTests {
  private var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  @Test func isTheCodeInThisFile() throws {
    let source = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let begin = try #require(source.range(of: "// example begins\n"))
    let end = try #require(source.range(of: "// example ends"))
    let code = String(source[begin.upperBound..<end.lowerBound])
    #expect(readme.contains("```swift\n" + code + "```"))
  }

  @Test(
    .enabled(
      if: BuiltInDataset.fashionMNIST.defaultDirectory.map(FileManager.default.fileExists) == true))
  func runs() throws {
    try example()
  }
}
