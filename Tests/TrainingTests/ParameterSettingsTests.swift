import Gradus
import GradusTestSupport
import Testing

/// Settings of single parameters, against updates written by hand.
@Suite struct ParameterSettingsTests {
  private func makeModel() -> Sequential {
    Sequential(named: [
      ("body", Linear(3, 4)), ("norm", BatchNorm(4)), ("fc", Linear(4, 2)), ("own", Linear(2, 2)),
    ]).initialize(seed: 5, dtype: .float64)
  }

  private func gradients(_ model: Sequential, _ step: Int) -> Gradients {
    var draws = Draws("settings", step)
    return Gradients(
      model.parameters.map { ($0.parameter, draws.normal($0.parameter.shape)) })
  }

  @Test func ratesAndDecaysHoldForTheirParameters() throws {
    let model = makeModel()
    let optimizer = SGD(model, momentum: 0.9, weightDecay: 0.01) { path, parameter in
      if path.hasPrefix("own") { return .excluded }
      return ParameterSettings(
        rate: path.hasPrefix("fc") ? 10 : 1, weightDecay: parameter.shape.rank == 1 ? 0 : nil)
    }
    var weights = model.parameters.map(\.parameter.value.scalars)
    var velocities = weights.map { $0.map { _ in 0.0 } }
    for step in 0..<4 {
      let gradients = gradients(model, step)
      try optimizer.step(gradients, learningRate: 0.02)
      for (place, (path, parameter)) in model.parameters.enumerated() {
        let slopes = gradients[parameter]!.scalars
        let decay = path.hasSuffix("bias") || path.hasPrefix("norm") ? 0 : 0.01
        let rate = path.hasPrefix("own") ? 0 : path.hasPrefix("fc") ? 0.2 : 0.02
        for index in slopes.indices {
          velocities[place][index] =
            0.9 * velocities[place][index] + slopes[index] + decay * weights[place][index]
          weights[place][index] -= rate * velocities[place][index]
        }
        #expect(NumberComparison.error(parameter.value.scalars, weights[place]) < 1e-13, "\(path)")
      }
    }
    #expect(optimizer.parameters.count == 6)
    #expect(!optimizer.state.contains { $0.name.contains("own") })
  }

  @Test func normsAndBiasesCanBeSparedTheDecay() throws {
    let model = makeModel()
    let before = model.parameters.map(\.parameter.value.scalars)
    let optimizer = AdamW(
      model, weightDecay: 0.5, settings: ParameterSettings.noDecayOnNormsAndBiases)
    let zeros = Gradients(
      model.parameters.map { ($0.parameter, $0.parameter.value.filled(with: 0)) })
    try optimizer.step(zeros, learningRate: 0.1)
    let spared = ["body.bias", "norm.weight", "norm.bias", "fc.bias", "own.bias"]
    for ((path, parameter), old) in zip(model.parameters, before) {
      let factor = spared.contains(path) ? 1 : 0.95
      #expect(parameter.value.scalars == old.map { $0 * factor }, "\(path)")
    }
  }

  @Test func anExcludedParameterNeedsNoGradientAndBelongsToAnotherOptimiser() throws {
    let model = makeModel()
    let first = SGD(model) { path, _ in path.hasPrefix("own") ? .excluded : .standard }
    let second = Adam(model) { path, _ in path.hasPrefix("own") ? .standard : .excluded }
    var gradients = gradients(model, 0)
    try second.step(gradients, learningRate: 0.1)
    for (path, parameter) in model.parameters where path.hasPrefix("own") {
      gradients[parameter] = nil
    }
    try first.step(gradients, learningRate: 0.1)
    #expect(second.parameters.map(\.path) == ["own.weight", "own.bias"])
  }
}
