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
  /// Pullback, with x̂ the normalised input and r = 1 / sqrt(variance + epsilon):
  /// dx = scale r (g - mean g - x̂ mean(g x̂)), dscale = sum(g x̂), dshift = sum(g).
  ///
  /// - Parameters:
  ///   - scale: `[c]`, or nil for 1.
  ///   - shift: `[c]`, or nil for 0.
  ///   - epsilon: added to the variance.
  public func batchNormalized(
    scale: Variable?, shift: Variable?, epsilon: Double
  ) -> BatchNormalized {
    let x = self
    let (mean, variance) = value.channelStatistics()
    let inverse = (variance + epsilon).squareRoot().reciprocal()
    let inputs = [x] + [scale, shift].compactMap { $0 }
    let output = record(
      Operation("batchNormalization", ["epsilon": .number(epsilon)]),
      value: value.batchNormalized(
        mean: mean, inverseStandardDeviation: inverse, scale: scale?.value, shift: shift?.value),
      inputs: inputs
    ) { g, needed in
      let parts: [Variable?]
      if g.isDifferentiable || inputs.contains(where: \.isDifferentiable) {
        parts = x.batchNormalizationGradient(
          scale: scale, epsilon: epsilon, gradient: g, inputIsNeeded: needed[0])
      } else {
        let fused = Tensor.batchNormalizedGradient(
          input: x.value, mean: mean, inverseStandardDeviation: inverse, scale: scale?.value,
          gradient: g.value)
        parts = [Variable(fused.input), Variable(fused.scale), Variable(fused.shift)]
      }
      return [parts[0]] + (scale == nil ? [] : [parts[1]]) + (shift == nil ? [] : [parts[2]])
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
  /// Gradients flow to the input, `scale` and `shift`; the statistics are constants `[c]`.
  public func batchNormalized(
    mean: Tensor, variance: Tensor, scale: Variable?, shift: Variable?, epsilon: Double
  ) -> Variable {
    let x = self
    let axes = Array(0..<(shape.rank - 1))
    let inverse = (variance + epsilon).squareRoot().reciprocal()
    return record(
      Operation("batchNormalizationFixed", ["epsilon": .number(epsilon)]),
      value: value.batchNormalized(
        mean: mean, inverseStandardDeviation: inverse, scale: scale?.value, shift: shift?.value),
      inputs: [x] + [scale, shift].compactMap { $0 }
    ) { g, needed in
      let slope = scale.map { $0 * Variable(inverse) } ?? Variable(inverse)
      var result: [Variable?] = [needed[0] ? g * slope : nil]
      if scale != nil {
        let normalized = { (x - Variable(mean)) * Variable(inverse) }
        result.append(needed[1] ? (g * normalized()).sum(axes: axes) : nil)
      }
      if shift != nil { result.append(needed.last! ? g.sum(axes: axes) : nil) }
      return result
    }
  }
}

extension Variable {
  /// Whether operations on this variable are being recorded, so that a pullback must be written
  /// with differentiable operations and cannot take a fused kernel.
  var isDifferentiable: Bool { requiresGradient && tape?.isRecording == true }
}
