import GradusAutodiff
import GradusLayers
import GradusTensors

extension Tape {
  /// The gradients of an output for several variables, each split by the number of residual branches
  /// on the way.
  ///
  ///     let loss = model(tape.constant(images)).crossEntropy(labels: labels)
  ///     let split = tape.pathResolvedGradients(of: loss, withRespectTo: [model.conv1.weight])[0]
  ///     split.meanLength            // below half the number of blocks: short ways carry more
  ///
  /// Works on any model, read off the additions of the tape (see ``ResidualAddition``). It costs one
  /// backward run for each class at each node. The tape stays usable for backward runs.
  ///
  /// - Parameters:
  ///   - output: where the gradient starts; a single number unless `seed` is given.
  ///   - seed: the gradient of `output`; 1 when nil.
  ///   - targets: variables of this tape.
  public func pathResolvedGradients(
    of output: Variable, seed: Tensor? = nil, withRespectTo targets: [Variable]
  ) -> [PathResolvedGradient] {
    splitGradients(
      of: output, seed,
      targets.map { target in
        guard target.tape === self, let node = target.node else {
          preconditionFailure("pathResolvedGradients: a target is not recorded on this tape")
        }
        return node
      })
  }

  /// As above, for parameters the forward run has used.
  public func pathResolvedGradients(
    of output: Variable, seed: Tensor? = nil, withRespectTo parameters: [Parameter]
  ) -> [PathResolvedGradient] {
    splitGradients(
      of: output, seed,
      parameters.map { parameter in
        guard let node = nodes.firstIndex(where: { $0.owner === parameter }) else {
          preconditionFailure(
            "pathResolvedGradients: the parameter of shape \(parameter.shape) was not used")
        }
        return node
      })
  }

  private func splitGradients(
    of output: Variable, _ seed: Tensor?, _ targets: [Int]
  ) -> [PathResolvedGradient] {
    guard output.tape === self, let root = output.node else {
      preconditionFailure("pathResolvedGradients: the output is not recorded on this tape")
    }
    precondition(
      seed.map { $0.shape == output.shape } ?? (output.shape.count == 1),
      "pathResolvedGradients: the output of shape \(output.shape) needs a seed of its shape")
    let additions = ResidualAddition.all(on: self)
    let raising = Dictionary(uniqueKeysWithValues: additions.map { ($0.node, $0.branchPositions) })
    let start = seed ?? output.value.filled(with: 1)
    let sums = ClassifiedSweep(tape: self, raising: raising)
      .run([root: [start]], to: Set(targets))
    let counts = PathCounts(tape: self, raising: raising).run(from: root, to: Set(targets))
    return targets.map { target in
      let found = sums[target] ?? []
      let zero = Tensor.zeros(nodes[target].shape, dtype: nodes[target].dtype)
      return PathResolvedGradient(
        parts: found.isEmpty ? [zero] : found.map { $0 ?? zero },
        pathCounts: counts[target] ?? [])
    }
  }
}

/// Counts the ways from an output back to nodes by the number of residual branches they take.
private struct PathCounts {
  let tape: Tape
  let raising: [Int: Set<Int>]

  func run(from root: Int, to targets: Set<Int>) -> [Int: [Double]] {
    guard let end = targets.min() else { return [:] }
    let isNeeded = ClassifiedSweep.marks(targets, end, root, tape)
    var pending: [Int: [Double]] = [root: [1]]
    var result: [Int: [Double]] = [:]
    for node in (end...max(root, end)).reversed() {
      guard let counts = pending.removeValue(forKey: node) else { continue }
      if targets.contains(node) { result[node] = counts }
      for (position, input) in tape.nodes[node].inputs.enumerated() {
        guard let input, isNeeded[input] == true else { continue }
        let raised = raising[node]?.contains(position) == true ? [0] + counts : counts
        var sum = pending[input] ?? []
        for (power, count) in raised.enumerated() {
          if power < sum.count { sum[power] += count } else { sum.append(count) }
        }
        pending[input] = sum
      }
    }
    return result
  }
}
