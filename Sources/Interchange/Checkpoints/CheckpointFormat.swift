import GradusLayers

/// How a training run lies on disk: a checksummed safetensors file whose metadata say so, with the
/// parts of the run told apart by the beginnings of the tensors' names.
///
/// Read as weights, it gives the model's. Writing takes a whole run: `Checkpoint` of the training
/// library.
public struct CheckpointFormat: WeightsFormat {
  /// The parts of a run.
  package enum Part: String, CaseIterable {
    /// Weights and buffers.
    case model
    /// The optimiser's state.
    case optimizer
    /// The running average of the weights.
    case average

    /// What the names of the part's tensors begin with.
    package var prefix: String { rawValue + "." }
  }

  /// The keys of the metadata that are the format's own.
  package enum Key: String, CaseIterable {
    /// The format's name and version.
    case format
    /// Steps taken.
    case step
    /// Updates of the average, where there is one.
    case averageUpdates = "average-updates"
    /// The fingerprint of the data that the run learns from, where it is known.
    case data
  }

  /// The version that is written and read.
  package static let version = "1"
  private static let beginning = "gradus-checkpoint-"

  /// The value of `Key.format`.
  package static let identifier = beginning + version

  /// `checkpoint`.
  public let name = "checkpoint"
  /// As in memory.
  public let layout = StateDictionary.Layout.native

  /// Makes the format.
  public init() {}

  /// Whether metadata are those of a checkpoint, of this version or another.
  package static func isCheckpoint(_ metadata: [String: String]) -> Bool {
    metadata[Key.format.rawValue]?.hasPrefix(beginning) == true
  }

  /// Whether it is a safetensors file whose metadata are a checkpoint's.
  public func recognizes(_ bytes: [UInt8]) -> Bool {
    guard SafetensorsFormat().recognizes(bytes),
      let header = try? SafetensorsHeader(bytes, path: "")
    else { return false }
    return Self.isCheckpoint(header.metadata)
  }

  /// The model's weights, and all metadata. Throws `SafetensorsError`, also for a missing or wrong
  /// checksum, and `FormatError` for another version.
  public func read(
    _ bytes: [UInt8], path: String
  ) throws -> (tensors: StateDictionary, metadata: [String: String]) {
    let file = try SafetensorsFile(bytes: bytes, path: path, verifyingChecksum: true)
    guard file.metadata[Key.format.rawValue] == Self.identifier else {
      throw FormatError(
        path, .checkpoint, "it is not of version \(Self.version), which is the one that is read")
    }
    return (file.tensors.stripping(Part.model.prefix), file.metadata)
  }
}

extension FormatError.Format {
  /// A checkpoint of a training run.
  public static let checkpoint = Self("checkpoint")
}
