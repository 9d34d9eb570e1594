import GradusLayers
import GradusTensors

extension RuleOptimizer {
  /// The rule's slots as `velocity.fc.weight`, without those of parameters that were never moved
  /// since they were frozen, and `steps.fc.weight` for a parameter that took fewer steps than the
  /// optimiser.
  /// Traps within a rule's update.
  public var state: StateDictionary {
    requireRest("state")
    var result = StateDictionary()
    for (slot, name) in rule.slotNames.enumerated() {
      for ((path, _), state) in zip(parameters, states) {
        if let slots = state.slots { result["\(name).\(path)"] = slots[slot] }
      }
    }
    for ((path, _), state) in zip(parameters, states) where state.slots != nil {
      guard state.count != stepCount else { continue }
      result[Self.stepsName(path)] = Tensor(Double(state.count), dtype: .float64)
    }
    return result
  }

  /// Takes the state of a checkpoint; throws `StateMismatch` and changes nothing unless it fits
  /// exactly. A frozen parameter may have state or not. Traps within a rule's update.
  public func restore(_ state: StateDictionary, stepCount: Int) throws {
    requireRest("restore")
    let kept = parameters.map { path, parameter in
      parameter.isTrainable || rule.slotNames.contains { state["\($0).\(path)"] != nil }
    }
    // Of the expected tensors only shapes and element types are read: those of the parameters.
    var expected = StateDictionary()
    for name in rule.slotNames {
      for ((path, parameter), isKept) in zip(parameters, kept) where isKept {
        expected["\(name).\(path)"] = parameter.value
      }
    }
    for ((path, _), isKept) in zip(parameters, kept) where isKept {
      guard state[Self.stepsName(path)] != nil else { continue }
      expected[Self.stepsName(path)] = Tensor(0, dtype: .float64)
    }
    let match = state.matched(against: expected, comparingTypes: true)
    guard match.report.isComplete else { throw StateMismatch(match.report, of: .optimizer) }
    let restored = try zip(parameters, kept).map { item, isKept in
      guard isKept else { return ParameterState() }
      let name = Self.stepsName(item.path)
      // Where nothing is said the parameter took all steps.
      let steps = state[name]?.item ?? Double(stepCount)
      guard let count = Int(exactly: steps), (0...stepCount).contains(count) else {
        throw StateMismatch(
          match.report, of: .optimizer,
          problem: "\(name) is \(steps), which is not one of 0...\(stepCount) steps")
      }
      return ParameterState(
        slots: rule.slotNames.map { match.assigned["\($0).\(item.path)"]! }, count: count)
    }
    (states, self.stepCount) = (restored, stepCount)
  }

  private static func stepsName(_ path: String) -> String { "steps.\(path)" }
}
