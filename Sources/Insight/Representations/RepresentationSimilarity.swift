import GradusTensors

/// How alike two representations of the same examples are, and how many directions one uses.
public enum RepresentationSimilarity {
  /// The linear centred kernel alignment of representations `[n, ...]` of the same n examples: 1 when one
  /// is the other turned and scaled, 0 when they have nothing in common (Kornblith et al. 2019, §3).
  ///
  /// NaN where a representation is the same for all examples. Traps when the numbers of examples differ.
  public static func centredKernelAlignment(_ a: Tensor, _ b: Tensor) -> Double {
    precondition(
      a.rank >= 1 && b.rank >= 1 && a.shape[0] == b.shape[0],
      "centred kernel alignment: \(a.shape) and \(b.shape) must have as many examples")
    let (x, y) = (centredKernel(a), centredKernel(b))
    return (x * y).sum().item / (x.norm * y.norm)
  }

  /// The effective rank of a representation `[n, ...]`: e to the entropy of its normalised singular values
  /// after centring, between 1 and the number of directions (Roy and Vetterli 2007).
  ///
  /// NaN where the representation is the same for all examples.
  public static func effectiveRank(_ representation: Tensor) -> Double {
    let values = centred(representation).singularValues()
    let shares = values / values.sum()
    let terms = shares * shares.replacing(with: 1, where: shares .== 0).log()
    return (-terms.sum()).exp().item
  }

  /// The inner products of centred examples, `[n, n]`.
  private static func centredKernel(_ representation: Tensor) -> Tensor {
    let x = centred(representation)
    return x.matmul(x, transposeRHS: true)
  }

  /// One example a row, in double precision, with the mean taken off.
  private static func centred(_ representation: Tensor) -> Tensor {
    let rows = representation.converted(to: .float64).reshaped(to: [representation.shape[0], -1])
    return rows - rows.mean(axis: 0, keepingAxes: true)
  }
}
