import Gradus

/// A deep stack of fully connected layers with random weights, for theory about initialisation:
/// normal inputs go in, a normal cotangent comes back.
struct RandomStack {
  /// What a layer does to its input h, with W of He et al. 2015 (Delving deep) unless said.
  enum Kind: String, CaseIterable, Sendable {
    /// relu(W h).
    case plain
    /// The same with weights of variance 1 / width, half of He's.
    case plainHalved = "plain, gain 1"
    /// relu(BN(W h)).
    case plainBatchNorm = "plain, batch norm"
    /// h + W relu(h).
    case residual
    /// h + W relu(BN(h)).
    case residualBatchNorm = "residual, batch norm"
    /// h + α W relu(h) with α = 0 (De and Smith 2020, §3).
    case residualSkipInit = "residual, skip-init"
  }

  /// What went through, from the input (0) to the output.
  struct Signals {
    /// Norms of the activations.
    var activations: [Double]
    /// Variances of the activations over all units and examples.
    var variances: [Double]
    /// Norms of the gradients with respect to the activations.
    var gradients: [Double]
    /// Variances of what each unit adds; empty without shortcuts.
    var branchVariances: [Double]
  }

  let kind: Kind
  let depth: Int
  let width: Int
  let seed: UInt64
  private let weights: StackWeights

  init(_ kind: Kind, depth: Int, width: Int, seed: UInt64, _ weights: StackWeights) {
    (self.kind, self.depth, self.width, self.seed) = (kind, depth, width, seed)
    self.weights = weights
  }

  /// Runs `batch` random examples forward and a random cotangent backward.
  func propagate(batch: Int) -> Signals {
    let shape: Shape = [batch, width]
    let tape = Tape(.training)
    let input = tape.variable(.normal(shape, from: RandomStream(seed: seed, name: "input")))
    let (states, branches) = self.states(input, layers: depth)
    let cotangent = Tensor.normal(shape, from: RandomStream(seed: seed, name: "cotangent"))
    let gradients = tape.gradients(
      of: states[depth], seed: Variable(cotangent), withRespectTo: states)
    return Signals(
      activations: states.map(\.value.norm), variances: states.map { $0.value.variance().item },
      gradients: states.map { gradients[$0]?.norm ?? .nan },
      branchVariances: branches.map { $0.value.variance().item })
  }

  /// What the first `layers` layers make of `x`, `[n, width]`.
  func forward(_ x: Variable, layers: Int) -> Variable {
    let (states, _) = self.states(x, layers: layers)
    return states[layers]
  }

  /// The activations from the input to the last layer, and what each unit adds.
  private func states(
    _ input: Variable, layers: Int
  ) -> (states: [Variable], branches: [Variable]) {
    var (states, branches) = ([input], [Variable]())
    let gain = kind == .plainHalved ? 1 : 2.0
    let normals = weights.normals(depth: depth, width: width, seed: seed)
    for normal in normals.prefix(layers) {
      let weight = (normal * (gain / Double(width)).squareRoot()).converted(to: input.value.dtype)
      let (next, branch) = step(states[states.count - 1], Variable(weight))
      states.append(next)
      if let branch { branches.append(branch) }
    }
    return (states, branches)
  }

  private func step(_ h: Variable, _ weight: Variable) -> (next: Variable, branch: Variable?) {
    let normalized = { (x: Variable) in
      x.batchNormalized(scale: nil, shift: nil, epsilon: 1e-5, rectified: true).output
    }
    switch kind {
    case .plain, .plainHalved: return (h.matmul(weight).relu(), nil)
    case .plainBatchNorm: return (normalized(h.matmul(weight)), nil)
    case .residual:
      let branch = h.relu().matmul(weight)
      return (h + branch, branch)
    case .residualBatchNorm:
      let branch = normalized(h).matmul(weight)
      return (h + branch, branch)
    case .residualSkipInit:
      let branch = h.relu().matmul(weight) * 0
      return (h + branch, nil)
    }
  }
}
