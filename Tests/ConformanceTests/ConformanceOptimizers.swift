import Foundation
import Gradus

/// Twenty steps of one of PyTorch's optimisers, by gradients that are given.
struct ConformanceSteps: Decodable {
  let optimizer: String
  let variant: String
  let settings: [String: ConformanceSample.Argument]
  let shapes: [[Int]]
  let start: [[Double]]
  /// For each step and parameter.
  let gradients: [[[Double]]]
  /// The parameters after each step.
  let steps: [[[Double]]]

  func number(_ name: String, _ other: Double = 0) -> Double { settings[name]?.number ?? other }
  func flag(_ name: String) -> Bool { settings[name]?.flag ?? false }
  var betas: (Double, Double) {
    let list = settings["betas"]?.list?.compactMap(\.number) ?? []
    return list.count == 2 ? (list[0], list[1]) : (0.9, 0.999)
  }
}

/// How PyTorch's optimisers are said here, by their names.
enum ConformanceOptimizers {
  typealias Rule = @Sendable (any Module, ConformanceSteps) throws -> any Optimizer

  static let all: [String: Rule] = [
    "SGD": { model, steps in
      guard steps.number("dampening") == 0 else { throw Different("has no dampening") }
      return SGD(
        model, momentum: steps.number("momentum"), weightDecay: steps.number("weight_decay"),
        isNesterov: steps.flag("nesterov"))
    },
    "Adam": { adam($0, $1, isDecoupled: $1.flag("decoupled_weight_decay")) },
    "AdamW": { adam($0, $1, isDecoupled: true) },
    "NAdam": { model, steps in
      guard !steps.flag("decoupled_weight_decay") else {
        throw Different("has weight decay in the gradient alone")
      }
      return NAdam(
        model, beta1: steps.betas.0, beta2: steps.betas.1, epsilon: steps.number("eps", 1e-8),
        momentumDecay: steps.number("momentum_decay"), weightDecay: steps.number("weight_decay"))
    },
    "RMSprop": { model, steps in
      guard !steps.flag("centered") else { throw Different("does not centre") }
      return RMSProp(
        model, smoothing: steps.number("alpha", 0.99), epsilon: steps.number("eps", 1e-8),
        weightDecay: steps.number("weight_decay"), momentum: steps.number("momentum"))
    },
  ]

  private static func adam(
    _ model: any Module, _ steps: ConformanceSteps, isDecoupled: Bool
  ) -> any Optimizer {
    let (beta1, beta2) = steps.betas
    let (epsilon, decay) = (steps.number("eps", 1e-8), steps.number("weight_decay"))
    if steps.flag("amsgrad") {
      return AMSGrad(
        model, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay,
        isDecoupled: isDecoupled)
    }
    return isDecoupled
      ? AdamW(model, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay)
      : Adam(model, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay)
  }
}

/// Parameters without a layer.
private final class Parameters: Module {
  let list: [Parameter]
  init(_ steps: ConformanceSteps) {
    list = zip(steps.shapes, steps.start).map { shape, numbers in
      let parameter = Parameter(Shape(shape), .zeros)
      parameter.value = Tensor(numbers, shape: Shape(shape), dtype: .float64)
      return parameter
    }
  }
}

extension ConformanceReport {
  /// Takes the steps of a file and compares the parameters after each of them.
  init(_ file: URL, _ rule: ConformanceOptimizers.Rule) throws {
    self.init(operation: file.deletingPathExtension().lastPathComponent)
    for line in try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")) {
      let steps = try JSONDecoder().decode(ConformanceSteps.self, from: line)
      try count { try Self.problem(steps, rule) }
    }
  }

  /// The first step that leads elsewhere, by more than 1e-12 of the largest number; nil for none.
  private static func problem(
    _ steps: ConformanceSteps, _ rule: ConformanceOptimizers.Rule
  ) throws -> String? {
    let model = Parameters(steps)
    let optimizer = try rule(model, steps)
    // What climbs descends by the gradient's opposite.
    let sign: Double = steps.flag("maximize") ? -1 : 1
    for (index, (gradients, expected)) in zip(steps.gradients, steps.steps).enumerated() {
      let given = zip(model.list, gradients).map { parameter, numbers in
        (parameter, Tensor(numbers, shape: parameter.shape, dtype: .float64) * sign)
      }
      try optimizer.step(Gradients(given), learningRate: steps.number("lr"))
      for (parameter, numbers) in zip(model.list, expected) {
        let largest = numbers.map(abs).max() ?? 0
        let distance = zip(parameter.value.scalars, numbers).map { abs($0 - $1) }.max() ?? 0
        guard distance <= 1e-12 * largest else {
          return "\(steps.optimizer) \(steps.variant) \(steps.settings.keys.sorted()): step "
            + "\(index + 1), \(distance) of \(largest)"
        }
      }
    }
    return nil
  }
}
