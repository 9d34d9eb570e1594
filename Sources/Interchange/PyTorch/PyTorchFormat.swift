import GradusLayers

/// What `torch.save` writes: a zip archive, or before version 1.6 a row of pickles, which is read
/// only.
public struct PyTorchFormat: PartialWeightsFormat, WritableWeightsFormat {
  /// `pytorch`.
  public let name = "pytorch"
  /// PyTorch's.
  public let layout = StateDictionary.Layout.pyTorch

  /// Makes the format.
  public init() {}

  /// Whether it is an archive with a pickle in it, or begins with the pickle of `torch.save`'s number.
  public func recognizes(_ bytes: [UInt8]) -> Bool {
    switch (bytes.first, bytes.dropFirst().first) {
    case (0x80?, (2...5)?): PyTorchFile.hasMagic(bytes)
    case (0x50?, 0x4b?):
      (try? ZipArchive(bytes: bytes, path: ""))?.entries
        .contains { $0.name.hasSuffix("/data.pkl") } ?? false
    default: false
    }
  }

  /// The tensors that are selected; the storages of others are not expanded. Throws `FormatError`.
  public func part(
    of bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String]) {
    let file = try PyTorchFile(bytes: bytes, path: path, selection)
    return (file.tensors, file.unread, [:])
  }

  /// Writes the zip archive.
  public func write(
    _ tensors: StateDictionary, metadata: [String: String], to path: String
  ) throws {
    try PyTorchFile(tensors: tensors).write(to: path)
  }
}

extension WeightsFormat where Self == PyTorchFormat {
  /// What `torch.save` writes.
  public static var pyTorch: Self { Self() }
}

extension FormatError.Format {
  /// What `torch.save` writes.
  public static let pyTorch = Self("PyTorch")
}
