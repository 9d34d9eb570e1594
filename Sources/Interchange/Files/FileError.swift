import Foundation

/// A file or folder that could not be read or written, told in one line.
///
///     cannot write runs/a/weights.safetensors: No space left on device; free some space there
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being done.
  public enum Action: String, Sendable {
    /// Opening or reading a file, or listing a folder.
    case read
    /// Creating, writing, renaming or removing a file.
    case write
  }

  /// What was being done.
  public let action: Action
  /// The file or folder, as the caller named it.
  public let path: String
  /// The system's `errno`.
  public let code: Int32
  /// What went wrong.
  public let problem: String

  /// Makes the error for a system call that failed with `code`.
  public init(_ action: Action, _ path: String, code: Int32) {
    self.init(action, path, code: code, problem: String(cString: strerror(code)))
  }

  /// Makes the error for something the library itself found wrong; `code` is the nearest `errno`.
  public init(_ action: Action, _ path: String, code: Int32, problem: String) {
    self.action = action
    self.path = path
    self.code = code
    self.problem = problem
  }

  /// The action, the path, what went wrong and what to do, on one line.
  public var description: String {
    "cannot \(action.rawValue) \(path.isEmpty ? "a file without a name" : path): \(problem)"
      + (advice.map { "; \($0)" } ?? "")
  }

  private var advice: String? {
    switch code {
    case ENOENT:
      action == .read ? "check the path" : "create the folder first, or check the path"
    case ENOTDIR: "a part of the path is a file, not a folder; check the path"
    case EISDIR: "give the path of a file"
    case EEXIST: "choose another path, or remove the old file"
    case EACCES, EPERM: "change its permissions, or choose another path"
    case EROFS: "choose a path on a disk that can be written"
    case ENOSPC, EDQUOT: "free some space there, or choose another disk"
    case EFBIG: "raise the limit on file sizes (ulimit -f), or choose another disk"
    case EMFILE, ENFILE: "raise the limit on open files (ulimit -n)"
    case ENAMETOOLONG: "choose a shorter name"
    case EIO: "the disk may be failing"
    case EINVAL: "give the path of a regular file"
    default: nil
    }
  }
}
