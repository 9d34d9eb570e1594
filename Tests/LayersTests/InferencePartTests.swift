import Gradus
import Testing

/// A backbone of the zoo's blocks, which call normalisation and activation together, and a head.
private final class Tuned: Layer {
  let backbone = Sequential {
    Conv2d(3, 4, kernel: 3, padding: 1, bias: false)
    BatchNorm(4)
    ReLU()
    BasicBlock(4, 8, stride: 2, shortcut: .projected)
    Dropout(0.5)
  }
  let head = Sequential {
    BatchNorm(8)
    AdaptiveAveragePool2d()
    Flatten()
    Linear(8, 2)
  }
  func forward(_ x: Variable) -> Variable { head(backbone(x)) }
}

/// Calls its part without a scope of its own, as a module with a call of its own may.
private final class Unscoped: Module {
  let part = Part()

  final class Part: Module {
    let norm = BatchNorm(2)
    func callAsFunction(_ x: Variable) -> Variable { norm.activated(x, .relu) }
  }
}

/// A part of a model that behaves as in inference while the rest trains, and frozen parameters.
@Suite struct InferencePartTests {
  private func images(_ name: String, _ shape: Shape = [4, 6, 6, 3]) -> Tensor {
    .normal(shape, mean: 2, from: RandomStream(seed: 1, name: name), dtype: .float64)
  }

  private func bits(_ module: any Module) -> [[UInt64]] {
    module.buffers.map { $0.buffer.value.scalars.map(\.bitPattern) }
  }

  private func tuned() -> Tuned {
    let model = Tuned().initialize(seed: 3, dtype: .float64)
    // Statistics that are not those of a new net.
    for step in 0..<3 {
      let tape = Tape(.training, recording: false, seed: 1, step: step)
      withExtendedLifetime(tape) { _ = model(tape.constant(images("warm \(step)"))) }
    }
    return model
  }

  @Test func itsStatisticsStandStillAndAreUsedWhileTheRestTrains() throws {
    let model = tuned()
    let (backbone, head) = (bits(model.backbone), bits(model.head))
    let weights = model.parameters.map(\.parameter.value)
    let optimizer = SGD(model, momentum: 0.9)
    for step in 0..<3 {
      let tape = Tape(.training, seed: 1, step: step)
      tape.useInferenceMode(in: model.backbone)
      let x = tape.constant(images("\(step)"))
      let features = model.backbone(x)
      // On a tensor the backbone runs in inference mode: no dropout, running statistics.
      #expect(features.value.scalars == model.backbone(x.value).scalars)
      let loss = model.head(features).crossEntropy(labels: [0, 1, 1, 0])
      try optimizer.step(tape.gradients(of: loss), learningRate: 0.1)
    }
    #expect(bits(model.backbone) == backbone)
    #expect(zip(bits(model.head), head).allSatisfy { $0 != $1 })
    // Gradients flow through it: its weights are trained as the head's are.
    for (old, new) in zip(weights, model.parameters) {
      #expect((new.parameter.value - old).norm > 0, "\(new.path)")
    }
  }

  @Test func normalizesWithRunningStatistics() {
    let model = Unscoped().initialize(seed: 1, dtype: .float64)
    let norm = model.part.norm
    norm.runningMean.value = Tensor([1, -2], shape: [2], dtype: .float64)
    norm.runningVar.value = Tensor([4, 0.25], shape: [2], dtype: .float64)
    let x = images("x", [5, 2])
    let tape = Tape(.training, step: 0)
    tape.useInferenceMode(in: model.part)
    let y = model.part(tape.constant(x)).value.scalars
    let expected = x.scalars.enumerated().map { index, value in
      let (mean, variance) = index % 2 == 0 ? (1.0, 4.0) : (-2.0, 0.25)
      return max(0, (value - mean) / (variance + norm.epsilon).squareRoot())
    }
    for (found, wanted) in zip(y, expected) { #expect(abs(found - wanted) < 1e-14) }
    #expect(tape.mode == .training)
  }

  @Test func holdsInAPartThatIsRecomputed() throws {
    let model = tuned()
    let x = images("x")
    func gradient(_ recomputes: Bool) throws -> [Double] {
      let tape = Tape(.training, seed: 1, step: 5)
      tape.useInferenceMode(in: model.backbone)
      let start = tape.variable(x)
      let features =
        recomputes ? recomputing(start) { model.backbone($0[0]) } : model.backbone(start)
      return try #require(tape.gradients(of: features.squared().sum())[start]).scalars
    }
    let before = bits(model)
    let (recomputed, kept) = (try gradient(true), try gradient(false))
    #expect(recomputed == kept)
    #expect(bits(model) == before)
  }

  @Test func freezingChoosesByPath() throws {
    let model = tuned()
    model.freeze { path, parameter in path.hasPrefix("backbone.0.") || parameter.shape.rank == 1 }
    let frozen = model.parameters.filter { !$0.parameter.isTrainable }.map(\.path)
    #expect(
      frozen
        == model.parameters.map(\.path).filter {
          $0.contains("bn") || $0.contains(".1.") && $0.hasPrefix("backbone.3.downsample")
            || ["backbone.0.weight", "backbone.1.weight", "backbone.1.bias"].contains($0)
            || ["head.0.weight", "head.0.bias", "head.3.bias"].contains($0)
        })
    let tape = Tape(.training, seed: 1, step: 0)
    let gradients = tape.gradients(of: model(tape.constant(images("x"))).sum())
    for (path, parameter) in model.parameters {
      #expect((gradients[parameter] == nil) == frozen.contains(path), "\(path)")
    }
    model.unfreeze { path, _ in path.hasPrefix("head.") }
    #expect(model.head.parameters.allSatisfy { $0.parameter.isTrainable })
    #expect(!model.backbone.parameters[0].parameter.isTrainable)
    model.unfreeze()
    #expect(model.parameters.allSatisfy { $0.parameter.isTrainable })
    model.backbone.freeze()
    #expect(model.backbone.parameters.allSatisfy { !$0.parameter.isTrainable })
  }
}
