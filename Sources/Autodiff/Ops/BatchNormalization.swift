import Tensors

extension Variable {
  /// The result of batch normalisation and the statistics it used.
  public struct BatchNormalized {
    /// The normalised activations, of the input's shape.
    public let output: Variable
    /// The batch's mean of each channel, `[c]`.
    public let mean: Tensor
    /// The batch's biased variance of each channel, `[c]`.
    public let variance: Tensor
  }

  /// Batch normalisation with the statistics of this batch, over all axes but the last.
  ///
  /// y = (x - mean) / sqrt(variance + epsilon) scale + shift with the biased variance (Ioffe and
  /// Szegedy 2015, algorithm 1).
  ///
  /// In the same pass over memory a variable of the input's shape may be added and the result
  /// rectified: relu(batch normalisation + shortcut), the end of a residual block.
  ///
  /// Pullback, with x̂ the normalised input and r = 1 / sqrt(variance + epsilon):
  /// dx = scale r (g - mean g - x̂ mean(g x̂)), dscale = sum(g x̂), dshift = sum(g), daddition = g;
  /// where the result was rectified, g counts only where it is positive.
  ///
  /// On a tape with frozen statistics the batch's mean and variance are constants, and the pullback
  /// is that of fixed statistics.
  ///
  /// - Parameters:
  ///   - scale: `[c]`, or nil for 1.
  ///   - shift: `[c]`, or nil for 0.
  ///   - epsilon: added to the variance.
  ///   - addition: added to the normalised input, of its shape; nil for nothing.
  ///   - rectified: whether negative results become 0.
  public func batchNormalized(
    scale: Variable?, shift: Variable?, epsilon: Double, adding addition: Variable? = nil,
    rectified: Bool = false
  ) -> BatchNormalized {
    let x = self
    let (mean, variance) = value.channelStatistics()
    if tape?.statistics == .frozen {
      let output = batchNormalized(
        mean: mean, variance: variance, scale: scale, shift: shift, epsilon: epsilon,
        adding: addition, rectified: rectified)
      return BatchNormalized(output: output, mean: mean, variance: variance)
    }
    let inverse = (variance + epsilon).squareRoot().reciprocal()
    let inputs = [x] + [scale, shift, addition].compactMap { $0 }
    let result = value.batchNormalized(
      mean: mean, inverseStandardDeviation: inverse, scale: scale?.value, shift: shift?.value,
      adding: addition?.value, rectified: rectified)
    // Kept only where the pullback looks at it.
    let mask = rectified ? result : nil
    let output = record(
      Operation(
        "batchNormalization",
        [
          "epsilon": .number(epsilon), "adds": .flag(addition != nil),
          "rectified": .flag(rectified),
        ]), value: result, inputs: inputs
    ) { g, needed in
      let parts: [Variable?]
      if g.isDifferentiable || inputs.contains(where: \.isDifferentiable) {
        let g = rectified ? g.kept(wherePositive: result) : g
        parts =
          x.batchNormalizationGradient(
            scale: scale, epsilon: epsilon, gradient: g, inputIsNeeded: needed[0]) + [g]
      } else {
        let fused = Tensor.batchNormalizedGradient(
          input: x.value, mean: mean, inverseStandardDeviation: inverse, scale: scale?.value,
          gradient: g.value, rectifiedOutput: mask)
        parts = [fused.input, fused.scale, fused.shift, fused.addition].map { Variable($0) }
      }
      return [parts[0]] + (scale == nil ? [] : [parts[1]]) + (shift == nil ? [] : [parts[2]])
        + (addition == nil ? [] : [parts[3]])
    }
    return BatchNormalized(output: output, mean: mean, variance: variance)
  }

  /// The pullback written with differentiable operations, for a backward run that is recorded.
  private func batchNormalizationGradient(
    scale: Variable?, epsilon: Double, gradient g: Variable, inputIsNeeded: Bool
  ) -> [Variable?] {
    let axes = Array(0..<(shape.rank - 1))
    let centred = self - mean(axes: axes, keepingAxes: true)
    let variance = centred.squared().mean(axes: axes, keepingAxes: true)
    let inverse = (variance + epsilon).squareRoot().reciprocal()
    let normalized = centred * inverse
    let parameters = [(g * normalized).sum(axes: axes), g.sum(axes: axes)]
    guard inputIsNeeded else { return [nil] + parameters }
    let scaled = scale.map { g * $0 } ?? g
    let dx =
      inverse
      * (scaled - scaled.mean(axes: axes, keepingAxes: true)
        - normalized * (scaled * normalized).mean(axes: axes, keepingAxes: true))
    return [dx] + parameters
  }

  /// Batch normalisation with fixed statistics, as in inference.
  ///
  /// Gradients flow to the input, `scale`, `shift` and `addition`; the statistics are constants
  /// `[c]`. As in training, something may be added and the result rectified in the same pass.
  public func batchNormalized(
    mean: Tensor, variance: Tensor, scale: Variable?, shift: Variable?, epsilon: Double,
    adding addition: Variable? = nil, rectified: Bool = false
  ) -> Variable {
    let x = self
    let axes = Array(0..<(shape.rank - 1))
    let inverse = (variance + epsilon).squareRoot().reciprocal()
    let result = value.batchNormalized(
      mean: mean, inverseStandardDeviation: inverse, scale: scale?.value, shift: shift?.value,
      adding: addition?.value, rectified: rectified)
    let mask = rectified ? result : nil
    return record(
      Operation(
        "batchNormalizationFixed",
        [
          "epsilon": .number(epsilon), "adds": .flag(addition != nil),
          "rectified": .flag(rectified),
        ]), value: result,
      inputs: [x] + [scale, shift, addition].compactMap { $0 }
    ) { g, needed in
      let g = mask.map { g.kept(wherePositive: $0) } ?? g
      let slope = scale.map { $0 * Variable(inverse) } ?? Variable(inverse)
      var parts: [Variable?] = [needed[0] ? g * slope : nil]
      if scale != nil {
        let normalized = { (x - Variable(mean)) * Variable(inverse) }
        parts.append(needed[1] ? (g * normalized()).sum(axes: axes) : nil)
      }
      if shift != nil { parts.append(needed[parts.count] ? g.sum(axes: axes) : nil) }
      if addition != nil { parts.append(g) }
      return parts
    }
  }
}

extension Variable {
  /// Whether operations on this variable are being recorded, so that a pullback must be written
  /// with differentiable operations and cannot take a fused kernel.
  var isDifferentiable: Bool { requiresGradient && tape?.isRecording == true }
}
