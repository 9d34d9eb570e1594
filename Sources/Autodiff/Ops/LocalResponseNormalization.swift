import GradusTensors

extension Variable {
  /// Local response normalisation across channels (the last axis).
  ///
  /// y = x / (k + alpha / size · Σ x²)^beta over a window of `size` neighbouring channels
  /// (Krizhevsky et al. 2012, §3.3, with alpha divided by the size as PyTorch does).
  ///
  /// Pullback, with b the base and W the window sum:
  /// dx = g b^-beta - 2 alpha beta / size · x Wᵀ(g x b^(-beta-1)).
  public func localResponseNormalized(
    size: Int, alpha: Double, beta: Double, k: Double
  ) -> Variable {
    let (result, base) = value.localResponseNormalized(size: size, alpha: alpha, beta: beta, k: k)
    let x = self
    let (before, after) = (size / 2, (size - 1) / 2)
    return record(
      TapeOperation(
        "localResponseNormalization", .localResponse,
        [
          "size": .integer(size), "alpha": .number(alpha), "beta": .number(beta), "k": .number(k),
        ], onnx: .localResponse), value: result,
      (
        self,
        { g in
          guard g.isDifferentiable || x.isDifferentiable else {
            return Variable(
              Tensor.localResponseNormalizedGradient(
                input: x.value, base: base, gradient: g.value, size: size, alpha: alpha,
                beta: beta))
          }
          let scale = alpha / Double(size)
          let b = x.squared().channelWindowSum(before: before, after: after) * scale + k
          let spread = (g * x * b.power(-beta - 1)).channelWindowSum(before: after, after: before)
          return g * b.power(-beta) - x * spread * (2 * scale * beta)
        }
      ))
  }

  /// Sums over a sliding window of channels: each channel, `before` ahead of it and `after` behind.
  ///
  /// Pullback: the same sum with the window mirrored.
  public func channelWindowSum(before: Int, after: Int) -> Variable {
    record(
      TapeOperation(
        "channelWindowSum", .linearMap, ["before": .integer(before), "after": .integer(after)]),
      value: value.channelWindowSum(before: before, after: after),
      (self, { g in g.channelWindowSum(before: after, after: before) }))
  }
}
