import Gradus
import GradusTestSupport
import Testing

/// A rule of one's own: plain steps by the sign of a running sum of gradients.
private struct SignOfSum: UpdateRule {
  let slotNames = ["sum"]

  func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep
  ) {
    slots[0] = slots[0] + gradient
    parameter = parameter * (1 - step.weightDecay) - slots[0].sign() * step.learningRate
  }
}

/// A rule that asks for its optimiser's state while it moves a parameter.
private final class Curious: UpdateRule {
  let slotNames = ["sum"]
  weak var optimizer: RuleOptimizer?

  func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep
  ) {
    _ = optimizer?.state
  }
}

/// What all optimisers share: state by name, frozen parameters, missing gradients, rules of one's own.
@Suite struct RuleOptimizerTests {
  private func makeModel() -> Sequential {
    Sequential(named: [("a", Linear(2, 3)), ("b", Linear(3, 1, bias: false))])
      .initialize(seed: 5, dtype: .float64)
  }

  private func gradients(
    _ model: Sequential, _ step: Int, where isGiven: (String) -> Bool = { _ in true }
  ) -> Gradients {
    var draws = Draws("rules", step)
    let all = model.parameters.map {
      ($0.path, $0.parameter, draws.normal($0.parameter.shape))
    }
    return Gradients(all.filter { isGiven($0.0) }.map { ($0.1, $0.2) })
  }

  private func setTrainable(_ isTrainable: Bool, _ model: Sequential, _ prefix: String) {
    for (path, parameter) in model.parameters where path.hasPrefix(prefix) {
      parameter.isTrainable = isTrainable
    }
  }

  private func bits(_ model: Sequential) -> [[Double]] {
    model.parameters.map(\.parameter.value.scalars)
  }

  /// The names under which checkpoints of every version have an optimiser's state, in their order.
  @Test func stateHasTheNamesOfOldCheckpoints() throws {
    let model = makeModel()
    func names(_ optimizer: any Optimizer) throws -> [String] {
      try optimizer.step(gradients(model, 0), learningRate: 0.1)
      return optimizer.state.map(\.name)
    }
    let paths = ["a.weight", "a.bias", "b.weight"]
    func expected(_ slots: String...) -> [String] {
      slots.flatMap { slot in paths.map { "\(slot).\($0)" } }
    }
    #expect(try names(SGD(model)) == expected("velocity"))
    #expect(try names(Adam(model)) == expected("mean", "square"))
    #expect(try names(AdamW(model)) == expected("mean", "square"))
    #expect(try names(RMSProp(model)) == expected("square", "velocity"))
  }

  @Test func aRuleOfOnesOwnMovesAModel() throws {
    let model = makeModel()
    let optimizer = RuleOptimizer(model, SignOfSum(), weightDecay: 0.25)
    var weights = bits(model)
    var sums = weights.map { $0.map { _ in 0.0 } }
    for step in 0..<3 {
      let gradients = gradients(model, step)
      try optimizer.step(gradients, learningRate: 0.5)
      for (place, (_, parameter)) in model.parameters.enumerated() {
        for (index, slope) in gradients[parameter]!.scalars.enumerated() {
          sums[place][index] += slope
          weights[place][index] =
            weights[place][index] * 0.75 - (sums[place][index] < 0 ? -0.5 : 0.5)
        }
      }
      #expect(bits(model) == weights)
    }
    let again = RuleOptimizer(model, SignOfSum())
    try again.restore(optimizer.state, stepCount: 3)
    #expect(again.state.map(\.name) == ["sum.a.weight", "sum.a.bias", "sum.b.weight"])
    #expect(again.state["sum.b.weight"]?.scalars == sums[2])
  }

  /// Adam's first step is the rate times the sign, whenever it comes.
  @Test func aParameterThatIsUnfrozenLaterStartsAsInARunOfItsOwn() throws {
    let model = makeModel()
    setTrainable(false, model, "a")
    let optimizer = Adam(model, epsilon: 0)
    let start = bits(model)
    for step in 0..<5 { try optimizer.step(gradients(model, step), learningRate: 0.1) }
    #expect(Array(bits(model)[..<2]) == Array(start[..<2]) && bits(model)[2] != start[2])
    #expect(optimizer.state.map(\.name) == ["mean.b.weight", "square.b.weight"])
    setTrainable(true, model, "a")
    let last = gradients(model, 5)
    try optimizer.step(last, learningRate: 0.1)
    for (place, (_, parameter)) in model.parameters.prefix(2).enumerated() {
      let wanted = zip(start[place], last[parameter]!.scalars).map { $0 - ($1 < 0 ? -0.1 : 0.1) }
      #expect(NumberComparison.error(parameter.value.scalars, wanted) < 1e-12)
    }
    #expect(
      optimizer.state["steps.a.weight"]?.item == 1 && optimizer.state["steps.b.weight"] == nil)
  }

  /// A run with late and with missing gradients continues from its state to the same bits.
  @Test(arguments: [0, 3, 6]) func stepsOfSingleParametersAreContinued(_ end: Int) throws {
    func run(_ model: Sequential, _ optimizer: Adam, _ steps: Range<Int>) throws {
      for step in steps {
        setTrainable(step >= 4, model, "a.bias")
        let given = gradients(model, step) { step % 3 != 1 || $0 != "a.weight" }
        try optimizer.step(given, learningRate: 0.1)
      }
    }
    func fresh() -> (Sequential, Adam) {
      let model = makeModel()
      setTrainable(false, model, "a.bias")
      return (model, Adam(model, allowsMissingGradients: true))
    }
    let (whole, wholeOptimizer) = fresh()
    try run(whole, wholeOptimizer, 0..<9)
    let (first, firstOptimizer) = fresh()
    try run(first, firstOptimizer, 0..<end)
    let (second, secondOptimizer) = fresh()
    try second.load(first.stateDictionary)
    try secondOptimizer.restore(firstOptimizer.state, stepCount: end)
    try run(second, secondOptimizer, end..<9)
    #expect(bits(second) == bits(whole))
    for (a, b) in zip(secondOptimizer.state, wholeOptimizer.state) {
      #expect(a.name == b.name && a.value.scalars == b.value.scalars)
    }
  }

  @Test func missingGradientsAreAllowedOnRequest() throws {
    let model = makeModel()
    let optimizer = SGD(model, weightDecay: 0.1, allowsMissingGradients: true)
    try optimizer.step(gradients(model, 0), learningRate: 0.1)
    let (before, velocity) = (bits(model), optimizer.state["velocity.b.weight"]?.scalars)
    try optimizer.step(gradients(model, 1) { $0 != "b.weight" }, learningRate: 0.1)
    #expect(bits(model)[2] == before[2] && bits(model)[0] != before[0])
    #expect(optimizer.state["velocity.b.weight"]?.scalars == velocity)
    // The same while the tape runs backward.
    let tape = Tape(.training, step: 2)
    let loss = model.layers[0](tape.constant(.ones([1, 2], dtype: .float64))).sum()
    try optimizer.step(backwardFrom: loss, learningRate: 0.1)
    #expect(bits(model)[2] == before[2] && optimizer.stepCount == 3)
    // Gradients of another model are a mistake all the same.
    let error = #expect(throws: MissingGradients.self) {
      try optimizer.step(Gradients(), learningRate: 0.1)
    }
    #expect(error?.paths == ["a.weight", "a.bias", "b.weight"] && optimizer.stepCount == 3)
  }

  @Test func aNumberOfStepsThatCannotBeIsRefused() throws {
    let model = makeModel()
    let optimizer = SGD(model)
    for number in [1.5, -1, 4, .nan] {
      var state = optimizer.state
      state["steps.b.weight"] = Tensor(number, dtype: .float64)
      #expect(throws: StateMismatch.self) { try optimizer.restore(state, stepCount: 3) }
    }
    var state = optimizer.state
    state["steps.b.weight"] = Tensor(2, dtype: .float64)
    try optimizer.restore(state, stepCount: 3)
    #expect(optimizer.stepCount == 3 && optimizer.state["steps.b.weight"]?.item == 2)
  }

  /// The state is not whole while a rule has a parameter's slots in hand.
  @Test func stateWithinAnUpdateTraps() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let model = Sequential(named: [("a", Linear(2, 3))]).initialize(seed: 5)
      let rule = Curious()
      let optimizer = RuleOptimizer(model, rule)
      rule.optimizer = optimizer
      let gradients = Gradients(
        model.parameters.map { ($0.parameter, $0.parameter.value.filled(with: 1)) })
      try optimizer.step(gradients, learningRate: 0.1)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("optimiser state: a rule is moving a parameter"), "\(message)")
  }
}
