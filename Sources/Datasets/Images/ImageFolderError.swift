import GradusTensors

/// A folder that does not hold pictures by class, told in one line.
public struct ImageFolderError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Fault: Hashable, Sendable {
    /// There is no folder in it.
    case noClasses
    /// There is no PNG or JPEG file in the folder of a class.
    case noPictures
    /// The classes are not those that were asked for.
    case otherClasses(missing: [String], unknown: [String])
  }

  /// The folder or file.
  public let path: String
  /// What is wrong.
  public let fault: Fault

  /// Makes the error for `fault` at `path`.
  public init(_ path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

  /// The path, what is wrong with it and what to do, on one line.
  public var description: String { "\(path): \(explanation)" }

  private static func list(_ names: [String]) -> String {
    names.prefix(3).map { $0.onOneLine() }.joined(separator: ", ")
      + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }

  private var explanation: String {
    switch fault {
    case .noClasses: "no folders in it; put the pictures of each class into a folder of their own"
    case .noPictures: "no PNG or JPEG files in it; add some, or remove the folder"
    case .otherClasses(let missing, let unknown):
      ([("no folder for the class", missing), ("a folder of no known class", unknown)]
        .filter { !$0.1.isEmpty }
        .map { "\($0) \(Self.list($1))" }).joined(separator: ", and ")
        + "; each part of a data set needs the same folders"
    }
  }
}
