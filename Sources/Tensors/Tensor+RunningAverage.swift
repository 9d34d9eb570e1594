extension Tensor {
  /// Becomes `kept` times itself plus `share` times another tensor of its shape and type, each product
  /// rounded by itself; the other's elements are multiplied by `scale` and rounded before.
  ///
  /// In place where nobody else holds the elements. Traps where shapes or types differ, or one of both
  /// has no values.
  package mutating func average(
    with other: Tensor, keeping kept: Double, adding share: Double, scaledBy scale: Double = 1
  ) {
    requireSameType("running average", other)
    Tensor.require(
      shape == other.shape,
      "running average: shape \(other.shape) does not belong to an average of shape \(shape)")
    requireValues("running average")
    other.requireValues("running average")
    let result =
      isKnownUniquelyReferenced(&storage) ? self : Tensor(uninitialized: shape, dtype)
    RunningAverageKernel.run(
      self, other, kept: kept, share: share, scale: scale, into: result)
    self = result
  }
}
