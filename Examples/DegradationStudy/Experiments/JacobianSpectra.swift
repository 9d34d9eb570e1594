import Gradus

extension ExperimentName {
  static let jacobianSpectra = ExperimentName("jacobian-spectra")
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
  private static let kinds: [(name: String, kind: RandomStack.Kind?)] = [
    ("plain", .plainBatchNorm), ("residual", .residualBatchNorm), ("orthogonal", nil),
  ]

  var trials: [Trial] { .all(Self.kinds.map(\.name), seeds: scale.initialSeeds) { _ in 0.5 } }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let input = Tensor.normal(
      [64, width], from: RandomStream(seed: trial.seed, name: "input"), dtype: .float64)
    let kind = Self.kinds.first { $0.name == trial.subject }?.kind
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
    result["condition number"] = min(spectrum.conditionNumber, 1e16)
    result["largest singular value"] = spectrum.largest
    result.curves["singular values"] = Curve(spectrum.values)
    return result
  }
}
