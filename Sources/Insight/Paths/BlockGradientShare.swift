import GradusAutodiff
import GradusTensors

/// How much of the gradient at the input of a residual block came through its shortcut and how much
/// through its branch.
///
/// ∂L/∂x = ∂L/∂y (shortcut' + branch'): the additive path of He et al. 2016 (Identity mappings), §2.
public struct BlockGradientShare: Sendable, Hashable, Codable {
  /// The path of the block, `layer1.0`.
  public let path: String
  /// The norm of the part that came through the shortcut.
  public let shortcutNorm: Double
  /// The norm of the part that came through the branch.
  public let branchNorm: Double
  /// The shortcut's part projected on the sum of both, over the sum's norm; the branch has the rest.
  public let shortcutShare: Double
  /// The rest.
  public var branchShare: Double { 1 - shortcutShare }
}

extension Tape {
  /// For each residual block, the parts of the gradient at its input that came through shortcut and
  /// branch, in the order of the forward run.
  ///
  /// Only this block's parts: gradients that other users of the block's input send are not counted.
  /// Blocks that start at a constant (the images) are left out. The tape stays usable.
  ///
  /// - Parameters:
  ///   - output: where the gradient starts; a single number unless `seed` is given.
  ///   - seed: the gradient of `output`; 1 when nil.
  public func blockGradientShares(
    of output: Variable, seed: Tensor? = nil
  ) -> [BlockGradientShare] {
    guard output.tape === self, let root = output.node else {
      preconditionFailure("blockGradientShares: the output is not recorded on this tape")
    }
    let additions = ResidualAddition.all(on: self).filter {
      $0.node <= root && nodes[$0.start].requiresGradient
    }
    let byNode = Dictionary(uniqueKeysWithValues: additions.map { ($0.node, $0) })
    var shares: [BlockGradientShare] = []
    let start = seed ?? output.value.filled(with: 1)
    let sweep = ClassifiedSweep(tape: self)
    // One sweep over the network; each block is run through once more, in two classes.
    _ = sweep.run([root: [start]], to: Set(additions.map(\.start))) { node, coefficients in
      guard let addition = byNode[node], let gradient = coefficients.first ?? nil else { return }
      shares.append(share(addition, gradient))
    }
    return shares.reversed()
  }

  private func share(_ addition: ResidualAddition, _ gradient: Tensor) -> BlockGradientShare {
    let sweep = ClassifiedSweep(
      tape: self, raising: [addition.node: addition.branchPositions])
    let parts = sweep.run([addition.node: [gradient]], to: [addition.start])[addition.start] ?? []
    let zero = Tensor.zeros(nodes[addition.start].shape, dtype: .float64)
    let shortcut = (parts.first ?? nil)?.converted(to: .float64) ?? zero
    let branch = (parts.count > 1 ? parts[1] : nil)?.converted(to: .float64) ?? zero
    let sum = shortcut + branch
    return BlockGradientShare(
      path: addition.path, shortcutNorm: shortcut.norm, branchNorm: branch.norm,
      shortcutShare: (shortcut * sum).sum().item / sum.squared().sum().item)
  }
}
