extension Tensor {
  /// The result of a normalisation by groups of channels, and each group's statistics.
  package struct GroupNormalized {
    /// Of the input's shape.
    package let output: Tensor
    /// Means `[n, groups]`, 0 where none is taken off.
    package let mean: Tensor
    /// 1 / sqrt(variance + epsilon), `[n, groups]`.
    package let inverse: Tensor
  }

  /// Normalises each image of `[n, ..., c]` over its pixels and the channels of each group.
  ///
  /// - Parameters:
  ///   - groups: into which the channels are divided.
  ///   - scale: `[c]`, or nil for 1.
  ///   - shift: `[c]`, or nil for 0.
  ///   - epsilon: added to the variance.
  ///   - centres: whether the mean is taken off; else the mean square takes the variance's place.
  package func groupNormalized(
    groups: Int, scale: Tensor?, shift: Tensor?, epsilon: Double, centres: Bool
  ) -> GroupNormalized {
    let layout = groupLayout(groups, centres)
    for (name, vector) in [("scale", scale), ("shift", shift)] {
      guard let vector else { continue }
      Tensor.require(
        vector.shape == [shape[-1]] && vector.dtype == dtype,
        "groupNormalization: the \(name) \(vector.shape) (\(vector.dtype)) must be [\(shape[-1])], the "
          + "channels of \(shape) (\(dtype))")
    }
    let statistics: Shape = [layout.images, layout.groups]
    if isShapeOnly {
      let alone = Tensor(shapeOnly: statistics, dtype: dtype)
      return GroupNormalized(output: self, mean: alone, inverse: alone)
    }
    if count == 0 {
      let none = Tensor.zeros(statistics, dtype: dtype)
      return GroupNormalized(output: self, mean: none, inverse: none)
    }
    let (output, mean, inverse) = GroupNormalizationKernel.forward(
      self, layout, epsilon: epsilon, scale: scale, shift: shift)
    return GroupNormalized(output: output, mean: mean, inverse: inverse)
  }

  /// The gradients of `groupNormalized` for its input, scale and shift.
  package func groupNormalizedGradient(
    _ gradient: Tensor, groups: Int, mean: Tensor, inverse: Tensor, scale: Tensor?, centres: Bool
  ) -> (input: Tensor, scale: Tensor, shift: Tensor) {
    let layout = groupLayout(groups, centres)
    if isShapeOnly || gradient.isShapeOnly {
      let alone = Tensor(shapeOnly: [layout.channels], dtype: dtype)
      return (gradient, alone, alone)
    }
    if count == 0 {
      let none = Tensor.zeros([layout.channels], dtype: dtype)
      return (self, none, none)
    }
    return GroupNormalizationGradientKernel.run(
      self, gradient, layout, mean: mean, inverse: inverse, scale: scale)
  }

  /// Of `[n, pixels, groups, channels]`, powers of two by image and group that bring squares into range,
  /// `[n, 1, groups, 1]`; nil where they are in range anyhow.
  package var unitsOfGroups: Tensor? {
    guard !isShapeOnly, count > 0 else { return nil }
    let largest = absolute().maximum(axes: [1, 3], keepingAxes: true)
    // The square root of the largest number, with room for differences and sums of squares.
    let limit = dtype == .float32 ? 0x1p50 : 0x1p490
    guard largest.scalars.contains(where: { $0.isFinite && $0 > limit }) else { return nil }
    let units = largest.scalars.map { magnitude in
      magnitude.isFinite && magnitude > limit
        ? Double(sign: .plus, exponent: -min(1000, Int(magnitude.exponent)), significand: 1) : 1
    }
    return Tensor(units, shape: largest.shape, dtype: dtype)
  }

  private func groupLayout(_ groups: Int, _ centres: Bool) -> GroupNormalizationKernel.Layout {
    let fits = rank >= 2 && groups > 0 && shape[-1] % max(1, groups) == 0
    Tensor.require(
      fits,
      "groupNormalization: the channels of \(shape), [n, ..., c], do not divide into \(groups) groups"
    )
    let channels = rank >= 1 ? shape[-1] : 1
    return GroupNormalizationKernel.Layout(
      images: rank >= 1 ? shape[0] : 1,
      pixels: fits ? shape.dimensions.dropFirst().dropLast().reduce(1, *) : 1,
      channels: channels, groups: fits ? groups : 1, centres: centres)
  }
}
