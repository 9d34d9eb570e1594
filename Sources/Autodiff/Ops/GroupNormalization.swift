import GradusTensors

extension Variable {
  /// Normalises each image of `[n, ..., c]` over its pixels and the channels of each group (Wu and He
  /// 2018): with one group all channels together, with as many as channels each alone, which is instance
  /// normalisation (Ulyanov et al. 2016).
  ///
  /// y = (x - mean) / sqrt(variance + epsilon) scale + shift with the biased variance. Pullback, with x̂ the
  /// normalised input and r = 1 / sqrt(variance + epsilon):
  /// dx = r (scale g - mean(scale g) - x̂ mean(scale g x̂)), dscale = Σ g x̂, dshift = Σ g.
  ///
  /// - Parameters:
  ///   - groups: into which the channels are divided; traps unless they divide evenly.
  ///   - scale: `[c]`, or nil for 1.
  ///   - shift: `[c]`, or nil for 0.
  ///   - epsilon: added to the variance.
  ///   - centres: whether the mean is taken off; else the mean square takes the variance's place, as in
  ///     root mean square normalisation (Zhang and Sennrich 2019).
  public func groupNormalized(
    groups: Int, scale: Variable? = nil, shift: Variable? = nil, epsilon: Double = 1e-5,
    centres: Bool = true
  ) -> Variable {
    let x = self
    let result = value.groupNormalized(
      groups: groups, scale: scale?.value, shift: shift?.value, epsilon: epsilon, centres: centres)
    let inputs = [x] + [scale, shift].compactMap { $0 }
    return record(
      TapeOperation(
        "groupNormalization", .normalization,
        [
          "groups": .integer(groups), "epsilon": .number(epsilon), "centres": .flag(centres),
          "scales": .flag(scale != nil), "shifts": .flag(shift != nil),
        ], onnx: .groupNormalization), value: result.output, inputs: inputs
    ) { g, needed in
      let parts: (input: Variable?, scale: Variable?, shift: Variable?)
      if g.isDifferentiable || inputs.contains(where: \.isDifferentiable) {
        parts = x.groupNormalizationGradient(
          g, groups: groups, scale: scale, epsilon: epsilon, centres: centres)
      } else {
        let fused = x.value.groupNormalizedGradient(
          g.value, groups: groups, mean: result.mean, inverse: result.inverse, scale: scale?.value,
          centres: centres)
        parts = (Variable(fused.input), Variable(fused.scale), Variable(fused.shift))
      }
      return [parts.input] + (scale == nil ? [] : [parts.scale])
        + (shift == nil ? [] : [parts.shift])
    }
  }

  /// The pullback written with differentiable operations.
  ///
  /// A unit of each group brings squares that leave the element type into range; it cancels.
  private func groupNormalizationGradient(
    _ gradient: Variable, groups: Int, scale: Variable?, epsilon: Double, centres: Bool
  ) -> (input: Variable?, scale: Variable?, shift: Variable?) {
    let channels = shape[-1]
    let pixels = shape.dimensions.dropFirst().dropLast().reduce(1, *)
    let grouped: Shape = [shape[0], pixels, groups, channels / groups]
    let mean = { (v: Variable) in v.mean(axes: [1, 3], keepingAxes: true) }
    let x = reshaped(to: grouped)
    let unit = x.value.unitsOfGroups
    var centred = centres ? x - mean(x) : x
    if let unit { centred = centred * unit }
    let square = mean(centred.squared())
    let added = unit.map { square + $0.squared() * epsilon } ?? square + epsilon
    let inverse = added.squareRoot().reciprocal()
    let normalized = centred * inverse
    let scaled = (scale.map { gradient * $0 } ?? gradient).reshaped(to: grouped)
    let along = scaled - normalized * mean(scaled * normalized)
    let input = (unit.map { inverse * $0 } ?? inverse) * (centres ? along - mean(scaled) : along)
    let others = Array(shape.dimensions.indices.dropLast())
    return (
      input.reshaped(to: shape), (gradient * normalized.reshaped(to: shape)).sum(axes: others),
      gradient.sum(axes: others)
    )
  }

  /// Normalises over the last axes together (Ba et al. 2016).
  ///
  /// - Parameters:
  ///   - axes: how many of the last axes are normalised over.
  ///   - scale: of their shape, or nil for 1.
  ///   - shift: of their shape, or nil for 0.
  ///   - epsilon: added to the variance.
  ///   - centres: whether the mean is taken off, as in `groupNormalized`.
  public func layerNormalized(
    axes: Int = 1, scale: Variable? = nil, shift: Variable? = nil, epsilon: Double = 1e-5,
    centres: Bool = true
  ) -> Variable {
    Tensor.require(
      axes > 0 && axes <= shape.rank,
      "layerNormalization: shape \(shape) does not have \(axes) axes to normalise over")
    let last = Array(shape.dimensions.suffix(max(1, axes)))
    let rows = shape.dimensions.dropLast(max(1, axes)).reduce(1, *)
    let features = last.reduce(1, *)
    for (name, vector) in [("scale", scale), ("shift", shift)] {
      Tensor.require(
        vector == nil || vector?.shape.dimensions == last,
        "layerNormalization: the \(name) \(vector?.shape ?? []) must have the shape \(last) of the last "
          + "\(axes) axes of \(shape)")
    }
    return reshaped(to: [rows, features]).groupNormalized(
      groups: 1, scale: scale?.reshaped(to: [features]), shift: shift?.reshaped(to: [features]),
      epsilon: epsilon, centres: centres
    ).reshaped(to: shape)
  }

  /// A filter `[..., out]` whose values for each output have mean 0 and variance 1 (Qiao et al. 2019).
  public func weightStandardized(epsilon: Double = 1e-6) -> Variable {
    let outputs = shape[-1]
    return movedAxis(-1, to: 0).reshaped(to: [outputs, shape.count / max(1, outputs)])
      .groupNormalized(groups: 1, epsilon: epsilon)
      .reshaped(to: Shape([outputs] + shape.dimensions.dropLast())).movedAxis(0, to: -1)
  }
}
