import GradusLayers

/// An operator of ONNX that is read.
struct ONNXOperator: Sendable {
  /// Its name: `Conv`.
  let name: String
  /// Computes its results.
  let run: @Sendable (ONNXCall) throws -> [ONNXValue]

  init(_ name: String, _ run: @Sendable @escaping (ONNXCall) throws -> [ONNXValue]) {
    (self.name, self.run) = (name, run)
  }

  /// An operator with one result.
  static func one(
    _ name: String, _ run: @Sendable @escaping (ONNXCall) throws -> ONNXValue
  ) -> ONNXOperator {
    ONNXOperator(name) { [try run($0)] }
  }

  /// All that are read, by name.
  static let all: [String: ONNXOperator] = Dictionary(
    uniqueKeysWithValues: [
      elements, combinations, comparisons, activations, reductions, shapes, movements, images,
      normalizations, products, makers,
    ].flatMap { $0 }.map { ($0.name, $0) })

  /// The operator that is called most like a name.
  static func nearest(to name: String) -> String? {
    EditDistance.nearest(to: name, among: all.keys.sorted())
  }
}
