import GradusTensors

extension Initializer {
  /// Orthonormal rows or columns of the `[field · in, out]` matrix, times a gain; Saxe et al. 2013.
  /// Traps on fewer than two axes.
  public static func orthogonal(gain: Double = 1) -> Initializer {
    Initializer { shape, random, dtype in orthogonal(shape, gain, random).converted(to: dtype) }
  }

  /// The identity: the centre tap passes channel i to channel i; Zagoruyko and Komodakis 2017. Traps
  /// unless the shape is a filter's, `[kh, kw, in, out]`.
  public static let dirac = Initializer { shape, _, dtype in
    precondition(shape.rank == 4, "dirac: shape \(shape) is not a filter [kh, kw, in, out]")
    let (inputs, outputs) = (shape[2], shape[3])
    let centre = (shape[0] / 2 * shape[1] + shape[1] / 2) * inputs * outputs
    return .generate(shape, dtype: dtype) { position in
      let offset = position - centre
      guard offset >= 0, offset < inputs * outputs else { return 0 }
      return offset / outputs == offset % outputs ? 1 : 0
    }
  }

  private static func orthogonal(_ shape: Shape, _ gain: Double, _ stream: RandomStream) -> Tensor {
    precondition(shape.rank >= 2, "orthogonal: shape \(shape) has fewer than two axes")
    let (rows, columns) = (shape.count / max(1, shape[-1]), shape[-1])
    let tall = rows >= columns
    let matrix = Tensor.normal(
      tall ? [rows, columns] : [columns, rows], from: stream, dtype: .float64)
    let (q, r) = matrix.qrDecomposition()
    // The sign convention of QR is not unique; with R's diagonal made positive, Q is uniform.
    let signs = Tensor(
      (0..<min(rows, columns)).map { r[$0, $0] < 0 ? -1.0 : 1.0 }, shape: [min(rows, columns)],
      dtype: .float64)
    let uniform = q * signs * gain
    return (tall ? uniform : uniform.transposed()).reshaped(to: shape)
  }
}
