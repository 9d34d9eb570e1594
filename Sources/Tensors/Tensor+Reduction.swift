extension Tensor {
  /// Sums over `axes` (all when nil); reduced axes stay with length 1 if `keepingAxes`.
  public func sum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    ReductionKernel.run(.sum, self, axes: axes, keepingAxes: keepingAxes)
  }

  /// Means over `axes` (all when nil), in the range of the elements though their sum may not be; NaN
  /// of no elements.
  public func mean(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let axes = shape.normalized(axes: axes, for: "mean")
    return ReductionKernel.run(
      .sum, self, axes: axes, keepingAxes: keepingAxes, divisor: Double(shape.extent(of: axes)))
  }

  /// Largest elements along `axes` (all when nil); traps when there is none to choose from.
  public func maximum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    ReductionKernel.run(.maximum, self, axes: axes, keepingAxes: keepingAxes)
  }

  /// Smallest elements along `axes` (all when nil); traps when there is none to choose from.
  public func minimum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    ReductionKernel.run(.minimum, self, axes: axes, keepingAxes: keepingAxes)
  }

  /// Biased variances over `axes` (all when nil): mean squared distance from the mean, taken in double
  /// precision; NaN of no elements.
  public func variance(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let axes = shape.normalized(axes: axes, for: "variance")
    let result = shape.reduced(axes: axes, keepingAxes: keepingAxes)
    if isShapeOnly { return Tensor(shapeOnly: result, dtype: dtype) }
    return MomentKernel.variance(self, axes: axes, shape: result)
  }

  /// Sums along one axis, which stays with length 1 if `keepingAxes`.
  public func sum(axis: Int, keepingAxes: Bool = false) -> Tensor {
    sum(axes: [axis], keepingAxes: keepingAxes)
  }

  /// Means along one axis.
  public func mean(axis: Int, keepingAxes: Bool = false) -> Tensor {
    mean(axes: [axis], keepingAxes: keepingAxes)
  }

  /// Biased variances along one axis.
  public func variance(axis: Int, keepingAxes: Bool = false) -> Tensor {
    variance(axes: [axis], keepingAxes: keepingAxes)
  }

  /// Largest elements along one axis.
  public func maximum(axis: Int, keepingAxes: Bool = false) -> Tensor {
    maximum(axes: [axis], keepingAxes: keepingAxes)
  }

  /// Smallest elements along one axis.
  public func minimum(axis: Int, keepingAxes: Bool = false) -> Tensor {
    minimum(axes: [axis], keepingAxes: keepingAxes)
  }
}
