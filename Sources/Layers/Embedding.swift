import GradusAutodiff
import GradusTensors

/// A table of vectors that are looked up by whole numbers: `[...]` to `[..., features]`.
public final class Embedding: Layer {
  /// The table, `[entries, features]`.
  public let weight: Parameter

  /// Makes a table; by default its numbers start as PyTorch's do, normal with variance 1.
  public init(
    _ entries: Int, _ features: Int, initializer: Initializer = .normal(standardDeviation: 1)
  ) {
    weight = Parameter([entries, features], initializer)
  }

  /// Looks up the vector of each element; traps with the layer's path on one that is no whole number in
  /// `0..<entries`. No gradient reaches the numbers.
  public func forward(_ x: Variable) -> Variable {
    let entries = weight.shape[0]
    let numbers = x.isShapeOnly ? [Double](repeating: 0, count: x.count) : x.value.scalars
    let bad = numbers.firstIndex { !($0 >= 0 && $0 < Double(entries) && $0 == $0.rounded()) }
    Tensor.require(
      bad == nil,
      "embedding: element \(bad ?? 0) of the input \(x.shape), \(numbers[bad ?? 0]), must be a whole "
        + "number in 0..<\(entries)")
    guard bad == nil else { return x }
    return weight.variable(on: x).gathered(numbers.map { Int($0) })
      .reshaped(to: Shape(x.shape.dimensions + [weight.shape[1]]))
  }
}
