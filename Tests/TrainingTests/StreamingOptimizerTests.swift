import Gradus
import GradusTestSupport
import Testing

@testable import GradusTensors

/// Optimisers that move parameters while the tape runs backward, against the same steps with all
/// gradients gathered first.
@Suite struct StreamingOptimizerTests {
  private static let optimizers: [(name: String, make: @Sendable (any Module) -> any Optimizer)] = [
    ("SGD", { SGD($0, momentum: 0.9, weightDecay: 1e-3, isNesterov: true) }),
    ("Adam", { Adam($0, weightDecay: 1e-3) }), ("RMSProp", { RMSProp($0, momentum: 0.5) }),
    (
      "AdamW",
      {
        AdamW($0) { path, _ in
          path.hasPrefix("last") ? ParameterSettings(rate: 2, weightDecay: 0) : .standard
        }
      }
    ),
  ]

  /// A net in which a layer is used twice, one in a recomputed part, and one is frozen.
  private func makeModel() -> Sequential {
    let shared = Linear(4, 4)
    let model = Sequential(named: [
      ("first", Linear(4, 4)), ("shared", shared), ("again", shared), ("frozen", Linear(4, 4)),
      ("last", Linear(4, 3)),
    ]).initialize(seed: 7)
    for (path, parameter) in model.parameters where path.hasPrefix("frozen") {
      parameter.isTrainable = false
    }
    return model
  }

  private func loss(_ model: Sequential, _ tape: Tape, step: Int) -> Variable {
    var draws = Draws("streaming", step)
    let x = tape.constant(draws.normal([6, 4], dtype: .float32))
    let hidden = recomputing(x) { model.layers[1](model.layers[0]($0[0]).relu()) }
    let logits = model.layers[4](model.layers[3](model.layers[2](hidden)))
    return logits.crossEntropy(labels: [0, 1, 2, 0, 1, 2])
  }

  @Test(arguments: 0..<4) func givesTheBitsOfGatheredGradients(_ index: Int) throws {
    let (gathered, streamed) = (makeModel(), makeModel())
    let (plain, streaming) = (
      Self.optimizers[index].make(gathered), Self.optimizers[index].make(streamed)
    )
    let streamingOptimizer = try #require(streaming as? any StreamingOptimizer)
    for step in 0..<5 {
      let (a, b) = (Tape(.training, step: step), Tape(.training, step: step))
      try plain.step(a.gradients(of: loss(gathered, a, step: step)), learningRate: 0.1)
      try streamingOptimizer.step(backwardFrom: loss(streamed, b, step: step), learningRate: 0.1)
      #expect(streaming.stepCount == step + 1)
      for ((path, p), (_, q)) in zip(gathered.parameters, streamed.parameters) {
        #expect(p.value.scalars == q.value.scalars, "\(path), step \(step)")
      }
      for (p, q) in zip(plain.state, streaming.state) {
        #expect(p.value.scalars == q.value.scalars, "\(p.name), step \(step)")
      }
    }
    let start = makeModel().parameters[0].parameter.value
    #expect(gathered.parameters[0].parameter.value.scalars != start.scalars)
  }

  @Test func changesNothingWhenAGradientIsMissing() throws {
    let model = makeModel()
    let optimizer = SGD(model)
    let before = model.stateDictionary.map(\.value.scalars)
    let tape = Tape(.training)
    let output = model.layers[0](tape.constant(.ones([1, 4]))).sum()
    let error = #expect(throws: MissingGradients.self) {
      try optimizer.step(backwardFrom: output, learningRate: 0.1)
    }
    #expect(error?.paths == ["shared.weight", "shared.bias", "last.weight", "last.bias"])
    #expect(model.stateDictionary.map(\.value.scalars) == before && optimizer.stepCount == 0)
  }

  /// A copy is made while the old memory is alive, so it would lie elsewhere.
  @Test(arguments: [false, true])
  func parametersAndStateChangeWhereTheyAre(isStreaming: Bool) throws {
    let model = makeModel()
    let optimizer = SGD(model)
    func places() -> [ObjectIdentifier] {
      (model.parameters.map(\.parameter.value) + optimizer.state.map(\.value))
        .map { ObjectIdentifier($0.storage) }
    }
    func step(_ number: Int) throws {
      if isStreaming {
        let tape = Tape(.training, step: number)
        let loss = loss(model, tape, step: number)
        return try optimizer.step(backwardFrom: loss, learningRate: 0.1)
      }
      try optimizer.step(gradients(number), learningRate: 0.1)
    }
    /// The tape is gone afterwards, and with it its hold on the parameters.
    func gradients(_ number: Int) -> Gradients {
      let tape = Tape(.training, step: number)
      return tape.gradients(of: loss(model, tape, step: number))
    }
    let before = places()
    for number in 0..<3 { try step(number) }
    #expect(places() == before)
  }

  @Test func everyParameterIsHandedOverOnceInReverseOrder() {
    let model = makeModel()
    let tape = Tape(.training)
    let loss = loss(model, tape, step: 0)
    let owners = tape.owners(reaching: loss).map(ObjectIdentifier.init)
    var handed: [ObjectIdentifier] = []
    tape.handOverGradients(of: loss) { owner, gradient in
      handed.append(ObjectIdentifier(owner))
      #expect(gradient.shape == (owner as? Parameter)?.shape)
    }
    #expect(handed == owners.reversed() && handed.count == 6)
  }
}
