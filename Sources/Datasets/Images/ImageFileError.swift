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
    }
  }
}
