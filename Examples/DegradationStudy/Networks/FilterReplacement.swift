import Gradus

/// Gives the filters of a net that is in training another start: those of its blocks that keep the
/// width. Classifier, stem and the filters that widen stay as trained.
enum FilterReplacement {
  /// Puts Dirac filters in their place, so that each block begins anew as the identity.
  static func identity(in model: CIFARResNet) {
    for filter in filters(model) {
      filter.value = Initializer.dirac.values(
        filter.shape, from: RandomStream(seed: 0, name: "dirac"), dtype: filter.value.dtype)
    }
  }

  /// Puts the filters of `fresh` in their place, a net of the same kind that was not trained.
  static func copy(_ fresh: CIFARResNet, into model: CIFARResNet) {
    for (source, target) in zip(filters(fresh), filters(model)) { target.value = source.value }
  }

  /// Lets all batch norms begin anew.
  ///
  /// A shift that was learnt behind other filters may close a channel, and behind the identity, which
  /// mixes none, it is then closed for good.
  static func restartNormalization(in model: CIFARResNet) {
    for case let (_, norm as BatchNorm) in model.modules {
      norm.weight?.value = norm.runningMean.value.filled(with: 1)
      norm.bias?.value = norm.runningMean.value.filled(with: 0)
      norm.runningMean.value = norm.runningMean.value.filled(with: 0)
      norm.runningVar.value = norm.runningMean.value.filled(with: 1)
    }
  }

  private static func filters(_ model: CIFARResNet) -> [Parameter] {
    NetGrowth.stages(model).flatMap { $0 }.flatMap { [$0.conv1.weight, $0.conv2.weight] }
      .filter { $0.shape[2] == $0.shape[3] }
  }
}
