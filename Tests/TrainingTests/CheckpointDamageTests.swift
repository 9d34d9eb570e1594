import Foundation
import Gradus
import GradusTestSupport
import Testing

/// A checkpoint is read as it was written or refused; there is nothing between.
@Suite struct CheckpointDamageTests {
  private let folder: TemporaryFolder
  private let path: String
  private let whole: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    path = folder["checkpoint.safetensors"]
    let model = OneLayer().initialize(seed: 1)
    let loop = TrainingLoop(model, SGD(model), .constant(0.1), seed: 1)
    let images = Tensor.normal([4, 1, 1, 3], from: RandomStream(seed: 1, name: "images"))
    _ = try loop.step(Batch(images: images, labels: [0, 1, 1, 0], epoch: 0, index: 0))
    try loop.checkpoint(notes: ["epoch": "1"]).write(to: path)
    whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// The message of the refusal; nil when the bytes are taken for a checkpoint.
  private func refusal(of bytes: [UInt8]) throws -> String? {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    do {
      _ = try Checkpoint(readingFrom: path)
      return nil
    } catch { return "\(error)" }
  }

  private func check(_ message: String?, _ damage: String) {
    guard let message else {
      Issue.record("\(damage): was read")
      return
    }
    #expect(message.hasPrefix(path), "\(damage): \(message)")
    #expect(!message.contains("\n") && message.count > path.count + 20, "\(damage): \(message)")
  }

  @Test func theBytesOfAFileAreReadAsTheFileIs() throws {
    let (read, parsed) = try (
      Checkpoint(readingFrom: path), Checkpoint(bytes: whole, path: path)
    )
    #expect(parsed.step == read.step && parsed.notes == read.notes)
    #expect(parsed.weights.map(\.name) == read.weights.map(\.name))
    #expect(throws: SafetensorsError.self) {
      _ = try Checkpoint(bytes: whole.dropLast(), path: path)
    }
  }

  @Test func everyTruncationIsRefused() throws {
    #expect(try refusal(of: whole) == nil)
    for count in 0..<whole.count {
      check(try refusal(of: Array(whole[..<count])), "cut to \(count) bytes")
    }
    check(try refusal(of: whole + [0]), "one byte more")
  }

  @Test func everyFlipIsRefused() throws {
    let stream = RandomStream(seed: 1, name: "flips")
    for trial in 0..<10_000 {
      var bytes = whole
      let place = stream.integer(2 * trial, below: whole.count)
      let change = UInt8(1 + stream.integer(2 * trial + 1, below: 255))
      bytes[place] ^= change
      check(try refusal(of: bytes), "byte \(place) changed by \(change)")
    }
  }

  /// Weights are also taken from a checkpoint without the rest of it.
  @Test func everyFlipIsRefusedWhereOnlyWeightsAreLoaded() throws {
    let model = OneLayer().initialize(seed: 2)
    let before = model.stateDictionary.map { $0.value.scalars }
    for place in whole.indices {
      var bytes = whole
      bytes[place] ^= 1
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(throws: (any Error).self, "byte \(place)") { try model.load(from: path) }
    }
    #expect(model.stateDictionary.map { $0.value.scalars } == before)
    try Data(whole).write(to: URL(fileURLWithPath: path))
    try model.load(from: path)
    #expect(model.stateDictionary.map { $0.value.scalars } != before)
  }
}

private final class OneLayer: Classifier {
  let fc = Linear(3, 2)
  let classes = 2

  func forward(_ images: Variable) -> Prediction {
    Prediction(logits: fc(images.reshaped(to: [images.shape[0], -1])))
  }
}
