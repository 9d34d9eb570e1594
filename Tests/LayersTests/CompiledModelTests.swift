import Gradus
import GradusTestSupport
import Testing

@testable import GradusLayers

/// Branches of all kinds: a chain, a shortcut, channels side by side, a gate, a view and a head.
private final class Branched: Layer {
  let stem = Sequential {
    Conv2d(3, 16, kernel: 3, padding: 1)
    BatchNorm(16)
    ReLU()
  }
  let block = BasicBlock(16, 16, shortcut: .padded)
  let wide = Sequential {
    Conv2d(16, 8, kernel: 1)
    ReLU6()
    Conv2d(8, 8, kernel: 3, padding: 1, groups: 8, bias: false)
    BatchNorm(8)
  }
  let norm = BatchNorm(24)
  let mix = Conv2d(24, 8, kernel: 1, bias: false)
  let gate = Conv2d(8, 8, kernel: 1)
  let head = Linear(8, 5)

  func forward(_ x: Variable) -> Variable {
    let y = block(stem(x))
    let both = Variable.concatenate([y, wide(y)], axis: 3)
    let mixed = mix(norm.activated(both, .relu))
    let gated = mixed * gate(mixed.mean(axes: [1, 2], keepingAxes: true)).sigmoid()
    return head(gated.maximum(axes: [1, 2]))
  }
}

/// An operation that no rule knows.
private final class Cubing: Layer {
  func forward(_ x: Variable) -> Variable {
    record(
      TapeOperation("cubed", .arithmetic), value: x.value * x.value * x.value,
      (x, { g in g * x * x * 3 }))
  }
}

/// A compiled run gives what its model gives, and is a value of its own.
@Suite(.serialized) struct CompiledModelTests {
  private func images(_ shape: Shape, _ name: String = "x") -> Tensor {
    .normal(shape, from: RandomStream(seed: 1, name: name), dtype: .float32)
  }

  /// A model whose statistics are not those of a new one.
  private func branched() -> Branched {
    let model = Branched().initialize(seed: 3)
    let tape = Tape(.training, recording: false, seed: 1, step: 0)
    withExtendedLifetime(tape) { _ = model(tape.constant(images([4, 12, 12, 3], "warm"))) }
    return model
  }

  @Test(arguments: [1, 2, 5, 64]) func givesTheBitsOfItsModel(batch: Int) throws {
    let model = branched()
    let x = images([batch, 12, 12, 3])
    let run = try model.compiled(for: x.shape)
    #expect(run(x).scalars == model(x).scalars)
    #expect(run(x).scalars == model(x).scalars, "once more, with what is kept")
    #expect(run.output == [batch, 5])
  }

  @Test(.enabled(if: VectorInstructions.tier != "scalar"))
  @ThreadCountOwner func computesWhatFollowsAConvolutionWithIt() throws {
    // More threads than groups of images make no chain.
    let run = try onThreads(1) { try branched().compiled(for: [64, 12, 12, 3]) }
    let names = run.steps.map(\.name)
    #expect(
      names == [
        "conv2d + add + batchNormalizationFixed + relu",
        "conv2d + batchNormalizationFixed + relu + conv2d + batchNormalizationFixed + relu",
        "conv2d + add + relu6 + conv2d + batchNormalizationFixed",
        "conv2d", "mean", "conv2d + add + sigmoid", "multiply", "maximumAlong", "matmul", "add",
      ], "\(run)")
  }

  @Test func isASnapshotOfWeightsAndStatistics() throws {
    let model = branched()
    let x = images([2, 12, 12, 3])
    let before = model(x).scalars
    let run = try model.compiled(for: x.shape)
    for (_, parameter) in model.parameters { parameter.value = parameter.value * 1.5 }
    model.norm.runningMean.value = model.norm.runningMean.value + 1
    #expect(run(x).scalars == before)
    #expect(model(x).scalars != before)
    #expect(try model.compiled(for: x.shape)(x).scalars == model(x).scalars)
  }

  @Test func runsOnSeveralThreadsAtOnce() async throws {
    let x = images([2, 12, 12, 3])
    let run = try branched().compiled(for: x.shape)
    let expected = run(x).scalars
    let agrees = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 { group.addTask { run(x).scalars == expected } }
      return await group.allSatisfy { $0 }
    }
    #expect(agrees)
  }

  @Test func takesDoublePrecisionAndEmptyBatches() throws {
    let model = Branched().initialize(seed: 3, dtype: .float64)
    let x = Tensor.normal([2, 12, 12, 3], from: RandomStream(seed: 1, name: "x"), dtype: .float64)
    let run = try model.compiled(for: x.shape)
    #expect(run.dtype == .float64 && run(x).scalars == model(x).scalars)
    let none = Tensor.zeros([0, 12, 12, 3], dtype: .float64)
    #expect(try model.compiled(for: none.shape)(none).shape == [0, 5])
  }

  @Test func whatIsNotFiniteReachesTheSameResults() throws {
    let model = branched()
    var numbers = images([3, 12, 12, 3]).scalars
    numbers[(1 * 12 * 12 + 5 * 12 + 5) * 3] = .nan
    let x = Tensor(numbers, shape: [3, 12, 12, 3], dtype: .float32)
    let (own, expected) = (try model.compiled(for: x.shape)(x).scalars, model(x).scalars)
    #expect(own.map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(own[5].isNaN && own[0].isFinite && own[10].isFinite)
  }

  @Test func theResultMayBeTheInputOrPartOfTheWay() throws {
    final class Keeping: Layer {
      func forward(_ x: Variable) -> Variable { x }
    }
    final class Twice: Layer {
      let layer = Conv2d(2, 2, kernel: 3, padding: 1)
      func forward(_ x: Variable) -> Variable {
        let y = layer(x)
        return y * y.relu() + layer(y)
      }
    }
    let x = images([2, 6, 6, 2])
    #expect(try Keeping().compiled(for: x.shape)(x).scalars == x.scalars)
    let model = Twice().initialize(seed: 1)
    #expect(try model.compiled(for: x.shape)(x).scalars == model(x).scalars)
  }

  @Test func anOperationOfTheModelsOwnIsNamedWithItsLayer() throws {
    let model = Sequential {
      Flatten()
      Cubing()
    }
    #expect {
      try model.compiled(for: [2, 3, 3, 1])
    } throws: { error in
      "\(error)"
        == "1: the operation \"cubed\" is one that only the model's own code computes; call the "
        + "model itself"
    }
  }

  /// What it sees on a shape alone is no plan for numbers.
  @Test func aModelThatDecidesByTheNumbersIsRefused() throws {
    final class Picking: Layer {
      func forward(_ x: Variable) -> Variable { x.gathered(x.argMax(), axis: 1) }
    }
    let x = images([2, 5])
    #expect {
      try Picking().compiled(for: x.shape)
    } throws: { error in
      "\(error)"
        == "the operation \"network\" does what depends on the numbers of its input; call the model "
        + "itself"
    }
  }

  @Test func aModelWithoutValuesAndAnInputThatDoesNotFitAreRefused() throws {
    #expect {
      try Branched().compiled(for: [1, 12, 12, 3])
    } throws: { error in
      "\(error)".hasSuffix("has no values; call initialize(seed:) or load weights")
    }
    #expect(throws: ShapeMismatch.self) { try branched().compiled(for: [1, 12, 12, 4]) }
  }

  @Test func normalizationOnItsOwnGivesItsBits() throws {
    let model = Sequential {
      ReLU()
      BatchNorm(3)
      BatchNorm(3, affine: false)
    }.initialize(seed: 1)
    for case let (path, norm as BatchNorm) in model.modules {
      norm.runningMean.value = images([3], path)
      norm.runningVar.value = images([3], path).squared() + 0.5
      norm.weight?.value = images([3], "\(path) weight")
      norm.bias?.value = images([3], "\(path) bias")
    }
    let x = images([2, 4, 4, 3])
    let run = try model.compiled(for: x.shape)
    #expect(run(x).scalars == model(x).scalars)
    #expect(run.steps.count == 3)
  }

  /// The first that takes a waiting convolution further adds its bias otherwise.
  @Test func aConvolutionThatIsUsedInTwoWaysIsRightButForRounding() throws {
    final class Shared: Layer {
      let layer = Conv2d(2, 2, kernel: 3, padding: 1, initializer: .pytorchDefault)
      let norm = BatchNorm(2)
      func forward(_ x: Variable) -> Variable {
        let y = layer(x)
        return y + norm(y).relu()
      }
    }
    let model = Shared().initialize(seed: 1)
    model.layer.bias?.value = images([2], "bias")
    let x = images([2, 6, 6, 2])
    let (own, expected) = (try model.compiled(for: x.shape)(x), model(x))
    #expect((own - expected).absolute().maximum().item < 1e-6 * expected.absolute().maximum().item)
  }

  @Test func theInputCountsUntilTheEnd() throws {
    let model = Sequential {
      MaxPool2d(kernel: 2, stride: 2)
      Conv2d(4, 64, kernel: 1, bias: false)
      ReLU()
      BatchNorm(64)
    }.initialize(seed: 1)
    let run = try model.compiled(for: [1, 8, 8, 4])
    // The convolution's result beside what is normalised of it, and the input.
    #expect(run.memory.values == 4 * (8 * 8 * 4 + 2 * 4 * 4 * 64))
  }

  @Test func theMemoryOfValuesIsKnownBefore() throws {
    let model = Sequential {
      Conv2d(1, 4, kernel: 1, bias: false)
      MaxPool2d(kernel: 2, stride: 2)
      Flatten()
    }.initialize(seed: 1)
    let run = try model.compiled(for: [3, 8, 8, 1])
    // The convolution's result beside the pooled one, and the input, which is there until the end.
    #expect(run.memory.values == 4 * 3 * (8 * 8 * 4 + 4 * 4 * 4 + 8 * 8))
    #expect(run.memory.constants == 4 * 4)
  }
}
