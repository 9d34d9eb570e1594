import Foundation
import Gradus
import GradusTestSupport
import Testing

/// One vector as a whole model.
final class OneVector: Module {
  let weight: Parameter
  init(_ values: [Double]) {
    weight = Parameter([values.count], .zeros)
    weight.value = Tensor(values, shape: [values.count], dtype: .float64)
  }

  /// Gradients that are exactly `values`.
  func gradients(_ values: [Double]) -> Gradients {
    let tape = Tape(.training)
    let x = weight.variable(on: tape.constant(.zeros([1], dtype: .float64)))
    return tape.gradients(
      of: (x * Variable(Tensor(values, shape: weight.shape, dtype: .float64))).sum())
  }
}

/// Optimisers against loops in `Double` written from PyTorch's documentation, and against numbers
/// that PyTorch gave.
@Suite struct OptimizerTests {
  /// One step of one number: the new parameter from the old, its gradient, the step's number from 1
  /// and two states.
  typealias Rule = (_ w: Double, _ g: Double, _ t: Int, _ a: inout Double, _ b: inout Double) ->
    Double

  private func expect(
    _ make: (OneVector) -> any Optimizer, rate: (Int) -> Double = { 0.05 / Double($0 + 1) },
    _ rule: Rule, _ location: SourceLocation = #_sourceLocation
  ) throws {
    var draws = Draws("optimiser", 1)
    var weights = draws.normal([7]).scalars
    let model = OneVector(weights)
    let optimizer = make(model)
    var (a, b) = ([Double](repeating: 0, count: 7), [Double](repeating: 0, count: 7))
    for step in 0..<20 {
      let gradient = draws.normal([7]).scalars
      try optimizer.step(model.gradients(gradient), learningRate: rate(step))
      for index in weights.indices {
        let (w, g) = (weights[index], gradient[index])
        let change = rule(w, g, step + 1, &a[index], &b[index])
        weights[index] = change
      }
      let found = model.weight.value.scalars
      #expect(NumberComparison.error(found, weights) < 1e-12, sourceLocation: location)
    }
    #expect(optimizer.stepCount == 20, sourceLocation: location)
  }

  private func rate(_ t: Int) -> Double { 0.05 / Double(t) }

  @Test(arguments: [(0, 0, false), (0.9, 0, false), (0.9, 0.01, false), (0.8, 0.02, true)])
  func sgd(_ momentum: Double, _ decay: Double, _ isNesterov: Bool) throws {
    try expect({
      SGD($0, momentum: momentum, weightDecay: decay, isNesterov: isNesterov)
    }) { w, g, t, velocity, _ in
      let gradient = g + decay * w
      // PyTorch starts with the gradient itself, which is the same as a velocity of 0.
      velocity = t == 1 ? gradient : momentum * velocity + gradient
      return w - rate(t) * (isNesterov ? gradient + momentum * velocity : velocity)
    }
  }

  @Test(arguments: [(0, false), (0.1, false), (0.1, true)])
  func adam(_ decay: Double, _ isDecoupled: Bool) throws {
    try expect({
      isDecoupled
        ? AdamW($0, beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: decay)
        : Adam($0, beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: decay)
    }) { w, g, t, mean, square in
      let weight = isDecoupled ? w - rate(t) * decay * w : w
      let gradient = isDecoupled ? g : g + decay * w
      mean = 0.8 * mean + 0.2 * gradient
      square = 0.99 * square + 0.01 * gradient * gradient
      let corrected = (
        mean: mean / (1 - pow(0.8, Double(t))), square: square / (1 - pow(0.99, Double(t)))
      )
      return weight - rate(t) * corrected.mean / (corrected.square.squareRoot() + 1e-6)
    }
  }

  @Test(arguments: [(0, 0), (0.1, 0), (0.1, 0.5)])
  func rmsProp(_ decay: Double, _ momentum: Double) throws {
    try expect({
      RMSProp($0, smoothing: 0.9, epsilon: 1e-6, weightDecay: decay, momentum: momentum)
    }) { w, g, t, square, velocity in
      let gradient = g + decay * w
      square = 0.9 * square + 0.1 * gradient * gradient
      velocity = momentum * velocity + gradient / (square.squareRoot() + 1e-6)
      return w - rate(t) * velocity
    }
  }

  @Test(arguments: [0, 0.1]) func lion(_ decay: Double) throws {
    try expect({ Lion($0, beta1: 0.8, beta2: 0.95, weightDecay: decay) }) { w, g, t, mean, _ in
      let direction = 0.8 * mean + 0.2 * g
      mean = 0.95 * mean + 0.05 * g
      return w - rate(t) * ((direction > 0 ? 1 : direction < 0 ? -1 : 0) + decay * w)
    }
  }

  @Test func amsGradKeepsTheLargestSquare() throws {
    var largest = [Double](repeating: 0, count: 7)
    var element = 0
    try expect({ AMSGrad($0, beta1: 0.8, beta2: 0.5, epsilon: 1e-6) }) { w, g, t, mean, square in
      mean = 0.8 * mean + 0.2 * g
      square = 0.5 * square + 0.5 * g * g
      largest[element] = max(largest[element], square)
      defer { element = (element + 1) % 7 }
      let scale = (largest[element] / (1 - pow(0.5, Double(t)))).squareRoot() + 1e-6
      return w - rate(t) * mean / (1 - pow(0.8, Double(t))) / scale
    }
  }

  @Test func larsStepsAreAShareOfTheNorm() throws {
    for scales in [false, true] {
      let model = OneVector([3, 4])
      let optimizer = LARS(
        model, trust: 0.1, momentum: 0.5, weightDecay: 0.2, scalesVectors: scales)
      var (w, v) = ([3.0, 4.0], [0.0, 0.0])
      for (g, rate) in [([6.0, 8.0], 0.5), ([-1, 2], 0.25), ([0, 0], 0.25)] {
        try optimizer.step(model.gradients(g), learningRate: rate)
        let weight = hypot(w[0], w[1]), slope = hypot(g[0], g[1])
        let share = scales && slope > 0 ? 0.1 * weight / (slope + 0.2 * weight) : 1
        for index in 0...1 {
          v[index] = 0.5 * v[index] + rate * share * (g[index] + 0.2 * w[index])
        }
        for index in 0...1 { w[index] -= v[index] }
        #expect(NumberComparison.error(model.weight.value.scalars, w) < 1e-14)
      }
    }
  }

  /// Twenty steps by PyTorch 2.15, as `Scripts/make-operation-goldens.py` takes them: lr 0.01, weight
  /// decay 0.1, gradients as below.
  private static let twentySteps:
    [(make: @Sendable (OneVector) -> any Optimizer, weights: [Double])] = [
      (
        { NAdam($0, weightDecay: 0.1) },
        [0.5290932479371334, -1.1498224771671701, 1.9195946768170085, -0.09021687356581491]
      ),
      (
        { AMSGrad($0, weightDecay: 0.1) },
        [0.48594901474120816, -1.1362216574737267, 1.8857009795573414, -0.15405895107022854]
      ),
      (
        { AMSGrad($0, weightDecay: 0.1, isDecoupled: true) },
        [0.5097862628368957, -1.1429782267730761, 1.8751628204143307, -0.15603041955778718]
      ),
    ]

  @Test func twentyStepsOfPyTorch() throws {
    let base = [0.3, -0.7, 1.1, 0.05]
    for (make, expected) in Self.twentySteps {
      let model = OneVector([0.5, -1.25, 2, 0])
      let optimizer = make(model)
      for i in 0..<20 {
        let gradient = base.enumerated().map { k, value in
          value * (i % 2 == 0 ? 1 : -0.5) + 0.1 * Double(k) - 0.02 * Double(i)
        }
        if i == 10 {
          // What was saved goes on to the bit.
          let (state, count) = (optimizer.state, optimizer.stepCount)
          let other = make(model)
          try other.restore(state, stepCount: count)
          let values = model.weight.value
          try other.step(model.gradients(gradient), learningRate: 0.01)
          let moved = model.weight.value.scalars
          model.weight.value = values
          try optimizer.step(model.gradients(gradient), learningRate: 0.01)
          #expect(model.weight.value.scalars == moved)
          continue
        }
        try optimizer.step(model.gradients(gradient), learningRate: 0.01)
      }
      #expect(NumberComparison.error(model.weight.value.scalars, expected) < 1e-13)
    }
  }

  /// Five steps from w with gradient
  /// `[0.3, -0.7, 1.1, 0.05][k] * (1 if i % 2 == 0 else -0.5) + 0.1 * k - 0.02 * i`
  /// for step i and element k, by PyTorch 2 in float64:
  ///
  ///     p = torch.nn.Parameter(torch.tensor([0.5, -1.25, 2.0, 0.0], dtype=torch.float64))
  ///     o = make([p])
  ///     for i in range(5):
  ///         p.grad = torch.tensor([g(i, k) for k in range(4)], dtype=torch.float64); o.step()
  ///
  /// with `make` one of SGD(lr=0.1); SGD(lr=0.1, momentum=0.9, weight_decay=0.01), also with
  /// nesterov=True; Adam(lr=0.01, weight_decay=0.1); AdamW(lr=0.01, weight_decay=0.1);
  /// RMSprop(lr=0.01); RMSprop(lr=0.01, alpha=0.9, momentum=0.5, weight_decay=0.1).
  private static let fromPyTorch:
    [(rate: Double, make: @Sendable (OneVector) -> any Optimizer, weights: [Double])] = [
      (
        0.1, { SGD($0, momentum: 0) },
        [0.45999999999999996, -1.1399999999999997, 1.6999999999999995, -0.14]
      ),
      (
        0.1, { SGD($0, weightDecay: 0.01) },
        [0.37693251248526943, -0.9692851143486887, 1.185427951748068, -0.38191311465853506]
      ),
      (
        0.1, { SGD($0, weightDecay: 0.01, isNesterov: true) },
        [0.3472332590568176, -0.8820849740903763, 0.959695760490834, -0.48248403355329356]
      ),
      (
        0.01, { Adam($0, weightDecay: 0.1) },
        [0.4716951360543278, -1.2211886286422782, 1.9638290129385256, -0.049043937991445324]
      ),
      (
        0.01, { AdamW($0, weightDecay: 0.1) },
        [0.47570065140391365, -1.2223089922574828, 1.958667006667092, -0.04898066877294779]
      ),
      (
        0.01, { RMSProp($0) },
        [0.39093264717033643, -1.1252112557191143, 1.826093554253728, -0.2984170862150193]
      ),
      (
        0.01, { RMSProp($0, smoothing: 0.9, weightDecay: 0.1, momentum: 0.5) },
        [0.4227934281770706, -1.165093400113231, 1.8913900439365319, -0.16433287864444715]
      ),
    ]

  @Test func numbersOfPyTorch() throws {
    let base = [0.3, -0.7, 1.1, 0.05]
    for (rate, make, expected) in Self.fromPyTorch {
      let model = OneVector([0.5, -1.25, 2, 0])
      let optimizer = make(model)
      for i in 0..<5 {
        let gradient = base.enumerated().map { k, value in
          value * (i % 2 == 0 ? 1 : -0.5) + 0.1 * Double(k) - 0.02 * Double(i)
        }
        try optimizer.step(model.gradients(gradient), learningRate: rate)
      }
      #expect(NumberComparison.error(model.weight.value.scalars, expected) < 1e-13)
    }
  }

  @Test func aParameterWithoutAGradientIsReported() throws {
    let model = Sequential(named: [
      ("used", Linear(2, 2)), ("idle", Linear(2, 2, bias: false)), ("more", Linear(2, 1)),
    ]).initialize(seed: 1)
    let optimizer = SGD(model)
    func gradients() -> Gradients {
      let tape = Tape(.training)
      return tape.gradients(of: model.layers[0](tape.constant(.ones([1, 2]))).sum())
    }
    let before = model.stateDictionary.map { $0.value.scalars }
    let error = #expect(throws: MissingGradients.self) {
      try optimizer.step(gradients(), learningRate: 0.1)
    }
    #expect(error?.paths == ["idle.weight", "more.weight", "more.bias"])
    #expect(error?.description.hasPrefix("no gradient for idle.weight, more.weight") == true)
    #expect(model.stateDictionary.map { $0.value.scalars } == before)
    #expect(optimizer.stepCount == 0)
    // The message's advice works.
    for (path, parameter) in model.parameters where !path.hasPrefix("used") {
      parameter.isTrainable = false
    }
    try optimizer.step(gradients(), learningRate: 0.1)
    let after = model.stateDictionary.map { $0.value.scalars }
    #expect(after[0] != before[0] && Array(after[2...]) == Array(before[2...]))
    // Frozen parameters are known and have no state.
    #expect(SGD(model).parameters.count == 5)
    #expect(SGD(model).state.map(\.name) == ["velocity.used.weight", "velocity.used.bias"])
  }

  @Test func stateOfAnotherModelOrOptimiserIsRefused() throws {
    let model = OneVector([1, 2])
    let optimizer = Adam(model)
    let momentum = SGD(model)
    let error = #expect(throws: StateMismatch.self) {
      try optimizer.restore(momentum.state, stepCount: 3)
    }
    #expect(
      error?.description
        == "the tensors do not fit the optimiser, nothing was loaded: 0 of 2 tensors "
        + "match; missing: mean.weight, square.weight; unexpected: velocity.weight; "
        + "use the optimiser and model that the state is of")
    #expect(throws: StateMismatch.self) {
      try momentum.restore(SGD(OneVector([1])).state, stepCount: 3)
    }
    #expect(throws: StateMismatch.self) {
      try momentum.restore(momentum.state + ["velocity.other": .zeros([1])], stepCount: 3)
    }
    #expect(throws: StateMismatch.self) {
      try momentum.restore(
        momentum.state.mapped { $1.converted(to: $1.dtype == .float32 ? .float64 : .float32) },
        stepCount: 3)
    }
    #expect(optimizer.stepCount == 0 && momentum.stepCount == 0)
  }
}
