import Gradus

extension Fuzzer {
  /// The formats of weights.
  static let weights: [Fuzzer] = [
    Fuzzer("safetensors", .plain) { input in
      input.parse { _ = try SafetensorsFile(bytes: input.bytes, path: input.path) }
    },
    Fuzzer("npy", .plain) { input in
      input.parse { _ = try NumPyFile.parse(input.bytes, path: input.path) }
    },
    Fuzzer("npz", .deflated) { input in
      input.parse { _ = try NumPyArchive(bytes: input.bytes, path: input.path) }
      guard let repaired = ChecksumRepair.zip(input.bytes) else { return }
      input.parse { _ = try NumPyArchive(bytes: repaired, path: input.path) }
    },
    Fuzzer("pytorch", .deflated) { input in
      input.parse { _ = try PyTorchFile(bytes: input.bytes, path: input.path) }
      guard let repaired = ChecksumRepair.zip(input.bytes) else { return }
      input.parse { _ = try PyTorchFile(bytes: repaired, path: input.path) }
    },
    Fuzzer("checkpoint", .plain) { input in
      restore(input.bytes, input)
      guard let repaired = ChecksumRepair.safetensors(input.bytes) else { return }
      restore(repaired, input)
    },
  ]

  private static func restore(_ bytes: [UInt8], _ input: FuzzInput) {
    var checkpoint: Checkpoint?
    input.parse { checkpoint = try Checkpoint(bytes: bytes, path: input.path) }
    guard let checkpoint else { return }
    let model = OneLayer().initialize(seed: 1)
    let loop = TrainingLoop(model, SGD(model, momentum: 0.9), .constant(0.1), seed: 1)
    input.use { try loop.restore(checkpoint) }
  }
}

/// The smallest classifier, to restore checkpoints into.
private final class OneLayer: Classifier {
  let fc = Linear(3, 2)
  let classes = 2

  func forward(_ images: Variable) -> Prediction {
    Prediction(logits: fc(images.reshaped(to: [images.shape[0], -1])))
  }
}
