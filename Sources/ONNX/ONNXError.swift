/// An operation that cannot be carried over between this library and ONNX, told in one line.
///
///     layer1.0.gate: the operation "cubed" has no form in ONNX; give its TapeOperation one (onnx:)
public struct ONNXError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file that is read; nil where none is.
  public private(set) var path: String?
  /// The layer or node that it is in; empty at the top.
  public let place: String
  /// The operation, in the words of where it comes from.
  public let operation: String
  /// What is wrong and, where it helps, what to do.
  public let problem: String

  /// Makes the error.
  public init(place: String, operation: String, _ problem: String) {
    (self.place, self.operation, self.problem) = (place, operation, problem)
  }

  /// The same error of a file.
  func inFile(_ path: String) -> ONNXError {
    var error = self
    error.path = path
    return error
  }

  /// The file, the place, the operation and the problem, on one line.
  public var description: String {
    (path.map { "\($0): " } ?? "") + (place.isEmpty ? "" : "\(place): ")
      + "the operation \"\(operation)\" \(problem)"
  }
}
