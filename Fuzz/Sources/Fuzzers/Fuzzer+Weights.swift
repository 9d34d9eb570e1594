import Foundation
import Gradus

extension Fuzzer {
  /// The formats of weights.
  static let weights: [Fuzzer] = [
    Fuzzer("safetensors") { path in
      _ = try SafetensorsFile.read(path)
    },
    Fuzzer("npy") { path in _ = try NumPyFile.read(path) },
    Fuzzer("npz") { path in _ = try NumPyArchive.read(path) },
    Fuzzer("pytorch") { path in _ = try PyTorchFile.read(path) },
    Fuzzer("checkpoint") { path in
      // Random bytes never carry the right checksum; with it, what lies behind is reached too.
      let signed = path + ".signed"
      defer { unlink(signed) }
      try SafetensorsFile.read(path).write(to: signed, checksummed: true)
      let model = OneLayer().initialize(seed: 1)
      let trainer = Trainer(model, SGD(model, momentum: 0.9), .constant(0.1), seed: 1)
      try Checkpoint(readingFrom: signed).restore(trainer)
    },
  ]
}

/// The smallest classifier, to restore checkpoints into.
private final class OneLayer: Classifier {
  let fc = Linear(3, 2)
  let classes = 2

  func forward(_ images: Variable) -> Prediction {
    Prediction(logits: fc(images.reshaped(to: [images.shape[0], -1])))
  }
}
