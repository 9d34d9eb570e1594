import GradusAutodiff
import GradusTensors

/// One operation that has a parameter among its inputs, with what it was given and the gradient of its
/// result.
struct ParameterUse {
  let node: TapeNode
  /// Which input the parameter is.
  let place: Int
  /// The gradient of the result.
  let gradient: Tensor
  /// The values of the inputs.
  let values: [Tensor?]
  /// How many examples the batch has; they stand along the first axis of values and gradients.
  let examples: Int
  /// Whether an input beside the parameter depends on the examples: a product of weights has no axis of theirs.
  let meetsExamples: Bool

  /// The parameter's gradient from each example, `[n]` and then its shape; nil where no rule is known.
  func gradients() -> Tensor? {
    guard gradient.rank > 0, examples > 0, meetsExamples else { return nil }
    // Normalisations go by rows, several of which may be one example's.
    if case .normalization = node.operation.kind, gradient.shape[0] % examples == 0 {
      return ofNormalization()
    }
    guard gradient.shape[0] == examples else { return nil }
    switch node.operation.kind {
    case .matrixProduct: return ofMatrixProduct()
    case .convolution: return ofConvolution()
    case .addition:
      let isTakenOff = node.operation.name == "subtract" && place == 1
      return summed(isTakenOff ? -gradient : gradient)
    case .multiplication: return values[1 - place].flatMap { summed(gradient * $0) }
    default: return nil
    }
  }

  /// Sums over all axes but the examples' and the parameter's, which must be the last ones.
  private func summed(_ terms: Tensor) -> Tensor? {
    guard let shape = values[place]?.shape, terms.rank > shape.rank,
      terms.shape.dimensions.suffix(shape.rank) == shape.dimensions[...]
    else { return nil }
    return terms.reshaped(to: [examples, -1] + shape.dimensions).sum(axis: 1)
  }

  private func ofMatrixProduct() -> Tensor? {
    let operation = node.operation
    guard place == 1, let x = values[0], x.rank == gradient.rank,
      !operation.isSet("transposeLHS"), values[1]?.rank == 2
    else { return nil }
    let n = x.shape[0]
    let rows = x.reshaped(to: [n, x.count / max(1, n * x.shape[-1]), x.shape[-1]])
    let slopes = gradient.reshaped(to: [n, rows.shape[1], gradient.shape[-1]])
    return operation.isSet("transposeRHS")
      ? slopes.matmul(rows, transposeLHS: true) : rows.matmul(slopes, transposeLHS: true)
  }

  private func ofConvolution() -> Tensor? {
    guard place == 1, node.operation.name == "conv2d", let x = values[0], let filter = values[1],
      let geometry = node.operation.convolutionGeometry
    else { return nil }
    return Tensor.stack(
      (0..<x.shape[0]).map { image in
        x.sliced(axis: 0, image..<image + 1).conv2dFilterGradient(
          gradient.sliced(axis: 0, image..<image + 1), filterShape: filter.shape, geometry)
      })
  }

  /// Scales and shifts; where the normalised input counts, it is computed anew.
  private func ofNormalization() -> Tensor? {
    let operation = node.operation
    let rest = Array(values.dropFirst())
    let (scales, shifts) = (operation.isSet("scales"), operation.isSet("shifts"))
    let isScale = scales && place == 1
    guard isScale || operation.activation != .identity else { return summed(gradient) }
    guard let x = values[0], let normalized = normalizedInput(x) else { return nil }
    var slope = gradient
    if operation.activation != .identity {
      var argument = normalized
      if scales, let scale = rest[0] { argument = argument * scale }
      if shifts, let shift = rest[scales ? 1 : 0] { argument = argument + shift }
      if operation.isSet("adds"), let addition = rest.last ?? nil { argument = argument + addition }
      slope = Tensor.activationGradient(
        operation.activation, argument: argument, gradient: gradient)
    }
    return isScale ? summed(slope * normalized) : summed(slope)
  }

  /// Nil where the statistics were neither the example's nor the batch's, which the tape does not keep.
  private func normalizedInput(_ x: Tensor) -> Tensor? {
    guard case .number(let epsilon)? = node.operation.attributes["epsilon"] else { return nil }
    if case .integer(let groups)? = node.operation.attributes["groups"] {
      let plain = Variable(x).groupNormalized(
        groups: groups, epsilon: epsilon, centres: node.operation.isSet("centres"))
      return plain.value
    }
    guard node.operation.isSet("ofBatch") else { return nil }
    let (mean, variance) = x.channelStatistics()
    return Variable(x).batchNormalized(
      mean: mean, variance: variance, scale: nil, shift: nil, epsilon: epsilon
    ).value
  }
}
