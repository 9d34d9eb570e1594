import GradusAutodiff
import GradusLayers
import GradusTensors

/// An optimiser that moves each parameter of a model by one rule and keeps the rule's slots.
///
/// Whether a parameter is trainable is asked at every step: a frozen one stands still with its state,
/// one that is unfrozen later moves from then on. One without a gradient is an error, unless
/// `allowsMissingGradients`, which leaves it and its state as they are.
public class RuleOptimizer: StreamingOptimizer {
  /// What is kept for a parameter.
  struct ParameterState {
    /// The rule's slots; nil for a parameter that has been frozen since the optimiser was made.
    var slots: [Tensor]?
    /// How often it was moved.
    var count = 0
  }

  /// The model's parameters except for excluded ones; it moves those that are trainable.
  public let parameters: [(path: String, parameter: Parameter)]
  /// The number of steps taken.
  public internal(set) var stepCount = 0
  /// Whether a step may leave trainable parameters without a gradient where they are; it must move
  /// one at least.
  public var allowsMissingGradients: Bool

  let rule: any UpdateRule
  /// Reached by statements that call no rule, so that nothing has to be checked again for each parameter.
  @exclusivity(unchecked) var states: [ParameterState]
  /// Whether a rule has a parameter's slots in hand.
  @exclusivity(unchecked) private var isMoving = false
  private let settings: [ParameterSettings]
  private let weightDecay: Double
  private let indices: [ObjectIdentifier: Int]

  /// Makes an optimiser for a model that has values.
  ///
  /// - Parameters:
  ///   - model: the model; traps when a parameter has no values.
  ///   - rule: what moves a parameter.
  ///   - weightDecay: the decay of parameters whose settings give none.
  ///   - allowsMissingGradients: whether a step may leave trainable parameters without a gradient.
  ///   - settings: what holds for single parameters.
  public init(
    _ model: any Module, _ rule: any UpdateRule, weightDecay: Double = 0,
    allowsMissingGradients: Bool = false,
    settings: ParameterSettings.Choice = { _, _ in .standard }
  ) {
    let chosen = model.parameters.map { ($0, settings($0.path, $0.parameter)) }
      .filter { !$1.isExcluded }
    for ((path, parameter), _) in chosen {
      precondition(
        !parameter.value.isShapeOnly,
        "optimiser: parameter \(path) has no values; call initialize(seed:) on the model first")
    }
    (self.rule, self.weightDecay) = (rule, weightDecay)
    self.allowsMissingGradients = allowsMissingGradients
    (parameters, self.settings) = (chosen.map(\.0), chosen.map(\.1))
    indices = Dictionary(
      uniqueKeysWithValues: chosen.enumerated().map { (ObjectIdentifier($1.0.parameter), $0) })
    states = parameters.map { _, parameter in
      ParameterState(slots: parameter.isTrainable ? rule.newSlots(for: parameter) : nil)
    }
  }

  /// Moves each trainable parameter that has a gradient once.
  ///
  /// Throws `MissingGradients` and changes nothing when a trainable parameter has none and
  /// `allowsMissingGradients` is false, or when no parameter has one.
  public func step(_ gradients: Gradients, learningRate: Double) throws {
    try require { gradients[$0] != nil }
    stepCount += 1
    for (index, item) in parameters.enumerated() {
      if let gradient = gradients[item.parameter] { move(index, gradient, learningRate) }
    }
  }

  /// Runs the tape of `loss` backward and moves each parameter as soon as its gradient is there, to
  /// the bits of `step(_:learningRate:)`; the tape is spent.
  ///
  /// Throws as that does; traps when the loss is on no tape.
  public func step(backwardFrom loss: Variable, learningRate: Double) throws {
    guard let tape = loss.tape else {
      preconditionFailure("optimiser step: the loss is on no tape; compute it from its variables")
    }
    let reached = Set(tape.owners(reaching: loss).map { ObjectIdentifier($0) })
    try require { reached.contains(ObjectIdentifier($0)) }
    stepCount += 1
    tape.handOverGradients(of: loss) { owner, gradient in
      guard let index = indices[ObjectIdentifier(owner)] else { return }
      move(index, gradient, learningRate)
    }
  }

  private func move(_ index: Int, _ gradient: Tensor, _ learningRate: Double) {
    let (parameter, settings) = (parameters[index].parameter, settings[index])
    guard parameter.isTrainable else { return }
    states[index].count += 1
    let step = UpdateStep(
      learningRate: learningRate * settings.rate, weightDecay: settings.weightDecay ?? weightDecay,
      count: states[index].count)
    // The rule holds the slots alone meanwhile, so that it changes them in place.
    isMoving = true
    var slots = states[index].slots.take() ?? rule.newSlots(for: parameter)
    parameter.withMutableValue { value in
      rule.update(&value, gradient: gradient, slots: &slots, step)
    }
    states[index].slots = slots
    isMoving = false
  }

  /// Traps while a rule moves a parameter: the state is then not whole.
  func requireRest(_ wish: String) {
    precondition(
      !isMoving,
      "optimiser \(wish): a rule is moving a parameter; ask before the step or after it")
  }

  private func require(_ hasGradient: (Parameter) -> Bool) throws {
    let trainable = parameters.filter(\.parameter.isTrainable)
    let missing = trainable.filter { !hasGradient($0.parameter) }
    guard !missing.isEmpty else { return }
    guard allowsMissingGradients, missing.count < trainable.count else {
      throw MissingGradients(paths: missing.map(\.path))
    }
  }
}

extension UpdateRule {
  /// What is kept for a parameter before its first step: zeros.
  func newSlots(for parameter: Parameter) -> [Tensor] {
    slotNames.map { _ in parameter.value.filled(with: 0) }
  }
}
