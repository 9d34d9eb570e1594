import Gradus

extension Fuzzer {
  /// The formats of weights that the library knows, and NumPy's file of one array.
  static let weights: [Fuzzer] =
    WeightsFile.formats.map { format in
      Fuzzer(format.name, allowance: AllocationAllowance.weights) { input in
        let repaired = [ChecksumRepair.zip(input.bytes), ChecksumRepair.safetensors(input.bytes)]
        for bytes in [input.bytes] + repaired.compactMap({ $0 }) {
          _ = format.recognizes(bytes)
          input.parse { _ = try format.read(bytes, path: input.path) }
          if format is CheckpointFormat { restore(bytes, input) }
        }
      }
    } + [
      Fuzzer("npy", .plain) { input in
        input.parse { _ = try NumPyFile.parse(input.bytes, path: input.path) }
      }
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
