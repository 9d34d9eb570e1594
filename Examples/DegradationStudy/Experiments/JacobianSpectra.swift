import Gradus
import GradusClaims

extension ExperimentName {
  static let jacobianSpectra = ExperimentName("jacobian-spectra")
}

extension Subject {
  /// Stacks with batch normalisation, without and with shortcuts, and linear ones of orthogonal
  /// matrices.
  static let plainStack = Subject("plain"), residualStack = Subject("residual")
  static let orthogonalStack = Subject("orthogonal")
}

extension Quantity {
  /// Of the Jacobian's singular values: the largest over the smallest, the largest, and all.
  static let conditionNumber = Quantity("condition number")
  static let largestSingularValue = Quantity("largest singular value")
  static let singularValues = Quantity("singular values")
}

/// The singular values of what deep random stacks do to one example (claim 25).
struct JacobianSpectra: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.jacobianSpectra
  let summary = "All singular values of the Jacobian from input to output of deep random stacks."
  var design: [String: String] {
    [
      "layers": "\(depth)", "width": "\(width)",
      "metric": "largest over smallest singular value, at most 10¹⁶, batch statistics held "
        + "constant",
    ]
  }

  private var width: Int { scale.mlpWidth }
  private var depth: Int { scale.mlpDepths[1] }
  private static let kinds: [(subject: Subject, kind: RandomStack.Kind?)] = [
    (.plainStack, .plainBatchNorm), (.residualStack, .residualBatchNorm), (.orthogonalStack, nil),
  ]

  var trials: [Trial] { .all(Self.kinds.map(\.subject), seeds: scale.initialSeeds) { _ in 0.5 } }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let input = Tensor.normal(
      [64, width], from: RandomStream(seed: trial.seed, name: "input"), dtype: .float64)
    let kind = Self.kinds.first { $0.subject == trial.subject }?.kind
    let stack = kind.map {
      RandomStack($0, depth: depth, width: width, seed: trial.seed, context.stackWeights)
    }
    let orthogonal = (0..<depth).map { layer in
      Initializer.orthogonal().values(
        [width, width], from: RandomStream(seed: trial.seed, name: "layer \(layer)"),
        dtype: .float64)
    }
    let spectrum = JacobianSpectrum(at: input, example: 0) { x in
      stack?.forward(x, layers: depth)
        ?? orthogonal.reduce(x) { $0.matmul(Variable($1)) }
    }
    var result = TrialRecord(trial)
    // Rectification makes some directions vanish; below this ratio doubles hold nothing but rounding.
    result[.conditionNumber] = min(spectrum.conditionNumber, 1e16)
    result[.largestSingularValue] = spectrum.largest
    result.curves[.singularValues] = Curve(spectrum.values)
    return result
  }
}
