import GradusTensors

extension Initializer {
  /// One number everywhere.
  public static func constant(_ value: Double) -> Initializer {
    Initializer { shape, _, dtype in .full(shape, value, dtype: dtype) }
  }

  /// Zeros.
  public static let zeros = constant(0)

  /// Ones.
  public static let ones = constant(1)

  /// Uniform in ±bound.
  public static func uniform(bound: Double) -> Initializer { uniform { _ in bound } }

  /// Normal with the given standard deviation.
  public static func normal(standardDeviation: Double) -> Initializer {
    normal { _ in standardDeviation }
  }

  /// Normal, drawn again where it is further than two standard deviations from the mean, as
  /// TensorFlow's truncated normal: the start of Inception (Szegedy et al. 2015).
  ///
  /// `standardDeviation` is that before the cut; afterwards it is 0.87962566 times as large.
  public static func truncatedNormal(
    mean: Double = 0, standardDeviation: Double
  ) -> Initializer {
    Initializer { shape, random, dtype in
      .generate(shape, dtype: dtype) { index in
        // Draws far apart, so that no element shares one with another.
        var (draw, number) = (index, random.normal(index))
        while abs(number) > 2 {
          draw += 1 << 40
          number = random.normal(draw)
        }
        return mean + standardDeviation * number
      }
    }
  }

  /// Normal with standard deviation gain / √fan; He et al. 2015 (Delving deep), §2.2 at gain √2.
  public static func kaimingNormal(fan: Fan, gain: Double = 2.0.squareRoot()) -> Initializer {
    normal { gain / size(fan, of: $0).squareRoot() }
  }

  /// Uniform in ±gain √(3 / fan).
  public static func kaimingUniform(fan: Fan, gain: Double = 2.0.squareRoot()) -> Initializer {
    uniform { gain * (3 / size(fan, of: $0)).squareRoot() }
  }

  /// What PyTorch gives the weights of convolutions and linear layers: uniform in ±1 / √(fan in).
  public static let pytorchDefault = kaimingUniform(fan: .input, gain: (1.0 / 3).squareRoot())

  /// Normal with standard deviation gain √(2 / (fan in + fan out)); Glorot and Bengio 2010, §4.2.1.
  public static func xavierNormal(gain: Double = 1) -> Initializer {
    normal { gain * (2 / bothFans(of: $0)).squareRoot() }
  }

  /// Uniform in ±gain √(6 / (fan in + fan out)).
  public static func xavierUniform(gain: Double = 1) -> Initializer {
    uniform { gain * (6 / bothFans(of: $0)).squareRoot() }
  }

  private static func normal(_ deviation: @escaping @Sendable (Shape) -> Double) -> Initializer {
    Initializer { shape, random, dtype in
      .normal(shape, standardDeviation: deviation(shape), from: random, dtype: dtype)
    }
  }

  private static func uniform(_ bound: @escaping @Sendable (Shape) -> Double) -> Initializer {
    Initializer { shape, random, dtype in
      let bound = bound(shape)
      return bound == 0
        ? .zeros(shape, dtype: dtype)
        : .uniform(shape, in: -bound..<bound, from: random, dtype: dtype)
    }
  }

  private static func size(_ fan: Fan, of shape: Shape) -> Double {
    let fans = fans(of: shape)
    return Double(max(1, fan == .input ? fans.input : fans.output))
  }

  private static func bothFans(of shape: Shape) -> Double {
    let fans = fans(of: shape)
    return Double(fans.input + fans.output)
  }
}
