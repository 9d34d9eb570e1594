import GradusLayers
import GradusTensors

/// Named arrays in a NumPy archive, npz: a zip archive with an npy file for each.
public struct NumPyArchive: Sendable {
  /// The arrays in the order of the archive.
  public var tensors: StateDictionary
  /// The names of arrays that were not selected and not read.
  public let unread: [String]

  /// Makes the contents of an archive; names must be plain relative paths.
  public init(tensors: StateDictionary = [:]) { (self.tensors, unread) = (tensors, []) }

  /// The array called `name`, or nil.
  public subscript(name: String) -> Tensor? { tensors[name] }

  /// Reads the archive at `path`; throws `FileError` and `FormatError`.
  public static func read(_ path: String) throws -> Self {
    try Self(bytes: FileContents.read(path), path: path)
  }

  /// Reads an archive's bytes; `path` is what errors call it. Arrays that are not selected are not
  /// expanded. Throws `FormatError`.
  public init(
    bytes: [UInt8], path: String, _ selection: WeightsSelection = .everything
  ) throws {
    try self.init(ZipArchive(bytes: bytes, path: path), selection)
  }

  init(_ archive: ZipArchive, _ selection: WeightsSelection) throws {
    var entries: [String: ZipArchive.Entry] = [:]
    let names = try archive.entries.map { entry in
      guard entry.name.hasSuffix(Self.suffix), entry.name != Self.suffix else {
        throw FormatError(
          archive.path, .numPy,
          "the archive holds \(entry.name.quoted), which is no array")
      }
      let name = String(entry.name.dropLast(Self.suffix.count))
      entries[name] = entry
      return name
    }
    let chosen = try selection.chosen(of: names, path: archive.path, .numPy)
    try archive.requireExpansion(of: chosen.read.compactMap { entries[$0.stored] })
    (tensors, unread) = ([:], chosen.unread)
    for (name, stored) in chosen.read {
      guard let entry = entries[stored] else { continue }
      let contents = try archive.contents(of: entry)
      tensors[name] = try NumPyFile.parse(contents, path: "\(archive.path)/\(entry.name)")
    }
  }

  /// Writes the archive, replacing an old one in one step.
  ///
  /// Throws `FileError`, and `FormatError` for a name that cannot be stored; traps on a shape-only
  /// tensor.
  public func write(to path: String, deflated: Bool = false) throws {
    try AtomicFile.write(to: path) { file in
      var writer = ZipArchiveWriter(path: path)
      for (name, tensor) in tensors {
        if name.isEmpty { throw FormatError(path, .numPy, "an array has no name; give it one") }
        try writer.add(name + Self.suffix, NumPyFile.bytes(tensor), deflated: deflated) {
          try file.write($0)
        }
      }
      try writer.finish { try file.write($0) }
    }
  }

  static let suffix = ".npy"
}
