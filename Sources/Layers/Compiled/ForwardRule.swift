import GradusAutodiff
import GradusTensors

/// Computes an operation anew from the values of its inputs.
typealias ForwardRule = @Sendable (_ inputs: [Tensor]) -> Tensor

extension TapeNode {
  /// How its value is computed from those of its inputs; nil where only the model's own code knows.
  var forwardRule: ForwardRule? {
    elementwiseRule ?? layerRule ?? rearrangementRule ?? reductionRule
  }

  /// Convolutions, products, normalisation and pooling.
  private var layerRule: ForwardRule? {
    switch operation.name {
    case "conv2d":
      guard let geometry = operation.convolutionGeometry else { return nil }
      return { $0[0].conv2d($0[1], geometry, roundingCompounds: false) }
    case "conv2dInputGradient":
      guard let geometry = operation.convolutionGeometry else { return nil }
      let shape = shape
      return { $0[0].conv2dInputGradient(filter: $0[1], inputShape: shape, geometry) }
    case "matmul":
      let (left, right) = (operation.isSet("transposeLHS"), operation.isSet("transposeRHS"))
      return { $0[0].matmul($0[1], transposeLHS: left, transposeRHS: right) }
    case "maxPool":
      guard let geometry = operation.poolingGeometry else { return nil }
      return { $0[0].maxPooled(geometry) }
    case "averagePool":
      guard let geometry = operation.poolingGeometry else { return nil }
      return { $0[0].averagePool(geometry) }
    case "adaptiveAveragePool":
      let (height, width) = (shape[1], shape[2])
      return { $0[0].adaptiveAveragePool(height: height, width: width) }
    case "resizeBilinear":
      let (height, width) = (shape[1], shape[2])
      return { $0[0].resizedBilinearly(height: height, width: width) }
    case "batchNormalizationFixed": return fixedNormalizationRule
    case "groupNormalization": return groupNormalizationRule
    case "localResponseNormalization":
      guard let size = operation.integer("size"), let alpha = operation.number("alpha"),
        let beta = operation.number("beta"), let k = operation.number("k")
      else { return nil }
      return { $0[0].localResponseNormalized(size: size, alpha: alpha, beta: beta, k: k).value }
    default: return nil
    }
  }

  private var fixedNormalizationRule: ForwardRule? {
    guard let (mean, inverse) = knownStatistics else { return nil }
    let (operation, activation) = (operation, operation.activation)
    return { inputs in
      var rest = inputs.dropFirst()
      let scale = operation.isSet("scales") ? rest.popFirst() : nil
      let shift = operation.isSet("shifts") ? rest.popFirst() : nil
      return inputs[0].batchNormalized(
        mean: mean, inverseStandardDeviation: inverse, scale: scale, shift: shift,
        adding: operation.isSet("adds") ? rest.popFirst() : nil, activation: activation)
    }
  }

  private var groupNormalizationRule: ForwardRule? {
    guard let groups = operation.integer("groups"), let epsilon = operation.number("epsilon")
    else { return nil }
    let operation = operation
    return { inputs in
      var rest = inputs.dropFirst()
      let scale = operation.isSet("scales") ? rest.popFirst() : nil
      return inputs[0].groupNormalized(
        groups: groups, scale: scale,
        shift: operation.isSet("shifts") ? rest.popFirst() : nil, epsilon: epsilon,
        centres: operation.isSet("centres")
      ).output
    }
  }

  /// The same elements at other places.
  private var rearrangementRule: ForwardRule? {
    let shape = shape
    switch operation.name {
    case "reshape": return { $0[0].reshaped(to: shape) }
    case "broadcast": return { $0[0].broadcast(to: shape) }
    case "concatenate":
      guard let axis = operation.integer("axis") else { return nil }
      return { Tensor.concatenate($0, axis: axis) }
    case "permute":
      guard let order = operation.integers("order") else { return nil }
      return { $0[0].permuted(order) }
    case "slice":
      guard let start = operation.integers("start"), let end = operation.integers("end")
      else { return nil }
      let ranges = zip(start, end).map { $0..<$1 }
      return { $0[0].sliced(ranges) }
    case "pad":
      guard let before = operation.integers("before"), let after = operation.integers("after"),
        let value = operation.number("value")
      else { return nil }
      return { $0[0].padded(before: before, after: after, value: value) }
    case "gather":
      guard let axis = operation.integer("axis"), let indices = operation.integers("indices")
      else { return nil }
      return { $0[0].gathered(indices, axis: axis) }
    case "scatterAdd":
      guard let axis = operation.integer("axis"), let indices = operation.integers("indices")
      else { return nil }
      let length = shape[axis]
      return { $0[0].scatteredAdd(indices, axis: axis, length: length) }
    default: return nil
    }
  }

  /// Sums, means and extrema along axes, and what is one function of a row.
  private var reductionRule: ForwardRule? {
    let shape = shape
    func along(
      _ reduce: @escaping @Sendable (_ x: Tensor, _ axes: [Int]) -> Tensor
    ) -> ForwardRule? {
      guard let axes = operation.integers("axes") else { return nil }
      return { reduce($0[0], axes).reshaped(to: shape) }
    }
    switch operation.name {
    case "sum": return along { $0.sum(axes: $1) }
    case "mean": return along { $0.mean(axes: $1) }
    case "variance": return along { $0.variance(axes: $1) }
    case "maximumAlong": return along { $0.maximum(axes: $1) }
    case "minimumAlong": return along { $0.minimum(axes: $1) }
    case "sumTo": return { $0[0].sum(to: shape) }
    case "softmax": return { $0[0].softmax() }
    case "logSoftmax": return { $0[0].logSoftmax() }
    case "logSumExp": return { $0[0].logSumExp().reshaped(to: shape) }
    case "cumulativeSum":
      guard let axis = operation.integer("axis") else { return nil }
      let isReversed = operation.isSet("reversed")
      return { $0[0].cumulativeSum(axis: axis, reversed: isReversed) }
    case "channelWindowSum":
      guard let before = operation.integer("before"), let after = operation.integer("after")
      else { return nil }
      return { $0[0].channelWindowSum(before: before, after: after) }
    default: return nil
    }
  }
}

extension TapeOperation {
  /// An attribute that is a whole number.
  func integer(_ name: String) -> Int? {
    if case .integer(let value)? = attributes[name] { value } else { nil }
  }

  /// An attribute that is a list of whole numbers.
  func integers(_ name: String) -> [Int]? {
    if case .integers(let values)? = attributes[name] { values } else { nil }
  }

  /// An attribute that is a number.
  func number(_ name: String) -> Double? {
    if case .number(let value)? = attributes[name] { value } else { nil }
  }
}
