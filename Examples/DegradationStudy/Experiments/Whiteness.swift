import Gradus
import GradusClaims

extension ExperimentName {
  static let whiteness = ExperimentName("whiteness")
}

extension Quantity {
  /// Of neighbouring derivatives along a line, and the derivatives themselves.
  static let autocorrelation = Quantity("autocorrelation"), derivative = Quantity("derivative")
}

/// Whether the gradient along a line of inputs is white noise (claim 11).
struct Whiteness: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.whiteness
  let summary = "The autocorrelation of the derivative along a line of inputs in random stacks."
  var design: [String: String] {
    [
      "inputs": "\(points) points in -2 … 2", "width": "\(scale.stackWidth)",
      "metric": "autocorrelation of neighbouring derivatives, batch statistics held constant",
    ]
  }

  private var points: Int { scale.stackWidth }

  private static let subjects: [(subject: Subject, kind: RandomStack.Kind, depth: Int)] = [
    (.plain(1), .plainBatchNorm, 1), (.plain(24), .plainBatchNorm, 24),
    (.plain(24).withoutNorm, .plain, 24), (.residual(50), .residualBatchNorm, 50),
  ]

  var trials: [Trial] { .all(Self.subjects.map(\.subject), seeds: scale.initialSeeds) { _ in 0.1 } }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    guard let subject = Self.subjects.first(where: { $0.subject == trial.subject }) else {
      preconditionFailure("\(name.rawValue) has no subject \(trial.subject)")
    }
    let width = scale.stackWidth
    let layers = min(subject.depth, scale.stackDepth)
    let stack = RandomStack(
      subject.kind, depth: scale.stackDepth, width: width, seed: trial.seed, context.stackWeights)
    let direction = Tensor.normal([1, width], from: RandomStream(seed: trial.seed, name: "stem"))
    let line = LineGradients(
      from: Tensor([-2.0], shape: [1], dtype: .float32),
      to: Tensor([2.0], shape: [1], dtype: .float32), points: points, seed: trial.seed
    ) { x in
      stack.forward(x.matmul(Variable(direction)), layers: layers)
    }
    var result = TrialRecord(trial, values: [.autocorrelation: line.autocorrelation()])
    let step = 4 / Double(points - 1)
    result.curves[.derivative] = Curve(
      x: (0..<points).map { -2 + step * Double($0) }, y: line.derivatives)
    return result
  }
}
