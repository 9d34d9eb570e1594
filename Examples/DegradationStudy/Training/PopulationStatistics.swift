import Gradus

/// Gives batch normalisation exact statistics of many images in place of moving averages.
///
/// He et al. 2015 did so for the released nets; after a few steps a moving average with momentum 0.1
/// is still far from them.
enum PopulationStatistics {
  /// Replaces the running statistics of `model` by their mean over `batches`.
  static func measure(_ model: any Classifier, on batches: some Sequence<Batch>) {
    let layers = model.modules.compactMap { $0.module as? BatchNorm }
    guard !layers.isEmpty else { return }
    var sums = layers.map {
      ($0.runningMean.value.filled(with: 0), $0.runningVar.value.filled(with: 0))
    }
    var count = 0
    for batch in batches {
      for layer in layers {
        // From zero, the moving average after one batch is that batch's times the momentum.
        layer.runningMean.value = layer.runningMean.value.filled(with: 0)
        layer.runningVar.value = layer.runningVar.value.filled(with: 0)
      }
      let tape = Tape(.training, recording: false)
      _ = model(tape.constant(batch.images))
      for (index, layer) in layers.enumerated() {
        sums[index].0 += layer.runningMean.value * (1 / layer.momentum)
        sums[index].1 += layer.runningVar.value * (1 / layer.momentum)
      }
      count += 1
    }
    for (index, layer) in layers.enumerated() {
      layer.runningMean.value = sums[index].0 * (1 / Double(max(1, count)))
      layer.runningVar.value = sums[index].1 * (1 / Double(max(1, count)))
    }
  }
}
