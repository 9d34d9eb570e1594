import GradusTensors

extension Variable {
  /// The result of batch normalisation and the statistics it used.
  public struct BatchNormalized {
    /// The normalised activations, of the input's shape.
    public let output: Variable
    /// The batch's mean of each channel, `[c]`.
    public let mean: Tensor
    /// The batch's biased variance of each channel, `[c]`.
    public let variance: Tensor
    /// How many values of each channel they are of.
    public let count: Double
  }

  /// Batch normalisation with the statistics of this batch, over all axes but the last.
  ///
  /// y = (x - mean) / sqrt(variance + epsilon) scale + shift with the biased variance (Ioffe and
  /// Szegedy 2015, algorithm 1).
  ///
  /// In the same pass over memory a variable of the input's shape may be added and an activation
  /// applied: relu(batch normalisation + shortcut), the end of a residual block.
  ///
  /// Pullback, with x̂ the normalised input and r = 1 / sqrt(variance + epsilon):
  /// dx = scale r (g - mean g - x̂ mean(g x̂)), dscale = sum(g x̂), dshift = sum(g), daddition = g,
  /// where g is the gradient before the activation.
  ///
  /// On a tape with frozen statistics the batch's mean and variance are constants, and the pullback
  /// is that of fixed statistics.
  ///
  /// - Parameters:
  ///   - scale: `[c]`, or nil for 1.
  ///   - shift: `[c]`, or nil for 0.
  ///   - epsilon: added to the variance.
  ///   - addition: added to the normalised input, of its shape; nil for nothing.
  ///   - activation: applied to the sum.
  public func batchNormalized(
    scale: Variable?, shift: Variable?, epsilon: Double, adding addition: Variable? = nil,
    activation: Activation = .identity
  ) -> BatchNormalized {
    let x = self
    if case .shared(let sum) = tape?.statistics {
      return sharedBatchNormalization(
        sum, scale: scale, shift: shift, epsilon: epsilon, adding: addition, activation: activation)
    }
    let (mean, variance) = value.channelStatistics()
    if tape?.statistics.isFrozen == true {
      let output = batchNormalized(
        mean: mean, variance: variance, scale: scale, shift: shift, epsilon: epsilon,
        adding: addition, activation: activation, ofBatch: true)
      return BatchNormalized(
        output: output, mean: mean, variance: variance, count: Double(valuesPerChannel))
    }
    let inverse = value.inverseStandardDeviation(variance: variance, epsilon: epsilon)
    let inputs = Self.present(x, scale, shift, addition)
    let result = value.batchNormalized(
      mean: mean, inverseStandardDeviation: inverse, scale: scale?.value, shift: shift?.value,
      adding: addition?.value, activation: activation)
    // Kept only where the pullback has nothing else to learn the mask from.
    let kept = activation == .relu && addition != nil ? result : nil
    let adds = addition != nil
    let other = kept == nil && activation != .identity ? addition : nil
    let output = recordConsuming(
      TapeOperation(
        "batchNormalization", .normalization,
        Self.batchNormalizationAttributes(
          epsilon: epsilon, scales: scale != nil, shifts: shift != nil, adds: adds, activation)),
      value: result, inputs: inputs
    ) { g, needed in
      let parts: BatchNormalizationGradient
      if g.isDifferentiable || inputs.contains(where: \.isDifferentiable) {
        parts = x.batchNormalizationGradient(
          scale: scale, shift: shift, epsilon: epsilon, gradient: g, adding: other,
          activation: activation, output: kept,
          unit: variance.isFinite ? nil : x.value.unitsOfSquares, inputIsNeeded: needed[0])
      } else {
        let fused = Tensor.batchNormalizedGradient(
          input: x.value, mean: mean, inverseStandardDeviation: inverse, scale: scale?.value,
          shift: shift?.value, gradient: (consume g).releasedValue(), adds: adds,
          addition: other?.value, activation: activation, output: kept)
        parts = (
          Variable(fused.input), Variable(fused.scale), Variable(fused.shift),
          fused.addition.map { Variable($0) }
        )
      }
      var gradients: [Variable?] = []
      gradients.reserveCapacity(inputs.count)
      gradients.append(parts.input)
      if scale != nil { gradients.append(parts.scale) }
      if shift != nil { gradients.append(parts.shift) }
      if adds { gradients.append(parts.addition) }
      return gradients
    }
    return BatchNormalized(
      output: output, mean: mean, variance: variance, count: Double(valuesPerChannel))
  }

  /// The inputs that there are, in order.
  private static func present(
    _ x: Variable, _ scale: Variable?, _ shift: Variable?, _ addition: Variable?
  ) -> [Variable] {
    var inputs: [Variable] = []
    inputs.reserveCapacity(4)
    inputs.append(x)
    if let scale { inputs.append(scale) }
    if let shift { inputs.append(shift) }
    if let addition { inputs.append(addition) }
    return inputs
  }

  /// How many values each channel has.
  private var valuesPerChannel: Int { shape.count / max(1, shape[-1]) }

  private static func batchNormalizationAttributes(
    epsilon: Double, scales: Bool, shifts: Bool, adds: Bool, _ activation: Activation
  ) -> [String: TapeOperation.Attribute] {
    [
      "epsilon": .number(epsilon), "scales": .flag(scales), "shifts": .flag(shifts),
      "adds": .flag(adds), "activation": .activation(activation),
    ]
  }

  /// The gradients of what a batch normalisation may have for inputs; nil for what is not wanted.
  private typealias BatchNormalizationGradient = (
    input: Variable?, scale: Variable, shift: Variable, addition: Variable?
  )

  /// The pullback written with differentiable operations, for a backward run that is recorded.
  ///
  /// `unit`, of each channel, brings the input's squares into range; it cancels.
  private func batchNormalizationGradient(
    scale: Variable?, shift: Variable?, epsilon: Double, gradient: Variable,
    adding addition: Variable?, activation: Activation, output: Tensor?, unit: Tensor?,
    inputIsNeeded: Bool
  ) -> BatchNormalizationGradient {
    let axes = Array(shape.dimensions.indices.dropLast())
    var centred = self - mean(axes: axes, keepingAxes: true)
    if let unit { centred = centred * unit }
    let variance = centred.squared().mean(axes: axes, keepingAxes: true)
    let added = unit.map { variance + $0.squared() * epsilon } ?? variance + epsilon
    let inverse = added.squareRoot().reciprocal()
    let normalized = centred * inverse
    let g = gradient.pulledBack(through: activation, output: output) {
      normalized.scaled(scale, shift, adding: addition)
    }
    let (scaleGradient, shiftGradient) = ((g * normalized).sum(axes: axes), g.sum(axes: axes))
    guard inputIsNeeded else { return (nil, scaleGradient, shiftGradient, g) }
    let scaled = scale.map { g * $0 } ?? g
    let slope = unit.map { inverse * $0 } ?? inverse
    let dx =
      slope
      * (scaled - scaled.mean(axes: axes, keepingAxes: true)
        - normalized * (scaled * normalized).mean(axes: axes, keepingAxes: true))
    return (dx, scaleGradient, shiftGradient, g)
  }

  /// This normalised variable times a scale, plus a shift and an addition, where there are such.
  func scaled(
    _ scale: Variable?, _ shift: Variable?, adding addition: Variable?
  ) -> Variable {
    var result = self
    if let scale { result = result * scale }
    if let shift { result = result + shift }
    if let addition { result = result + addition }
    return result
  }

  /// Batch normalisation with fixed statistics, as in inference.
  ///
  /// Gradients flow to the input, `scale`, `shift` and `addition`; the statistics are constants
  /// `[c]`. As in training, something may be added and an activation applied in the same pass. Where
  /// nothing is recorded, it becomes part of the convolution before it or, behind a concatenation, of a
  /// 1x1 one that follows.
  public func batchNormalized(
    mean: Tensor, variance: Tensor, scale: Variable?, shift: Variable?, epsilon: Double,
    adding addition: Variable? = nil, activation: Activation = .identity
  ) -> Variable {
    batchNormalized(
      mean: mean, variance: variance, scale: scale, shift: shift, epsilon: epsilon,
      adding: addition, activation: activation, ofBatch: false)
  }

  /// The same; the tape says whether the fixed statistics are those of this batch.
  private func batchNormalized(
    mean: Tensor, variance: Tensor, scale: Variable?, shift: Variable?, epsilon: Double,
    adding addition: Variable?, activation: Activation, ofBatch: Bool
  ) -> Variable {
    let x = self
    let axes = Array(shape.dimensions.indices.dropLast())
    let inverse = (variance + epsilon).squareRoot().reciprocal()
    if let deferred = deferringNormalization(
      mean: mean, inverse: inverse, scale: scale, shift: shift, adding: addition, activation)
    {
      return deferred
    }
    if addition == nil,
      let channels = deferringChannels(
        mean: mean, inverse: inverse, scale: scale, shift: shift, activation)
    {
      return channels
    }
    let result = value.batchNormalized(
      mean: mean, inverseStandardDeviation: inverse, scale: scale?.value, shift: shift?.value,
      adding: addition?.value, activation: activation)
    let kept = activation == .relu ? result : nil
    let adds = addition != nil
    let other = kept == nil && activation != .identity ? addition : nil
    var attributes = Self.batchNormalizationAttributes(
      epsilon: epsilon, scales: scale != nil, shifts: shift != nil, adds: adds, activation)
    if ofBatch { attributes["ofBatch"] = .flag(true) }
    let output = record(
      TapeOperation("batchNormalizationFixed", .normalization, attributes, onnx: .normalization),
      value: result, inputs: Self.present(x, scale, shift, addition)
    ) { gradient, needed in
      let normalized = { (x - Variable(mean)) * Variable(inverse) }
      let g = gradient.pulledBack(through: activation, output: kept) {
        normalized().scaled(scale, shift, adding: other)
      }
      let slope = scale.map { $0 * Variable(inverse) } ?? Variable(inverse)
      var parts: [Variable?] = [needed[0] ? g * slope : nil]
      if scale != nil { parts.append(needed[1] ? (g * normalized()).sum(axes: axes) : nil) }
      if shift != nil { parts.append(needed[parts.count] ? g.sum(axes: axes) : nil) }
      if adds { parts.append(g) }
      return parts
    }
    if let node = output.node { output.tape?.nodes[node].statistics = (mean, inverse) }
    return output
  }
}

extension Variable {
  /// The gradient before an activation, from the gradient of its result, which is this variable.
  ///
  /// `output`, if given, is ReLU's result; else `argument` is what the activation was applied to.
  fileprivate func pulledBack(
    through activation: Activation, output: Tensor?, _ argument: () -> Variable
  ) -> Variable {
    activation == .identity
      ? self : activation.pulledBack(self, at: output.map { Variable($0) } ?? argument())
  }
}
