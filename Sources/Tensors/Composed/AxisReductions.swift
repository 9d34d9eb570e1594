extension TensorProtocol {
  /// Square roots of the variances over `axes`, all when nil. Where the deviation is 0 its derivative is
  /// taken as 0, as in PyTorch.
  ///
  /// - Parameters:
  ///   - axes: those that are reduced.
  ///   - keepingAxes: whether they stay with length 1.
  ///   - correction: taken from the number of elements in the divisor: 0 as `variance`, 1 for
  ///     Bessel's unbiased variance.
  public func standardDeviation(
    axes: [Int]? = nil, keepingAxes: Bool = false, correction: Int = 0
  ) -> Self {
    let axes = shape.normalized(axes: axes, for: "standardDeviation")
    let biased = variance(axes: axes, keepingAxes: keepingAxes)
    if correction == 0 { return biased.rootOrZero() }
    let count = Double(shape.extent(of: axes))
    let factor = Tensor(max(0, count - Double(correction)) / count, dtype: dtype)
    return (biased / factor).rootOrZero()
  }

  /// Square roots; where the element is 0 the derivative is taken as 0.
  private func rootOrZero() -> Self {
    let zero = value .== 0
    return replacing(with: 1, where: zero).squareRoot().replacing(with: 0, where: zero)
  }

  /// Products over `axes`, all when nil; 1 of no elements. Derivatives are right also where elements
  /// are 0.
  public func product(axes: [Int]? = nil, keepingAxes: Bool = false) -> Self {
    let axes = shape.normalized(axes: axes, for: "product")
    let kept = shape.dimensions.indices.filter { !axes.contains($0) }
    let (rows, length) = (shape.extent(of: kept), shape.extent(of: axes))
    let result = shape.reduced(axes: axes, keepingAxes: keepingAxes)
    guard length > 0 else {
      let none = sum(axes: axes, keepingAxes: keepingAxes)
      return none.replacing(with: 1, where: none.value.filled(with: 1))
    }
    // Halves are multiplied until one is left: each step's derivative has no quotient.
    var x = permuted(kept + axes).reshaped(to: [rows, length])
    while x.shape[1] > 1 {
      let (half, odd) = (x.shape[1] / 2, x.shape[1] % 2)
      let pairs = x.sliced(1, 0..<half) * x.sliced(1, half..<2 * half)
      x =
        odd == 0 ? pairs : Self.concatenate([pairs, x.sliced(1, 2 * half..<2 * half + 1)], axis: 1)
    }
    return x.reshaped(to: result)
  }

  /// Norms over `axes`, all when nil: (Σ |x|^p)^(1/p), for p = ∞ the largest |x|; 0 of no elements.
  ///
  /// Elements whose powers leave the range of the element type are scaled first. Where the norm is 0
  /// its derivative is taken as 0, and for p < 1 that by an element which is 0.
  ///
  /// - Parameters:
  ///   - order: p, positive: 2 for Euclid's, 1 for the sum of magnitudes, `.infinity`.
  ///   - axes: those that are reduced.
  ///   - keepingAxes: whether they stay with length 1.
  public func norms(order: Double = 2, axes: [Int]? = nil, keepingAxes: Bool = false) -> Self {
    precondition(order > 0, "norms: the order must be positive, not \(order)")
    let axes = shape.normalized(axes: axes, for: "norms")
    if order == 1 || shape.extent(of: axes) == 0 {
      return absolute().sum(axes: axes, keepingAxes: keepingAxes)
    }
    if order == .infinity { return absolute().maximum(axes: axes, keepingAxes: keepingAxes) }
    let largest = value.absolute().maximum(axes: axes, keepingAxes: true)
    // Without a finite number to scale by, 1 lets zeros, infinities and NaN through.
    let unit = largest.replacing(with: 1, where: 1 - (largest .> 0) * (largest .< .infinity))
    let scaled = self / unit
    let powers: Self
    if order == 2 {
      powers = scaled * scaled
    } else if order < 1 {
      // The power's derivative is infinite at 0.
      let none = scaled.value .== 0
      powers = scaled.absolute().replacing(with: 1, where: none).power(order)
        .replacing(with: 0, where: none)
    } else {
      powers = scaled.absolute().power(order)
    }
    let total = powers.sum(axes: axes, keepingAxes: keepingAxes)
    let zero = total.value .== 0
    let safe = total.replacing(with: 1, where: zero)
    let root = order == 2 ? safe.squareRoot() : safe.power(1 / order)
    return root.replacing(with: 0, where: zero) * unit.reshaped(to: total.shape)
  }

  /// Softmax over an axis.
  public func softmax(axis: Int) -> Self { alongLast(axis, "softmax") { $0.softmax() } }

  /// Logarithms of softmax over an axis.
  public func logSoftmax(axis: Int) -> Self { alongLast(axis, "logSoftmax") { $0.logSoftmax() } }

  /// log Σ exp over an axis, which is removed.
  public func logSumExp(axis: Int) -> Self {
    movedAxis(shape.normalized(axis: axis, for: "logSumExp"), to: -1).logSumExp()
  }

  private func alongLast(_ axis: Int, _ operation: String, _ function: (Self) -> Self) -> Self {
    let axis = shape.normalized(axis: axis, for: operation)
    return function(movedAxis(axis, to: -1)).movedAxis(-1, to: axis)
  }
}
