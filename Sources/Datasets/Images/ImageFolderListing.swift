import Foundation
import GradusInterchange

/// Walks an image folder, always in the order of the names' bytes, and watches where links lead.
struct ImageFolderListing {
  private enum Kind { case file, folder }

  private let root: String
  /// The folder's path without links, with a slash at its end.
  private let realRoot: String
  private let policy: ImageFolder.BadFilePolicy
  /// What was left out.
  private(set) var badEntries: [ImageFileError] = []
  /// The folders that were looked into, as paths from the root, which is "".
  private(set) var folders: Set<String> = []

  private static let endings = [".png", ".jpg", ".jpeg"]
  /// Deeper nests are left to those who made them.
  private static let deepest = 32

  init(_ root: String, _ policy: ImageFolder.BadFilePolicy) throws {
    (self.root, self.policy) = (root, policy)
    // The system's reason comes from listing; a path that can be listed can be resolved.
    _ = try FileContents.names(in: root)
    guard let real = Self.realPath(root) else { throw FileError(.read, root, code: errno) }
    realRoot = real.hasSuffix("/") ? real : real + "/"
  }

  /// The folders directly in the root.
  mutating func classNames() throws -> [String] {
    let names = try visibleNames(in: "").filter { try kind(of: $0) == .folder }
    guard !names.isEmpty else { throw ImageFolderError(root, .noClasses) }
    return names
  }

  /// The pictures in a folder and those below it, as paths from the root.
  mutating func pictures(in folder: String, depth: Int = 1) throws -> [String] {
    guard depth <= Self.deepest else {
      throw FileError(
        .read, "\(root)/\(folder)", code: ELOOP, problem: "more than \(Self.deepest) folders deep")
    }
    var found: [String] = []
    for name in try visibleNames(in: folder) {
      let path = "\(folder)/\(name)"
      switch try kind(of: path) {
      case .folder: found += try pictures(in: path, depth: depth + 1)
      case .file:
        let lowered = name.lowercased()
        if Self.endings.contains(where: lowered.hasSuffix) { found.append(path) }
      case nil: break
      }
    }
    return found
  }

  private mutating func visibleNames(in folder: String) throws -> [String] {
    folders.insert(folder)
    let path = folder.isEmpty ? root : "\(root)/\(folder)"
    let (names, others) = try FileContents.entries(in: path)
    for name in others { try leftOut("\(path)/\(name)", .nameIsNoText) }
    return names.filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Notes what cannot be a picture, or throws it.
  @discardableResult
  private mutating func leftOut(_ path: String, _ fault: ImageFileError.Fault) throws -> Kind? {
    let error = ImageFileError(path, fault)
    guard policy == .skip else { throw error }
    badEntries.append(error)
    return nil
  }

  /// What an entry is; nil for one that is left out.
  private mutating func kind(of name: String) throws -> Kind? {
    let path = "\(root)/\(name)"
    var status = stat()
    guard lstat(path, &status) == 0 else { throw FileError(.read, path, code: errno) }
    if status.st_mode & S_IFMT == S_IFLNK {
      guard let real = Self.realPath(path), stat(path, &status) == 0 else {
        return try leftOut(
          path, errno == ENOENT ? .danglingLink : .unreadable(String(cString: strerror(errno))))
      }
      guard real.utf8.starts(with: realRoot.utf8) else { return try leftOut(path, .linkOutside) }
      if status.st_mode & S_IFMT == S_IFDIR { return try leftOut(path, .linkToFolder) }
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return try leftOut(path, .notAFile)
    }
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
