/// A format of weights that is known by its first bytes and not read.
enum ForeignFormat: CaseIterable {
  case tensorFlowLite, hdf5, onnx, tensorFlow, gguf

  /// What a file's first bytes say; nil for none of these.
  init?(_ bytes: [UInt8]) {
    func has(_ text: [UInt8], at start: Int) -> Bool { bytes.dropFirst(start).starts(with: text) }
    if has(Array("TFL3".utf8), at: 4) {
      self = .tensorFlowLite
    } else if has([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], at: 0) {
      self = .hdf5
    } else if has(Array("GGUF".utf8), at: 0) {
      self = .gguf
    } else if has([0x08, 0x01, 0x12], at: 0) {
      self = .tensorFlow
    } else if has([0x08], at: 0), bytes.count > 2, (0x03...0x7f).contains(bytes[1]),
      // The version, and then the producer, its version, the domain, the graph or the operators.
      [0x12, 0x1a, 0x22, 0x3a, 0x42].contains(bytes[2])
    {
      self = .onnx
    } else {
      return nil
    }
  }

  /// What it is, in words.
  var title: String {
    switch self {
    case .tensorFlowLite: "a TensorFlow Lite model"
    case .hdf5: "an HDF5 file, as Keras writes weights"
    case .onnx: "a network of ONNX"
    case .tensorFlow: "a network that TensorFlow saved"
    case .gguf: "a GGUF file of llama.cpp"
    }
  }

  /// What is to be done instead, in a sentence.
  var advice: String {
    switch self {
    case .onnx:
      "it brings its own layers: run it with ModelZoo logits FILE.onnx, or read it with ONNXModel(contentsOf:), "
        + "whose save(to:) writes its weights"
    case .tensorFlowLite, .tensorFlow, .gguf:
      "save the weights by name as safetensors or npz with the program that it is for"
    case .hdf5: "save the arrays by name as npz with h5py and numpy.savez"
    }
  }
}
