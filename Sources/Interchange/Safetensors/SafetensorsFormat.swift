import GradusLayers

/// <https://github.com/huggingface/safetensors>, as PyTorch's tools write it.
public struct SafetensorsFormat: PartialWeightsFormat, WritableWeightsFormat {
  /// `safetensors`.
  public let name = "safetensors"
  /// PyTorch's.
  public let layout = StateDictionary.Layout.pyTorch

  /// Makes the format.
  public init() {}

  /// Whether a JSON object begins behind the header's length; the format has no other mark.
  public func recognizes(_ bytes: [UInt8]) -> Bool {
    bytes.dropFirst(SafetensorsFile.lengthByteCount).first == UInt8(ascii: "{")
  }

  /// The tensors that are selected, of which no others are widened, and the metadata; a file with a checksum
  /// is compared with it. Throws `SafetensorsError`.
  public func part(
    of bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String]) {
    let file = try SafetensorsFile(bytes: bytes, path: path, selection) {
      $0[SafetensorsFile.checksumKey] != nil
    }
    return (file.tensors, file.unread, file.metadata)
  }

  /// Writes the tensors, and in the metadata that they are PyTorch's.
  public func write(
    _ tensors: StateDictionary, metadata: [String: String], to path: String
  ) throws {
    var metadata = metadata
    // The key that tells PyTorch's readers whose layout it is.
    metadata["format"] = "pt"
    try SafetensorsFile(metadata: metadata, tensors: tensors).write(to: path)
  }
}

extension FormatError.Format {
  /// safetensors.
  public static let safetensors = Self("safetensors")
}

extension WeightsFormat where Self == SafetensorsFormat {
  /// safetensors.
  public static var safetensors: Self { Self() }
}
