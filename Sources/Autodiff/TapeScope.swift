/// Something a tape can be inside of while it records: a module.
public protocol TapeScope: AnyObject {
  /// The path from this object to one it owns, `layer1.0`, or nil when it does not own it.
  func path(to descendant: AnyObject) -> String?
}
