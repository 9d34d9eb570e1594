/// The linear maps of Winograd's minimal filtering, applied to square patches across channels.
///
/// A convolution of tiles with a 3x3 filter becomes a product for each of 36 "frequencies":
/// `Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A` (Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural
/// Networks", §4). The matrices are Toom and Cook's; the gradient of the filter is the adjoint,
/// `Gᵀ [Σ (Bᵀ d B) ⊙ (A dY Aᵀ)] G`.
///
/// Each map is separable: columns first, into a buffer that stays in the innermost cache, then rows.
/// Sixteen channels go through at a time, a whole cache line of every source and target row, as
/// vectors of four, the width of the baseline instruction set.
enum WinogradTransform {
  /// Outputs of a tile along one axis.
  static let tile = 4
  /// Inputs that a tile's outputs see along one axis.
  static let patch = 6
  /// Products that replace a tile's `tile * tile * 9`.
  static let frequencies = 36
  /// The fewest channels a transform can work on.
  static let minimumChannels = 4

  enum Map {
    /// 6x6 inputs to 36 frequencies.
    case input
    /// 36 frequencies to 4x4 outputs.
    case output
    /// 4x4 gradients of outputs to 36 frequencies.
    case outputGradient
    /// 3x3 filter taps to 36 frequencies.
    case filter
    /// 36 frequencies to the gradients of 3x3 taps.
    case filterGradient
  }

  /// A patch in memory: byte distances between rows and columns; channels are contiguous.
  struct Patch {
    var base: UnsafeMutableRawPointer
    var row: Int
    var column: Int

    init(_ base: UnsafeRawPointer, row: Int, column: Int) {
      self.base = UnsafeMutableRawPointer(mutating: base)
      self.row = row
      self.column = column
    }
  }

  /// Bytes of the buffer between the two passes.
  static func middleBytes(_ type: DType) -> Int { 36 * 16 * type.byteCount }

  /// Maps one patch, for `channels` (at least 4) channels, by way of a buffer of `middleBytes`.
  static func apply(
    _ map: Map, _ source: Patch, _ target: Patch, channels: Int, middle: Scratch, _ type: DType
  ) {
    switch type {
    case .float32: apply(map, source, target, channels, middle.base, Float.self)
    case .float64: apply(map, source, target, channels, middle.base, Double.self)
    }
  }

  private static func apply<T: KernelScalar>(
    _ map: Map, _ source: Patch, _ target: Patch, _ channels: Int,
    _ middle: UnsafeMutableRawPointer, _: T.Type
  ) {
    switch map {
    case .input: separable(InputMap.self, source, target, channels, middle, T.self)
    case .output: separable(OutputMap.self, source, target, channels, middle, T.self)
    case .outputGradient:
      separable(OutputGradientMap.self, source, target, channels, middle, T.self)
    case .filter: separable(FilterMap.self, source, target, channels, middle, T.self)
    case .filterGradient:
      separable(FilterGradientMap.self, source, target, channels, middle, T.self)
    }
  }

  @inline(__always)
  private static func separable<M: AxisMap, T: KernelScalar>(
    _: M.Type, _ source: Patch, _ target: Patch, _ channels: Int,
    _ middle: UnsafeMutableRawPointer, _: T.Type
  ) {
    let size = MemoryLayout<T>.stride
    var channel = 0
    while channel &+ 16 <= channels {
      pass(M.self, source, target, channel &* size, 4, middle, T.self)
      channel = channel &+ 16
    }
    while channel < channels {
      // The last vector overlaps the one before it, so that no channel is left over.
      pass(M.self, source, target, min(channel, channels &- 4) &* size, 1, middle, T.self)
      channel = channel &+ 4
    }
  }

  /// Both passes for `vectors` neighbouring vectors of channels.
  @inline(__always)
  private static func pass<M: AxisMap, T: KernelScalar>(
    _: M.Type, _ source: Patch, _ target: Patch, _ offset: Int, _ vectors: Int,
    _ middle: UnsafeMutableRawPointer, _: T.Type
  ) {
    let width = MemoryLayout<SIMD4<T>>.stride
    let middleRow = M.inputs &* 4 &* width
    for column in 0..<M.inputs {
      let from = source.base + (column &* source.column &+ offset)
      let to = middle + column &* 4 &* width
      for vector in 0..<vectors {
        let (from, to) = (from + vector &* width, to + vector &* width)
        M.apply(
          { row in (from + row &* source.row).loadUnaligned(as: SIMD4<T>.self) },
          { row, value in (to + row &* middleRow).storeBytes(of: value, as: SIMD4<T>.self) })
      }
    }
    for row in 0..<M.outputs {
      let from = middle + row &* middleRow
      let to = target.base + (row &* target.row &+ offset)
      for vector in 0..<vectors {
        let (from, to) = (from + vector &* width, to + vector &* width)
        M.apply(
          { column in (from + column &* 4 &* width).loadUnaligned(as: SIMD4<T>.self) },
          { column, value in
            (to + column &* target.column).storeBytes(of: value, as: SIMD4<T>.self)
          })
      }
    }
  }
}

/// One axis of a map: reads `inputs` vectors, writes `outputs` of them.
private protocol AxisMap {
  static var inputs: Int { get }
  static var outputs: Int { get }
  static func apply<T: KernelScalar>(
    _ d: (Int) -> SIMD4<T>, _ store: (Int, SIMD4<T>) -> Void)
}

/// The interpolation points 0, ±a, ±b and infinity, for a = 3/4 and b = 3/2.
///
/// Everything but the filter's divisors is exact in binary. In `Float` the largest error is a fifth
/// of that with the usual ±1 and ±2 (measured with 128 channels, relative to the largest output:
/// 1.6e-6 against 8.4e-6), because the powers of these points spread less.
private enum Points<T: KernelScalar> {
  @inline(__always) static var a: T { T(0.75) }
  @inline(__always) static var b: T { T(1.5) }
  @inline(__always) static var a2: T { T(0.5625) }
  @inline(__always) static var b2: T { T(2.25) }
  @inline(__always) static var a3: T { T(0.421875) }
  @inline(__always) static var b3: T { T(3.375) }
  /// `a² b²`.
  @inline(__always) static var product: T { T(1.265625) }
  /// `a² + b²`.
  @inline(__always) static var sum: T { T(2.8125) }
  /// `1 / (a² b²)`, the inverse of the product of the differences of 0 from the other points.
  @inline(__always) static var atZero: T { T(64) / T(81) }
  /// `1 / (2 a² (a² - b²))`, the same for ±a.
  @inline(__always) static var atA: T { T(-128) / T(243) }
  /// `1 / (2 b² (b² - a²))`, the same for ±b.
  @inline(__always) static var atB: T { T(32) / T(243) }
}

/// `Bᵀ`.
private enum InputMap: AxisMap {
  static var inputs: Int { 6 }
  static var outputs: Int { 6 }

  @inline(__always)
  static func apply<T: KernelScalar>(
    _ d: (Int) -> SIMD4<T>, _ store: (Int, SIMD4<T>) -> Void
  ) {
    typealias P = Points<T>
    let (d0, d1, d2, d3, d4, d5) = (d(0), d(1), d(2), d(3), d(4), d(5))
    store(0, P.product * d0 - P.sum * d2 + d4)
    let even = d4 - P.b2 * d2
    let odd = P.a * (d3 - P.b2 * d1)
    store(1, even + odd)
    store(2, even - odd)
    let even2 = d4 - P.a2 * d2
    let odd2 = P.b * (d3 - P.a2 * d1)
    store(3, even2 + odd2)
    store(4, even2 - odd2)
    store(5, P.product * d1 - P.sum * d3 + d5)
  }
}

/// `Aᵀ`.
private enum OutputMap: AxisMap {
  static var inputs: Int { 6 }
  static var outputs: Int { 4 }

  @inline(__always)
  static func apply<T: KernelScalar>(
    _ m: (Int) -> SIMD4<T>, _ store: (Int, SIMD4<T>) -> Void
  ) {
    typealias P = Points<T>
    let (m1, m2, m3, m4) = (m(1), m(2), m(3), m(4))
    let (sum, difference) = (m1 + m2, m1 - m2)
    let (sum2, difference2) = (m3 + m4, m3 - m4)
    store(0, m(0) + sum + sum2)
    store(1, P.a * difference + P.b * difference2)
    store(2, P.a2 * sum + P.b2 * sum2)
    store(3, P.a3 * difference + P.b3 * difference2 + m(5))
  }
}

/// `A`.
private enum OutputGradientMap: AxisMap {
  static var inputs: Int { 4 }
  static var outputs: Int { 6 }

  @inline(__always)
  static func apply<T: KernelScalar>(
    _ y: (Int) -> SIMD4<T>, _ store: (Int, SIMD4<T>) -> Void
  ) {
    typealias P = Points<T>
    let (y0, y1, y2, y3) = (y(0), y(1), y(2), y(3))
    store(0, y0)
    let even = y0 + P.a2 * y2
    let odd = P.a * y1 + P.a3 * y3
    store(1, even + odd)
    store(2, even - odd)
    let even2 = y0 + P.b2 * y2
    let odd2 = P.b * y1 + P.b3 * y3
    store(3, even2 + odd2)
    store(4, even2 - odd2)
    store(5, y3)
  }
}

/// `G`.
private enum FilterMap: AxisMap {
  static var inputs: Int { 3 }
  static var outputs: Int { 6 }

  @inline(__always)
  static func apply<T: KernelScalar>(
    _ g: (Int) -> SIMD4<T>, _ store: (Int, SIMD4<T>) -> Void
  ) {
    typealias P = Points<T>
    let (g0, g1, g2) = (g(0), g(1), g(2))
    store(0, P.atZero * g0)
    let even = g0 + P.a2 * g2
    let odd = P.a * g1
    store(1, P.atA * (even + odd))
    store(2, P.atA * (even - odd))
    let even2 = g0 + P.b2 * g2
    let odd2 = P.b * g1
    store(3, P.atB * (even2 + odd2))
    store(4, P.atB * (even2 - odd2))
    store(5, g2)
  }
}

/// `Gᵀ`.
private enum FilterGradientMap: AxisMap {
  static var inputs: Int { 6 }
  static var outputs: Int { 3 }

  @inline(__always)
  static func apply<T: KernelScalar>(
    _ u: (Int) -> SIMD4<T>, _ store: (Int, SIMD4<T>) -> Void
  ) {
    typealias P = Points<T>
    let (u1, u2, u3, u4) = (u(1), u(2), u(3), u(4))
    let (sum, difference) = (P.atA * (u1 + u2), P.atA * (u1 - u2))
    let (sum2, difference2) = (P.atB * (u3 + u4), P.atB * (u3 - u4))
    store(0, P.atZero * u(0) + sum + sum2)
    store(1, P.a * difference + P.b * difference2)
    store(2, P.a2 * sum + P.b2 * sum2 + u(5))
  }
}
