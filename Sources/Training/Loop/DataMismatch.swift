import GradusTensors

/// A run that is continued with other data than it began with.
public struct DataMismatch: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the data are called.
  public let name: String
  /// The fingerprint of the data that the run began with.
  public let began: String
  /// The fingerprint of the data it was given now.
  public let found: String

  /// Makes the error.
  public init(_ name: String, began: String, found: String) {
    (self.name, self.began, self.found) = (name, began, found)
  }

  /// Both fingerprints, on one line.
  public var description: String {
    "\(name.onOneLine()): the images, labels or classes are not those that the run began with "
      + "(fingerprint \(found), then \(began.onOneLine(limit: 40)))"
  }
}
