/// The linear maps of Winograd's minimal filtering, applied to square patches across channels.
///
/// A convolution of tiles with a 3x3 filter becomes a product for each of 36 "frequencies":
/// `Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A` (Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural
/// Networks", §4). The matrices are Toom and Cook's; the gradient of the filter is the adjoint,
/// `Gᵀ [Σ (Bᵀ d B) ⊙ (A dY Aᵀ)] G`.
///
/// Each map is separable: columns first, into a buffer that stays in the innermost cache, then rows.
/// Sixteen channels go through at a time, a whole cache line of every source and target row.
public enum WinogradTransform {
  /// Outputs of a tile along one axis.
  public static let tile = 4
  /// Inputs that a tile's outputs see along one axis.
  public static let patch = 6
  /// Products that replace a tile's `tile * tile * 9`.
  public static let frequencies = 36
  /// The fewest channels a transform can work on: one vector.
  public static let minimumChannels = 8
  /// Elements of the buffer between the two passes.
  public static let middleCount = 36 * 16

  /// One of the linear maps.
  public enum Map: Sendable {
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
  public struct Patch {
    var base: UnsafeMutableRawPointer
    var row: Int
    var column: Int

    /// A patch whose corner's first channel is at `base`.
    public init(_ base: UnsafeRawPointer, row: Int, column: Int) {
      self.base = UnsafeMutableRawPointer(mutating: base)
      self.row = row
      self.column = column
    }
  }

  /// Maps one patch, for `channels` (at least 8) channels, by way of a buffer of `middleCount`.
  @inline(never)
  public static func apply(
    _ map: Map, _ source: Patch, _ target: Patch, channels: Int,
    middle: UnsafeMutablePointer<Float>
  ) {
    separable(map, source, target, channels, middle)
  }

  /// The same in double precision.
  @inline(never)
  public static func apply(
    _ map: Map, _ source: Patch, _ target: Patch, channels: Int,
    middle: UnsafeMutablePointer<Double>
  ) {
    separable(map, source, target, channels, middle)
  }

  @inline(__always)
  private static func separable<T: VectorMemory>(
    _ map: Map, _ source: Patch, _ target: Patch, _ channels: Int, _ middle: UnsafeMutablePointer<T>
  ) {
    switch map {
    case .input: separable(WinogradInputMap.self, source, target, channels, middle)
    case .output: separable(WinogradOutputMap.self, source, target, channels, middle)
    case .outputGradient:
      separable(WinogradOutputGradientMap.self, source, target, channels, middle)
    case .filter: separable(WinogradFilterMap.self, source, target, channels, middle)
    case .filterGradient:
      separable(WinogradFilterGradientMap.self, source, target, channels, middle)
    }
  }

  @inline(__always)
  private static func separable<M: WinogradAxisMap, T: VectorMemory>(
    _: M.Type, _ source: Patch, _ target: Patch, _ channels: Int, _ middle: UnsafeMutablePointer<T>
  ) {
    let size = MemoryLayout<T>.stride
    var channel = 0
    while channel &+ 16 <= channels {
      pass(M.self, source, target, channel &* size, 2, middle)
      channel = channel &+ 16
    }
    while channel < channels {
      // The last vector overlaps the one before it, so that no channel is left over.
      pass(M.self, source, target, min(channel, channels &- 8) &* size, 1, middle)
      channel = channel &+ 8
    }
  }

  /// Both passes for `vectors` neighbouring vectors of channels.
  @inline(__always)
  private static func pass<M: WinogradAxisMap, T: VectorMemory>(
    _: M.Type, _ source: Patch, _ target: Patch, _ offset: Int, _ vectors: Int,
    _ middle: UnsafeMutablePointer<T>
  ) {
    for column in 0..<M.inputs {
      let from = source.base + (column &* source.column &+ offset)
      for vector in 0..<vectors {
        let from = from.assumingMemoryBound(to: T.self) + vector &* 8
        let to = middle + (column &* 16 &+ vector &* 8)
        M.apply(
          { (row: Int) -> Vector<T> in element(from, row &* source.row) },
          { row, value in T.store(value, to + row &* (M.inputs &* 16)) })
      }
    }
    for row in 0..<M.outputs {
      let to = target.base + (row &* target.row &+ offset)
      for vector in 0..<vectors {
        let from = UnsafePointer(middle) + (row &* (M.inputs &* 16) &+ vector &* 8)
        let to = to + vector &* 8 &* MemoryLayout<T>.stride
        M.apply(
          { (column: Int) -> Vector<T> in T.load(from + column &* 16) },
          { column, value in
            T.store(value, (to + column &* target.column).assumingMemoryBound(to: T.self))
          })
      }
    }
  }

  /// The vector `bytes` after a pointer.
  @inline(__always)
  private static func element<T: VectorMemory>(
    _ pointer: UnsafeMutablePointer<T>, _ bytes: Int
  ) -> Vector<T> {
    T.load((UnsafeRawPointer(pointer) + bytes).assumingMemoryBound(to: T.self))
  }
}
