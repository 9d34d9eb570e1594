import Gradus
import Testing

@testable import DegradationStudy

/// Filters that keep the width get another start, and nothing else changes.
@Suite struct FilterReplacementTests {
  private func net(seed: UInt64) -> CIFARResNet {
    CIFARResNet(depth: 14, shortcut: .none, width: 2, inputChannels: 1, classes: 10)
      .initialize(seed: seed)
  }

  /// Compares a net's tensors with what they were, and hands out those that should have changed.
  private func changed(
    _ model: CIFARResNet, _ before: StateDictionary, _ check: (String, Tensor) -> Void
  ) {
    var count = 0
    for (path, tensor) in model.stateDictionary {
      if path.contains(".conv"), tensor.shape[2] == tensor.shape[3] {
        count += 1
        check(path, tensor)
      } else {
        #expect(tensor.floats == before[path]?.floats, "\(path)")
      }
    }
    // Six blocks of two filters, of which two widen.
    #expect(count == 10)
  }

  @Test func theIdentityIsOneAtTheCentre() {
    let model = net(seed: 1)
    let before = model.stateDictionary
    FilterReplacement.identity(in: model)
    changed(model, before) { path, filter in
      let channels = filter.shape[2]
      var expected = [Float](repeating: 0, count: 9 * channels * channels)
      for channel in 0..<channels {
        expected[4 * channels * channels + channel * channels + channel] = 1
      }
      #expect(filter.floats == expected, "\(path)")
    }
  }

  @Test func othersAreCopied() {
    let (model, fresh) = (net(seed: 1), net(seed: 2))
    let before = model.stateDictionary
    FilterReplacement.copy(fresh, into: model)
    let source = fresh.stateDictionary
    changed(model, before) { path, filter in
      #expect(filter.floats == source[path]?.floats && filter.floats != before[path]?.floats)
    }
  }

  @Test func normalizationBeginsAnew() {
    let model = net(seed: 1)
    let fresh = model.stateDictionary
    for case let (_, norm as BatchNorm) in model.modules {
      let shape = norm.runningMean.shape
      norm.runningMean.value = .ones(shape)
      norm.runningVar.value = .zeros(shape)
      norm.weight?.value = .zeros(shape)
      norm.bias?.value = .ones(shape)
    }
    FilterReplacement.restartNormalization(in: model)
    for (path, tensor) in model.stateDictionary {
      #expect(tensor.floats == fresh[path]?.floats, "\(path)")
    }
  }
}
