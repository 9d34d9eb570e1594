import GradusLayers

/// Named tensors in a file of any format that weights come in.
public struct WeightsFile: Sendable {
  /// The formats the library knows, in the order in which a file is tried: of two that recognise it,
  /// the first reads it, as a checkpoint is a safetensors file too.
  public static let formats: [any WeightsFormat] = [
    PyTorchFormat(), NumPyFormat(), SafetensorsIndexFormat(), CheckpointFormat(),
    SafetensorsFormat(), PickleArrayFormat(), FlaxFormat(),
  ]

  /// Those of `formats` that weights alone can be written in.
  public static var writableFormats: [any WritableWeightsFormat] {
    formats.compactMap { $0 as? any WritableWeightsFormat }
  }

  /// The format the file has.
  public let format: any WeightsFormat
  /// The tensors in the order of the file and the layout of the format.
  public let tensors: StateDictionary
  /// The names of tensors that were not wanted and not read.
  public let unread: [String]
  /// Free text by key; empty for formats that have none.
  public let metadata: [String: String]

  /// Reads the file at `path`, whose format is told from its contents and not from its name.
  ///
  /// Throws `FileError`, `SafetensorsError` and `FormatError`, and what formats from outside throw.
  public static func read(
    _ path: String, _ selection: WeightsSelection = .everything,
    formats: [any WeightsFormat] = Self.formats
  ) throws -> Self {
    try Self(bytes: FileContents.read(path), path: path, selection, formats: formats)
  }

  /// Reads a file's bytes; `path` is what errors call it. Throws as `read` does.
  public init(
    bytes: [UInt8], path: String, _ selection: WeightsSelection = .everything,
    formats: [any WeightsFormat] = Self.formats
  ) throws {
    guard let format = formats.first(where: { $0.recognizes(bytes) }) else {
      if let known = ForeignFormat(bytes) {
        throw FormatError(
          path, .weights, at: 0, "it is \(known.title), not weights that are read; \(known.advice)")
      }
      let names = formats.map(\.name).joined(separator: ", ")
      throw FormatError(
        path, .weights, at: 0, "it does not begin like any of \(names); check what it is")
    }
    self.format = format
    (tensors, unread, metadata) = try format.read(bytes, path: path, selection)
  }
}

extension FormatError.Format {
  /// A file of weights of a format yet unknown.
  public static let weights = Self("weights")
}
