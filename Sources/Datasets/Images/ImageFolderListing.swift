import Foundation
import GradusInterchange

/// Walks an image folder, always in the order of the names' bytes, and watches where links lead.
struct ImageFolderListing {
  private enum Kind { case file, folder }

  private let root: String
  /// The folder's path without links, with a slash at its end.
  private let realRoot: String

  private static let endings = [".png", ".jpg", ".jpeg"]
  /// Deeper nests are left to those who made them.
  private static let deepest = 32

  init(_ root: String) throws {
    self.root = root
    // The system's reason comes from listing; a path that can be listed can be resolved.
    _ = try FileContents.names(in: root)
    guard let real = Self.realPath(root) else { throw FileError(.read, root, code: errno) }
    realRoot = real.hasSuffix("/") ? real : real + "/"
  }

  /// The folders directly in the root.
  func classNames() throws -> [String] {
    let names = try visibleNames(in: "").filter { try kind(of: $0) == .folder }
    guard !names.isEmpty else { throw ImageFolderError(root, .noClasses) }
    return names
  }

  /// The pictures in a folder and those below it, as paths from the root.
  func pictures(in folder: String, depth: Int = 1) throws -> [String] {
    guard depth <= Self.deepest else {
      throw FileError(
        .read, "\(root)/\(folder)", code: ELOOP, problem: "more than \(Self.deepest) folders deep")
    }
    return try visibleNames(in: folder).flatMap { name in
      let path = "\(folder)/\(name)"
      switch try kind(of: path) {
      case .folder: return try pictures(in: path, depth: depth + 1)
      case .file:
        let lowered = name.lowercased()
        return Self.endings.contains { lowered.hasSuffix($0) } ? [path] : []
      }
    }
  }

  private func visibleNames(in folder: String) throws -> [String] {
    try FileContents.names(in: folder.isEmpty ? root : "\(root)/\(folder)")
      .filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func kind(of name: String) throws -> Kind {
    let path = "\(root)/\(name)"
    var status = stat()
    guard lstat(path, &status) == 0 else { throw FileError(.read, path, code: errno) }
    if status.st_mode & S_IFMT == S_IFLNK {
      guard let real = Self.realPath(path) else { throw FileError(.read, path, code: errno) }
      guard real.utf8.starts(with: realRoot.utf8) else {
        throw ImageFolderError(path, .linkOutside)
      }
      guard stat(path, &status) == 0 else { throw FileError(.read, path, code: errno) }
      if status.st_mode & S_IFMT == S_IFDIR { throw ImageFolderError(path, .linkToFolder) }
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: throw ImageFolderError(path, .notAFile)
    }
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
