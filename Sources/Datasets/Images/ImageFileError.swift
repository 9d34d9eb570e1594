/// What is wrong with a picture file, told in one line.
public struct ImageFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of fault; `offset` counts bytes from the start of the file.
  public enum Fault: Hashable, Sendable {
    /// The first bytes are neither PNG's nor JPEG's.
    case unknownFormat
    /// The file ends at `offset`, inside `part`.
    case truncated(offset: Int, part: String)
    /// The bytes at `offset` cannot stand there.
    case damaged(offset: Int, problem: String)
    /// The picture has more pixels than the caller allows.
    case tooManyPixels(height: Int, width: Int, limit: Int)
    /// The header announces more pixels than so few bytes can hold.
    case implausibleSize(height: Int, width: Int, byteCount: Int)
    /// The decoding library refused the file, in its own words.
    case undecodable(String)
    /// The package was built without the decoding libraries.
    case noDecoder
    /// The system refused to open or read the file, in its own words.
    case unreadable(String)
    /// The bytes of the file's name are no UTF-8; in the path they are replaced.
    case nameIsNoText
    /// A link that leads to nothing.
    case danglingLink
    /// A link leads to something outside the data set.
    case linkOutside
    /// A link leads to a folder, so that the same files might be met twice or for ever.
    case linkToFolder
    /// Neither a file nor a folder: a pipe, a socket or a device.
    case notAFile
  }

  /// The file.
  public let path: String
  /// What is wrong.
  public let fault: Fault

  /// Makes the error for `fault` in the file at `path`.
  public init(_ path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

  /// The file, what is wrong with it and what to do, on one line.
  public var description: String { "\(path): \(explanation)" }

  private var explanation: String {
    switch fault {
    case .unknownFormat: "neither a PNG nor a JPEG file; convert it first"
    case .truncated(let offset, let part):
      "the file ends after \(offset) bytes, inside \(part); fetch it again"
    case .damaged(let offset, let problem):
      "damaged at byte \(offset): \(problem); fetch it again"
    case .tooManyPixels(let height, let width, let limit):
      "\(width)x\(height) pixels are more than the limit of \(limit); shrink the picture or raise "
        + "the limit"
    case .implausibleSize(let height, let width, let byteCount):
      "the header announces \(width)x\(height) pixels, more than a file of \(byteCount) bytes can "
        + "hold; is this the right file?"
    case .undecodable(let reason): "cannot be decoded: \(reason)"
    case .noDecoder:
      "this build cannot read PNG and JPEG files; install libpng-dev and libturbojpeg0-dev, and "
        + "build with --traits Images"
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .nameIsNoText: "a file name that is no UTF-8; rename the file"
    case .danglingLink: "a link that leads to nothing; remove it"
    case .linkOutside: "a link that leads out of the data set; copy the file instead"
    case .linkToFolder: "a link to a folder; copy the folder instead"
    case .notAFile: "neither a file nor a folder; remove it"
    }
  }
}
