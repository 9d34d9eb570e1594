import GradusTensors

extension Variable {
  /// The mean cross entropy of `[n, classes]` logits against whole-number labels.
  ///
  /// Softmax and logarithm are taken together, so that large logits stay exact. With smoothing ε the
  /// target is (1 - ε) one-hot + ε / classes (Szegedy et al. 2016, §7). Pullback:
  /// g (softmax(x) - target) / n, whose second factor is computed together with the value.
  ///
  /// With one of the last three arguments it is composed of other operations. As in PyTorch the mean is
  /// weighted: it is divided by the sum of the weights of the labels that count, and is NaN where none
  /// does; `.none` gives one loss per row, 0 for an ignored label.
  ///
  /// Traps when the number of labels is not n or a label is outside `0..<classes`.
  ///
  /// - Parameters:
  ///   - labels: n whole numbers in `0..<classes`, or `ignoredLabel`.
  ///   - smoothing: the share of the target that all classes have together.
  ///   - classWeights: `[classes]`; 1 for each when nil.
  ///   - ignoredLabel: a label whose row does not count, such as -100.
  ///   - reduction: what becomes of the rows' losses.
  public func crossEntropy(
    labels: [Int], smoothing: Double = 0, classWeights: Tensor? = nil, ignoredLabel: Int? = nil,
    reduction: LossReduction = .mean
  ) -> Variable {
    if classWeights != nil || ignoredLabel != nil || reduction != .mean {
      return weightedCrossEntropy(labels, smoothing, classWeights, ignoredLabel, reduction)
    }
    Tensor.require(
      shape.rank == 2, "crossEntropy: logits must be [batch, classes], not \(shape)")
    let (count, classes) = (shape[0], shape[1])
    Tensor.require(
      labels.count == count,
      "crossEntropy: \(labels.count) labels for logits \(shape), whose axis 0 has \(count)")
    let bad = labels.firstIndex { $0 < 0 || $0 >= classes }
    Tensor.require(
      bad == nil,
      "crossEntropy: label \(labels[bad ?? 0]) at position \(bad ?? 0) is outside 0..<\(classes), "
        + "axis 1 of logits \(shape)")
    if value.isShapeOnly { return crossEntropy(target: value) }
    let target =
      Tensor.oneHot(labels, classes: classes, dtype: dtype) * (1 - smoothing)
      + smoothing / Double(classes)
    return crossEntropy(target: target)
  }

  /// The mean cross entropy of `[n, classes]` logits against target distributions of the same shape, such
  /// as those of mixed images or of a teacher.
  ///
  /// Traps when the shapes differ: losses do not broadcast.
  ///
  /// - Parameters:
  ///   - target: the distributions.
  ///   - classWeights: `[classes]`; 1 for each when nil. They do not divide the mean, as in PyTorch.
  ///   - reduction: what becomes of the rows' losses.
  public func crossEntropy(
    target: Tensor, classWeights: Tensor? = nil, reduction: LossReduction = .mean
  ) -> Variable {
    if classWeights != nil || reduction != .mean {
      return weightedCrossEntropy(target, classWeights, reduction)
    }
    Tensor.require(
      shape.rank == 2 && target.shape == shape,
      "crossEntropy: logits \(shape) and target \(target.shape) must have equal shapes "
        + "[batch, classes]; losses do not broadcast")
    let count = Double(shape[0])
    let (loss, slope) = value.crossEntropy(target: target)
    return record(
      TapeOperation("crossEntropy", .loss), value: loss,
      (
        self,
        { g in
          guard g.isDifferentiable || self.isDifferentiable else { return g * Variable(slope) }
          let mass = Variable(target.sum(axes: [-1], keepingAxes: true))
          return g * (self.softmax() * mass - Variable(target)) / count
        }
      ))
  }

  /// The mean squared difference from a target of the same shape, `squaredError` with its usual reduction;
  /// losses do not broadcast.
  public func meanSquaredError(target: Variable) -> Variable {
    Tensor.require(
      shape == target.shape,
      "meanSquaredError: shapes \(shape) and \(target.shape) must be equal; losses do not broadcast"
    )
    return squaredError(target: target)
  }
}
