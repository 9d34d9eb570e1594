import GradusLayers
import GradusTensors

/// A direction in the space of a model's weights.
public struct WeightDirection: Sendable {
  /// One tensor a parameter, by path; parameters that do not move are left out.
  public let values: [String: Tensor]

  /// Makes a direction from tensors by path.
  public init(_ values: [String: Tensor]) { self.values = values }

  /// A random direction whose filters have the norms of the model's own filters, so that surfaces of
  /// different networks can be compared (Li et al. 2018, §4).
  ///
  /// Each weight with two axes or more gets normal numbers by the seed and its path; each filter
  /// (the entries of one output, the last axis) is scaled to the norm of the filter it belongs to.
  /// Biases and the parameters of normalisations do not move, as in the paper.
  ///
  /// - Parameters:
  ///   - model: a model that has values.
  ///   - seed: decides the direction.
  ///   - name: tells the directions of one seed apart.
  public static func filterNormalized(
    for model: any Module, seed: UInt64, name: String = "x"
  ) -> WeightDirection {
    var values: [String: Tensor] = [:]
    for (path, parameter) in model.parameters where parameter.shape.rank >= 2 {
      let stream = RandomStream(seed: seed, name: "direction/\(name)/\(path)")
      let random = Tensor.normal(parameter.shape, from: stream, dtype: parameter.value.dtype)
      let axes = Array(0..<(parameter.shape.rank - 1))
      let lengths = { (x: Tensor) in x.squared().sum(axes: axes).squareRoot() }
      values[path] = random * (lengths(parameter.value) / lengths(random))
    }
    return WeightDirection(values)
  }

  /// The way from one model's weights to another's of the same names, such as those at the end of
  /// a run; parameters with fewer than two axes do not move.
  public static func difference(
    from start: StateDictionary, to end: StateDictionary
  ) -> WeightDirection {
    var values: [String: Tensor] = [:]
    for (name, value) in start where value.rank >= 2 {
      if let target = end[name], target.shape == value.shape { values[name] = target - value }
    }
    return WeightDirection(values)
  }
}
