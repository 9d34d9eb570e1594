import Gradus

extension Fuzzer {
  /// Protocol buffers: networks of ONNX, and TensorBoard's events.
  static let networks: [Fuzzer] = [
    Fuzzer("onnx", .messages) { input in
      input.parse {
        // A file of weights that is not there is named instead of this one.
        do { _ = try ONNXModel(bytes: input.bytes, path: input.path) } catch is FileError {}
      }
    },
    Fuzzer("tensorboard", .messages) { input in
      for bytes in [input.bytes, ChecksumRepair.events(input.bytes)] {
        input.parse { _ = try TensorBoardFile(bytes: bytes, path: input.path) }
      }
    },
  ]
}
