import Foundation
import Gradus
import GradusTestSupport

@testable import TrainClassifier

/// Four classes of 6x6 grey images that differ in which quarter is bright, in MNIST's file format.
final class SmallTask {
  let folder: TemporaryFolder
  static let network = "resnet20-cifar"

  init() throws {
    folder = try TemporaryFolder()
    for (name, count) in [("train", 60), ("t10k", 20)] {
      let stream = RandomStream(seed: 5, name: name)
      var (pixels, labels): ([UInt8], [UInt8]) = ([], [])
      for image in 0..<count {
        labels.append(UInt8(image % 4))
        for position in 0..<36 {
          let quarter = position / 18 * 2 + position % 6 / 3
          let noise = stream.integer(image * 36 + position, below: 60)
          pixels.append(UInt8(noise + (quarter == image % 4 ? 150 : 0)))
        }
      }
      let size = Self.bigEndian(count)
      try write(
        "\(name)-images-idx3-ubyte",
        [0, 0, 8, 3] + size + Self.bigEndian(6)
          + Self.bigEndian(6) + pixels)
      try write("\(name)-labels-idx1-ubyte", [0, 0, 8, 1] + size + labels)
    }
  }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: folder[name]))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// The settings of a run of 12 steps on it, with an average and everything else in use.
  func configuration(_ more: [String] = []) throws -> TrainingConfiguration {
    var result = TrainingConfiguration()
    let settings = [
      "dataset=mnist", "data=\(folder.path)", "batchSize=8", "steps=12", "averageDecay=0.9",
      "augmentation=pad-crop-flip", "padding=1", "labelSmoothing=0.1", "evaluationInterval=3",
      "checkpointInterval=2", "optimizer=adamw", "learningRate=0.003", "warmUpSteps=1",
      "schedule=cosine", "validationShare=0.2", "keepCheckpoints=2", "flips=false",
    ]
    for assignment in settings + more { try result.apply(assignment: assignment) }
    return try result.resolved()
  }

  /// A run ready to start in a folder.
  func run(
    _ name: String, _ more: [String] = [], showsTensorBoard: Bool = false
  ) throws -> TrainingRun {
    let configuration = try configuration(more)
    let data = try TrainingData(configuration) { _ in }
    let runFolder = RunFolder(folder[name])
    try runFolder.make()
    return try TrainingRun(
      configuration.resolved(for: data.training), data, runFolder,
      showsTensorBoard: showsTensorBoard)
  }
}
