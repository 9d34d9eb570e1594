import GradusTensors

extension Variable {
  /// The cross entropy with everything that may be asked of it.
  func weightedCrossEntropy(
    _ labels: [Int], _ smoothing: Double, _ classWeights: Tensor?, _ ignoredLabel: Int?,
    _ reduction: LossReduction
  ) -> Variable {
    let kept = labels.map { $0 != ignoredLabel }
    let target = oneHotTarget("crossEntropy", labels, kept)
    let classes = Double(shape[-1])
    let weights = classWeights.map { weighted("crossEntropy", $0) }
    let counted = weights.map { target * $0 } ?? target
    var mixed = counted * (1 - smoothing)
    if smoothing > 0 {
      let share = (weights ?? target.filled(with: 1)) * (smoothing / classes)
      mixed = mixed + target.sum(axes: [1], keepingAxes: true) * share
    }
    let losses = -keeping(kept).logSoftmax().weighted(by: mixed).sum(axis: 1)
    return reduction == .mean ? losses.sum() / Variable(counted.sum()) : losses.reduced(reduction)
  }

  /// The cross entropy against distributions with weights or another reduction.
  func weightedCrossEntropy(
    _ target: Tensor, _ classWeights: Tensor?, _ reduction: LossReduction
  ) -> Variable {
    requireTarget("crossEntropy", target.shape)
    let weights = classWeights.map { target * weighted("crossEntropy", $0) } ?? target
    return (-logSoftmax().weighted(by: weights).sum(axis: -1)).reduced(reduction)
  }

  /// The focal loss of `[n, classes]` logits, -(1 - p)^focus log p of the label's probability p, per row
  /// (Lin et al. 2017, §3.2): rows that are right already count less.
  ///
  /// - Parameters:
  ///   - labels: n whole numbers in `0..<classes`.
  ///   - focus: γ in the paper, at least 0, which gives the cross entropy.
  ///   - classWeights: `[classes]`, α in the paper; 1 for each when nil.
  ///   - reduction: what becomes of the rows' losses.
  public func focalLoss(
    labels: [Int], focus: Double = 2, classWeights: Tensor? = nil, reduction: LossReduction = .mean
  ) -> Variable {
    precondition(focus >= 0, "focalLoss: focus must be at least 0, not \(focus)")
    let target = oneHotTarget("focalLoss", labels, labels.map { _ in true })
    let weights = classWeights.map { target * weighted("focalLoss", $0) } ?? target
    let logarithm = logSoftmax()
    let chosen = logarithm.weighted(by: target).sum(axis: 1)
    let losses = -logarithm.weighted(by: weights).sum(axis: 1)
    if focus == 0 { return losses.reduced(reduction) }
    let rest = -chosen.expMinusOne()
    // What is certain counts nothing; the power's derivative may be infinite there.
    let certain = rest.value .<= 0
    let factors = rest.replacing(with: 1, where: certain).power(focus)
      .replacing(with: 0, where: certain)
    return (losses * factors).reduced(reduction)
  }

  /// The divergence of the softmax of `[n, classes]` logits from target distributions of the same shape,
  /// Σ t (log t - log softmax(x)), per row (Kullback and Leibler 1951).
  public func klDivergence(target: Tensor, reduction: LossReduction = .mean) -> Variable {
    requireTarget("klDivergence", target.shape)
    let entropy = (target * target.replacing(with: 1, where: target .<= 0).log())
      .sum(axes: [-1])
    return (Variable(entropy) - logSoftmax().weighted(by: target).sum(axis: -1)).reduced(reduction)
  }

  /// The binary cross entropy of logits against probabilities of the same shape, one loss per element:
  /// -(w t log σ(x) + (1 - t) log(1 - σ(x))), exact for large logits.
  ///
  /// - Parameters:
  ///   - target: probabilities, such as 0 and 1.
  ///   - positiveWeight: w, which broadcasts to the logits' shape, such as one per class; 1 when nil.
  ///     Traps when it does not.
  ///   - reduction: what becomes of the elements' losses.
  public func binaryCrossEntropy(
    target: Tensor, positiveWeight: Tensor? = nil, reduction: LossReduction = .mean
  ) -> Variable {
    requireTarget("binaryCrossEntropy", target.shape)
    let positive =
      positiveWeight.map { weight in
        Tensor.require(
          weight.shape.broadcasts(to: shape),
          "binaryCrossEntropy: positive weights \(weight.shape) must broadcast to the logits' shape "
            + "\(shape); give one for each place of the last axis, or one for each logit")
        return target * weight.converted(to: dtype)
      } ?? target
    return ((-self).softplus() * positive + softplus() * (1 - target)).reduced(reduction)
  }

  /// The rows that count, and zeros elsewhere, so that a NaN there reaches nothing.
  private func keeping(_ kept: [Bool]) -> Variable {
    if kept.allSatisfy({ $0 }) || isShapeOnly { return self }
    let ignored = Tensor(kept.map { $0 ? 0 : 1 }, shape: [kept.count, 1], dtype: dtype)
    return replacing(with: 0, where: ignored)
  }

  /// Products with weights; what weighs nothing does not count, even where it is infinite.
  private func weighted(by weights: Tensor) -> Variable {
    replacing(with: 0, where: weights .== 0) * weights
  }

  /// Weights of classes as one row; traps unless they are `[classes]`.
  private func weighted(_ operation: StaticString, _ weights: Tensor) -> Tensor {
    Tensor.require(
      weights.shape == [shape[-1]],
      "\(operation): class weights \(weights.shape) must be [\(shape[-1])], one per class of logits "
        + "\(shape)")
    return weights.converted(to: dtype)
  }

  /// A row for each label, zeros where it does not count.
  private func oneHotTarget(_ operation: StaticString, _ labels: [Int], _ kept: [Bool]) -> Tensor {
    Tensor.require(
      shape.rank == 2, "\(operation): logits must be [batch, classes], not \(shape)")
    let (count, classes) = (shape[0], shape[-1])
    Tensor.require(
      labels.count == count,
      "\(operation): \(labels.count) labels for logits \(shape), whose axis 0 has \(count)")
    let bad = zip(labels, kept).enumerated().first { _, label in
      label.1 && (label.0 < 0 || label.0 >= classes)
    }
    Tensor.require(
      bad == nil,
      "\(operation): label \(bad?.element.0 ?? 0) at position \(bad?.offset ?? 0) is outside "
        + "0..<\(classes), axis 1 of logits \(shape)")
    if isShapeOnly || bad != nil || labels.count != count {
      return Tensor(shapeOnly: shape, dtype: dtype)
    }
    let rows = Tensor.oneHot(
      zip(labels, kept).map { $1 ? $0 : 0 }, classes: max(1, classes), dtype: dtype)
    let mask = Tensor(kept.map { $0 ? 1 : 0 }, shape: [count, 1], dtype: dtype)
    return rows * mask
  }
}
