import GradusTensors

/// A deterministic source of small random choices for property tests.
public struct Draws {
  private let stream: RandomStream
  private var next = 0

  /// Makes the draws of a named test case.
  public init(_ name: String, _ seed: Int) {
    stream = RandomStream(seed: UInt64(seed), name: name)
  }

  /// A whole number in the range.
  public mutating func integer(_ range: ClosedRange<Int>) -> Int {
    next += 1
    return range.lowerBound + stream.integer(next, below: range.count)
  }

  /// Lengths along the two image axes, each in the range.
  public mutating func extent(_ range: ClosedRange<Int>) -> Extent {
    Extent(height: integer(range), width: integer(range))
  }

  /// Pixels at the four sides of an image, each in the range.
  public mutating func padding(_ range: ClosedRange<Int>) -> Padding {
    Padding(
      top: integer(range), bottom: integer(range), left: integer(range), right: integer(range))
  }

  /// One of the elements.
  public mutating func element<T>(of choices: [T]) -> T { choices[integer(0...choices.count - 1)] }

  /// A tensor of standard normal numbers.
  public mutating func normal(_ shape: Shape, dtype: DType = .float64) -> Tensor {
    next += 1
    let seed = stream.bits(next)
    return Tensor.normal(shape, from: RandomStream(seed: seed, name: "draw"), dtype: dtype)
  }
}

/// The largest absolute difference of two tensors' elements, over the largest magnitude of the
/// second (at least 1).
public func relativeDifference(_ a: Tensor, _ b: Tensor) -> Double {
  guard a.shape == b.shape else { return .infinity }
  let scale = max(1, b.scalars.map(abs).max() ?? 0)
  return (zip(a.scalars, b.scalars).map { abs($0 - $1) }.max() ?? 0) / scale
}
