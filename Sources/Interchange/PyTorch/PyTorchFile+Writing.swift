import GradusLayers
import GradusTensors

extension PyTorchFile {
  /// Writes what `torch.load(path, weights_only=True)` reads: the zip format with an ordered
  /// dictionary of tensors. Replaces an old file in one step.
  ///
  /// Data begin at multiples of 64 bytes, as PyTorch's own do, so that it can map them. Throws
  /// `FileError`; traps on a shape-only tensor.
  public func write(to path: String) throws {
    try AtomicFile.write(to: path) { file in
      var writer = ZipArchiveWriter(path: path)
      func add(_ name: String, _ contents: [UInt8]) throws {
        try writer.add("archive/\(name)", contents, alignment: 64) { try file.write($0) }
      }
      try add("data.pkl", PickleWriter.stateDictionary(tensors))
      try add("byteorder", Array("little".utf8))
      for (index, (_, tensor)) in tensors.enumerated() {
        try add("data/\(index)", tensor.littleEndianBytes())
      }
      try add("version", Array("3\n".utf8))
      try writer.finish { try file.write($0) }
    }
  }
}

/// Writes the pickle of a state dictionary, protocol 2.
private struct PickleWriter {
  private var bytes = ByteBuilder()

  /// The pickle of an ordered dictionary whose tensor number i lies in storage i.
  static func stateDictionary(_ tensors: StateDictionary) -> [UInt8] {
    var writer = PickleWriter()
    writer.put(.proto)
    writer.bytes.append(UInt8(2))
    writer.putEmptyDictionary()
    writer.put(.mark)
    for (index, (name, tensor)) in tensors.enumerated() {
      writer.put(name)
      writer.put(tensor, storage: "\(index)")
    }
    writer.put(.setItems)
    writer.put(.stop)
    return writer.bytes.bytes
  }

  private mutating func put(_ opcode: PickleOpcode) { bytes.append(opcode.rawValue) }

  private mutating func put(_ text: String) {
    put(.binUnicode)
    bytes.append(UInt32(text.utf8.count))
    bytes.append(text.utf8)
  }

  private mutating func put(_ number: Int) {
    put(.long1)
    bytes.append(UInt8(8))
    bytes.append(Int64(number))
  }

  private mutating func putGlobal(_ module: String, _ name: String) {
    put(.global)
    bytes.append("\(module)\n\(name)\n".utf8)
  }

  private mutating func putEmptyDictionary() {
    putGlobal("collections", "OrderedDict")
    put(.emptyTuple)
    put(.reduce)
  }

  private mutating func putTuple(_ numbers: [Int]) {
    put(.mark)
    for number in numbers { put(number) }
    put(.tuple)
  }

  private mutating func put(_ tensor: Tensor, storage key: String) {
    putGlobal("torch._utils", "_rebuild_tensor_v2")
    put(.mark)
    put(.mark)
    put("storage")
    putGlobal("torch", tensor.dtype == .float64 ? "DoubleStorage" : "FloatStorage")
    put(key)
    put("cpu")
    put(tensor.count)
    put(.tuple)
    put(.binPersistentID)
    put(0)
    putTuple(tensor.shape.dimensions)
    putTuple(tensor.shape.strides)
    // Needs no gradient and has no hooks.
    put(.newFalse)
    putEmptyDictionary()
    put(.tuple)
    put(.reduce)
  }
}
