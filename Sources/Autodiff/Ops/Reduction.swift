import GradusTensors

extension Variable {
  /// Sums over `axes` (all when nil). Pullback: g repeated along the summed axes.
  public func sum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Variable {
    let source = shape
    let axes = shape.normalized(axes: axes, for: "sum")
    let kept = shape.reduced(axes: axes, keepingAxes: true)
    return record(
      TapeOperation("sum", .reduction, ["axes": .integers(axes)], onnx: .sum),
      value: value.sum(axes: axes, keepingAxes: keepingAxes),
      (self, { g in g.reshaped(to: kept).broadcast(to: source) }))
  }

  /// Means over `axes` (all when nil); NaN of no elements. Pullback: g / n repeated along the axes, of
  /// n elements each.
  public func mean(axes: [Int]? = nil, keepingAxes: Bool = false) -> Variable {
    let source = shape
    let axes = shape.normalized(axes: axes, for: "mean")
    let kept = shape.reduced(axes: axes, keepingAxes: true)
    return record(
      TapeOperation("mean", .reduction, ["axes": .integers(axes)], onnx: .mean),
      value: value.mean(axes: axes, keepingAxes: keepingAxes),
      (
        self,
        { g in (g / Double(source.extent(of: axes))).reshaped(to: kept).broadcast(to: source) }
      ))
  }

  /// Biased variances over `axes` (all when nil): mean squared distance from the mean; NaN of no
  /// elements. Pullback: 2 g (x - mean) / n.
  public func variance(axes: [Int]? = nil, keepingAxes: Bool = false) -> Variable {
    let axes = shape.normalized(axes: axes, for: "variance")
    let kept = shape.reduced(axes: axes, keepingAxes: true)
    let share = 2 / Double(shape.extent(of: axes))
    return record(
      TapeOperation("variance", .reduction, ["axes": .integers(axes)], onnx: .variance),
      value: value.variance(axes: axes, keepingAxes: keepingAxes),
      (
        self,
        { g in
          (g * share).reshaped(to: kept) * (self - self.mean(axes: axes, keepingAxes: true))
        }
      ))
  }

  /// Largest elements along `axes`. Pullback: g shared evenly among the elements that are largest.
  public func maximum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Variable {
    let axes = shape.normalized(axes: axes, for: "maximum")
    return extremum(
      TapeOperation("maximumAlong", .reduction, ["axes": .integers(axes)], onnx: .maximumAlong),
      value.maximum(axes: axes, keepingAxes: true), axes, keepingAxes)
  }

  /// Smallest elements along `axes`. Pullback: g shared evenly among the elements that are smallest.
  public func minimum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Variable {
    let axes = shape.normalized(axes: axes, for: "minimum")
    return extremum(
      TapeOperation("minimumAlong", .reduction, ["axes": .integers(axes)], onnx: .minimumAlong),
      value.minimum(axes: axes, keepingAxes: true), axes, keepingAxes)
  }

  /// Sums along one axis, which stays with length 1 if `keepingAxes`.
  public func sum(axis: Int, keepingAxes: Bool = false) -> Variable {
    sum(axes: [axis], keepingAxes: keepingAxes)
  }

  /// Means along one axis.
  public func mean(axis: Int, keepingAxes: Bool = false) -> Variable {
    mean(axes: [axis], keepingAxes: keepingAxes)
  }

  /// Biased variances along one axis.
  public func variance(axis: Int, keepingAxes: Bool = false) -> Variable {
    variance(axes: [axis], keepingAxes: keepingAxes)
  }

  /// Largest elements along one axis.
  public func maximum(axis: Int, keepingAxes: Bool = false) -> Variable {
    maximum(axes: [axis], keepingAxes: keepingAxes)
  }

  /// Smallest elements along one axis.
  public func minimum(axis: Int, keepingAxes: Bool = false) -> Variable {
    minimum(axes: [axis], keepingAxes: keepingAxes)
  }

  private func extremum(
    _ operation: TapeOperation, _ best: Tensor, _ axes: [Int], _ keepingAxes: Bool
  ) -> Variable {
    let x = value
    return record(
      operation, value: best.reshaped(to: shape.reduced(axes: axes, keepingAxes: keepingAxes)),
      (
        self,
        { g in
          // NaN is the extremum wherever there is one.
          let ties = (x .== best) + (x .!= x)
          let share = Variable(ties / ties.sum(axes: axes, keepingAxes: true))
          return g.reshaped(to: best.shape).broadcast(to: x.shape) * share
        }
      ))
  }

  /// Repeats elements to fill `target` by NumPy's rule. Pullback: g summed over repeated axes.
  public func broadcast(to target: Shape) -> Variable {
    let source = shape
    if source == target { return self }
    return record(
      TapeOperation("broadcast", .rearrangement, onnx: .broadcast),
      value: value.broadcast(to: target),
      (self, { g in g.sum(to: source) })
    )
  }

  /// Sums over the axes that `broadcast(to:)` would repeat. Pullback: g broadcast.
  public func sum(to target: Shape) -> Variable {
    let source = shape
    if source == target { return self }
    return record(
      TapeOperation("sumTo", .reduction), value: value.sum(to: target),
      (self, { g in g.broadcast(to: source) })
    )
  }
}
