import Gradus
import GradusTestSupport
import Testing

@testable import TrainClassifier

/// What classifiers reach together, beside the averages computed by hand.
@Suite struct EnsembleResultTests {
  private func options(_ arguments: String...) throws -> ViewOptions {
    try ViewOptions.parse(arguments)
  }

  /// Two runs of different seeds, and the test images.
  private func classifiers(
    _ task: SmallTask
  ) throws -> (models: [TrainedClassifier], images: ImageDataset) {
    let models = try ["seed=1", "seed=2"].enumerated().map { index, seed in
      let run = try task.run("run\(index)", [seed])
      try run.run { _ in }
      return try TrainedClassifier(task.folder["run\(index)"])
    }
    return (models, try ImageSource(configuration: task.configuration()).load(.test))
  }

  @Test func probabilitiesAreAveraged() throws {
    let task = try SmallTask()
    let (models, images) = try classifiers(task)
    let result = try EnsembleResult(models, images, options("--ensemble"))
    #expect(result.rows.count == 3 && result.images == 20 && result.rows[2].views == 2)
    let pixels = images.images(at: Array(0..<images.count))
    let votes = models.map { $0.model($0.card.normalization(pixels)).softmax() }
    let mean = (votes[0] + votes[1]) * 0.5
    #expect(result.rows[2].error == topKError(logits: mean, labels: images.labels))
    let single = try RunResult(task.folder["run0"], dataset: .memory(images), choosing: .average)
    #expect(abs(result.rows[0].loss - single.measurements[0].loss) < 1e-5)
    #expect(result.rows[0].error == single.measurements[0].error)
  }

  @Test func viewsAreCounted() throws {
    let task = try SmallTask()
    let (models, images) = try classifiers(task)
    let result = try EnsembleResult(
      models, images, options("--ensemble", "--scales", "6,8", "--views", "ten-crop"))
    #expect(result.rows.map(\.views) == [20, 20, 40])
    #expect(
      result.table.split(separator: "\n").allSatisfy { $0.count <= 100 + task.folder.path.count })
    #expect(throws: (any Error).self) { _ = try options("--scales", "0") }
    #expect(throws: (any Error).self) { _ = try options("--views", "sideways") }
  }
}
