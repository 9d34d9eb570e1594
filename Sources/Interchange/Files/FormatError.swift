/// A file that is not what its format demands, or holds what Gradus refuses, told in one line.
///
///     weights.pt: refused as a PyTorch file at byte 17: it calls posix.system, and only tensors and
///     plain values are read
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A format as messages call it; each reader adds its own.
  public struct Format: Hashable, Sendable {
    /// The word before "file": `PyTorch`.
    public let title: String

    /// Makes the name of a format.
    public init(_ title: String) { self.title = title }
  }

  /// The file; a part of an archive is named behind it, `a.npz/w.npy`.
  public let path: String
  /// The format it was read or written as.
  public let format: Format
  /// Where the fault is, in bytes from the start of the file or part; nil for the whole.
  public let offset: Int?
  /// What is wrong and, where it helps, what to do.
  public let problem: String
  /// Entries of the file one of which may be what was looked for; empty elsewhere.
  public let keys: [String]

  /// Makes the error.
  public init(
    _ path: String, _ format: Format, at offset: Int? = nil, _ problem: String, keys: [String] = []
  ) {
    (self.path, self.format, self.offset, self.problem) = (path, format, offset, problem)
    self.keys = keys
  }

  /// The file, the format, the place and the problem, on one line.
  public var description: String {
    let place = offset.map { " at byte \($0)" } ?? ""
    let shown = keys.prefix(8).map(\.quoted).joined(separator: ", ")
    let advice = keys.isEmpty ? "" : "; give the key of one of \(shown)"
    let article = format.title.first.map("AEIO".contains) == true ? "an" : "a"
    return "\(path): refused as \(article) \(format.title) file\(place): \(problem)\(advice)"
  }
}
