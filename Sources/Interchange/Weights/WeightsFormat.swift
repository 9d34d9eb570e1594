import GradusLayers

/// A file format of named weights: how a file is recognised and read.
///
/// The library's own are in `WeightsFile.formats`. A format from outside is used like them, by
/// `model.load(from: path, formats: [MyFormat()] + WeightsFile.formats)`.
public protocol WeightsFormat: Sendable {
  /// Its word on command lines and in lists: `safetensors`.
  var name: String { get }
  /// The order of the elements of filters and matrices in its files.
  var layout: StateDictionary.Layout { get }

  /// Whether the bytes of a file look like one of this format; on any bytes there is an answer.
  func recognizes(_ bytes: [UInt8]) -> Bool

  /// The tensors of a file's bytes in the file's order, and free text by key where the format has it.
  ///
  /// `path` is what errors call the file. Throws errors that name it on any bytes that are not wholly
  /// as the format demands; never traps.
  func read(
    _ bytes: [UInt8], path: String
  ) throws -> (tensors: StateDictionary, metadata: [String: String])

  /// The same of what a selection chooses, and the names of what it does not.
  ///
  /// By default all is read; a ``PartialWeightsFormat`` does not decode the rest.
  func read(
    _ bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String])
}

extension WeightsFormat {
  /// Reads everything and leaves out what is not selected.
  public func read(
    _ bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String]) {
    let (tensors, metadata) = try read(bytes, path: path)
    let chosen = try selection.chosen(of: tensors.names, path: path, .weights)
    var result = StateDictionary()
    for (name, stored) in chosen.read { result[name] = tensors[stored] }
    return (result, chosen.unread, metadata)
  }
}

/// A format that can read a part of a file without the rest.
public protocol PartialWeightsFormat: WeightsFormat {
  /// The tensors of a file's bytes that a selection chooses, the names of those that it does not, and free
  /// text by key; the rest is not decoded.
  ///
  /// Throws and never traps, as `read` does.
  func part(
    of bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String])
}

extension PartialWeightsFormat {
  /// The part that is everything.
  public func read(
    _ bytes: [UInt8], path: String
  ) throws -> (tensors: StateDictionary, metadata: [String: String]) {
    let file = try part(of: bytes, path: path, .everything)
    return (file.tensors, file.metadata)
  }

  /// The part that a selection chooses.
  public func read(
    _ bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String]) {
    try part(of: bytes, path: path, selection)
  }
}

/// A format that weights alone can be written in.
public protocol WritableWeightsFormat: WeightsFormat {
  /// Writes tensors in the layout of the format, replacing an old file in one step; `metadata` is left
  /// out by formats that have no place for it.
  ///
  /// Throws `FileError`, and an error of the format's for a name that it cannot store; traps on a
  /// shape-only tensor.
  func write(_ tensors: StateDictionary, metadata: [String: String], to path: String) throws
}
