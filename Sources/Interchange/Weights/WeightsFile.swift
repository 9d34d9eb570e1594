import GradusLayers

/// Named tensors in a file of any format that weights come in.
public struct WeightsFile: Sendable {
  /// The formats.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// <https://github.com/huggingface/safetensors>
    case safetensors
    /// What `torch.save` writes.
    case pyTorch = "pytorch"
    /// A NumPy archive.
    case numPy = "npz"
  }

  /// The format the file has.
  public let format: Format
  /// The tensors in the order of the file.
  public let tensors: StateDictionary
  /// Free text by key; safetensors alone has it.
  public let metadata: [String: String]

  /// Reads the file at `path`, whose format is told from its contents and not from its name.
  ///
  /// Checkpoints, and other safetensors files with a checksum, are compared with it. Throws
  /// `FileError`, `SafetensorsError` and `FormatError`.
  public static func read(_ path: String) throws -> Self {
    try Self(bytes: FileContents.read(path), path: path)
  }

  /// Reads a file's bytes; `path` is what errors call it. Throws as `read` does.
  public init(bytes: [UInt8], path: String) throws {
    switch (bytes.first, bytes.dropFirst().first) {
    case (0x50?, 0x4b?):
      let archive = try ZipArchive(bytes: bytes, path: path)
      if archive.entries.contains(where: { $0.name.hasSuffix("/data.pkl") }) {
        self.init(.pyTorch, try PyTorchFile(archive).tensors)
      } else {
        self.init(.numPy, try NumPyArchive(archive).tensors)
      }
    case (0x80?, (2...5)?):
      self.init(.pyTorch, try PyTorchFile(bytes: bytes, path: path).tensors)
    case (0x93?, _):
      throw FormatError(
        path, .numPy, "it is one array without a name; save all weights by numpy.savez instead")
    default:
      let file = try SafetensorsFile(bytes: bytes, path: path) { metadata in
        Self.isCheckpoint(metadata) || metadata[SafetensorsFile.checksumKey] != nil
      }
      self.init(.safetensors, file.tensors, metadata: file.metadata)
    }
  }

  private init(
    _ format: Format, _ tensors: StateDictionary, metadata: [String: String] = [:]
  ) {
    (self.format, self.tensors, self.metadata) = (format, tensors, metadata)
  }

  /// Whether the file is a checkpoint of a training run here, which also holds its weights.
  var isCheckpoint: Bool { Self.isCheckpoint(metadata) }

  private static func isCheckpoint(_ metadata: [String: String]) -> Bool {
    metadata["format"]?.hasPrefix("gradus-checkpoint-") == true
  }
}
