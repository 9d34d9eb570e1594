import GradusTensors

/// How a parameter gets its first values.
///
/// Fans follow from the shape: the last axis counts outputs, the one before inputs (per group), and
/// the others are the receptive field, for filters `[kh, kw, in / groups, out]` and matrices
/// `[in, out]`.
public enum Initializer: Sendable, Hashable {
  /// Which side of a layer is counted.
  public enum Fan: Sendable, Hashable {
    /// Inputs a unit sees: keeps the variance of activations.
    case input
    /// Outputs a unit feeds: keeps the variance of gradients.
    case output
  }

  /// One number everywhere.
  case constant(Double)
  /// Uniform in ±bound.
  case uniform(bound: Double)
  /// Normal with the given standard deviation.
  case normal(standardDeviation: Double)
  /// Normal with standard deviation gain / √fan; He et al. 2015 (Delving deep), §2.2 at gain √2.
  case kaimingNormal(fan: Fan, gain: Double = 2.0.squareRoot())
  /// Uniform in ±gain √(3 / fan).
  case kaimingUniform(fan: Fan, gain: Double = 2.0.squareRoot())
  /// Normal with standard deviation gain √(2 / (fan in + fan out)); Glorot and Bengio 2010, §4.2.1.
  case xavierNormal(gain: Double = 1)
  /// Uniform in ±gain √(6 / (fan in + fan out)).
  case xavierUniform(gain: Double = 1)
  /// Orthonormal rows or columns of the `[field · in, out]` matrix, times a gain; Saxe et al. 2013.
  case orthogonal(gain: Double = 1)
  /// The identity: the centre tap passes channel i to channel i; Zagoruyko and Komodakis 2017.
  case dirac

  /// What PyTorch gives the weights of convolutions and linear layers: uniform in ±1 / √(fan in).
  public static let pytorchDefault = Initializer.kaimingUniform(
    fan: .input, gain: (1.0 / 3).squareRoot())

  /// Zeros.
  public static let zeros = Initializer.constant(0)
  /// Ones.
  public static let ones = Initializer.constant(1)

  /// The inputs and outputs of a unit, receptive field included.
  static func fans(_ shape: Shape) -> (input: Int, output: Int) {
    guard shape.rank >= 2 else { return (shape.count, shape.count) }
    let field = shape.dimensions.dropLast(2).reduce(1, *)
    return (shape[-2] * field, shape[-1] * field)
  }

  /// Makes the values; element `i` depends on the stream and `i` only (for the orthogonal
  /// initialiser: on the stream only).
  public func values(_ shape: Shape, from stream: RandomStream, dtype: DType) -> Tensor {
    let fans = Self.fans(shape)
    func normal(_ deviation: Double) -> Tensor {
      .normal(shape, standardDeviation: deviation, from: stream, dtype: dtype)
    }
    func uniform(_ bound: Double) -> Tensor {
      bound == 0
        ? .zeros(shape, dtype: dtype)
        : .uniform(shape, in: -bound..<bound, from: stream, dtype: dtype)
    }
    func size(_ fan: Fan) -> Double { Double(max(1, fan == .input ? fans.input : fans.output)) }
    switch self {
    case .constant(let value): return .full(shape, value, dtype: dtype)
    case .uniform(let bound): return uniform(bound)
    case .normal(let deviation): return normal(deviation)
    case .kaimingNormal(let fan, let gain): return normal(gain / size(fan).squareRoot())
    case .kaimingUniform(let fan, let gain): return uniform(gain * (3 / size(fan)).squareRoot())
    case .xavierNormal(let gain):
      return normal(gain * (2 / Double(fans.input + fans.output)).squareRoot())
    case .xavierUniform(let gain):
      return uniform(gain * (6 / Double(fans.input + fans.output)).squareRoot())
    case .orthogonal(let gain): return orthogonal(shape, gain, stream).converted(to: dtype)
    case .dirac: return dirac(shape, dtype)
    }
  }

  private func orthogonal(_ shape: Shape, _ gain: Double, _ stream: RandomStream) -> Tensor {
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

  private func dirac(_ shape: Shape, _ dtype: DType) -> Tensor {
    precondition(shape.rank == 4, "dirac: shape \(shape) is not a filter [kh, kw, in, out]")
    let (inputs, outputs) = (shape[2], shape[3])
    let centre = (shape[0] / 2 * shape[1] + shape[1] / 2) * inputs * outputs
    return .generate(shape, dtype: dtype) { position in
      let offset = position - centre
      guard offset >= 0, offset < inputs * outputs else { return 0 }
      return offset / outputs == offset % outputs ? 1 : 0
    }
  }
}
