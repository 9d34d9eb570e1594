/// The linear maps of Winograd's minimal filtering, applied to square patches across channels.
///
/// A convolution of tiles with a 3x3 filter becomes a product for each of 36 "frequencies":
/// `Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A` (Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural
/// Networks", §4). The matrices are Toom and Cook's; the gradient of the filter is the adjoint,
/// `Gᵀ [Σ (Bᵀ d B) ⊙ (A dY Aᵀ)] G`.
///
/// Each map is separable: columns first, into a buffer that stays in the innermost cache, then rows.
/// Sixteen channels go through at a time, a whole cache line of every source and target row.
@usableFromInline
package enum WinogradTransform {
  /// Outputs of a tile along one axis.
  @inlinable package static var tile: Int { 4 }
  /// Inputs that a tile's outputs see along one axis.
  @inlinable package static var patch: Int { 6 }
  /// Products that replace a tile's `tile * tile * 9`.
  @inlinable package static var frequencies: Int { 36 }
  /// The fewest channels a transform can work on: one vector.
  @inlinable package static var minimumChannels: Int { 8 }
  /// Elements of the buffer between the two passes.
  @inlinable package static var middleCount: Int { 36 * 16 }

  /// One of the linear maps.
  @usableFromInline
  package enum Map: Sendable {
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
  ///
  /// Of a patch that reaches out of its image only some rows and columns exist: the others are read
  /// as zeros, and not written.
  @usableFromInline
  package struct Patch {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var row: Int
    @usableFromInline var column: Int
    @usableFromInline var rows: Range<Int>
    @usableFromInline var columns: Range<Int>

    /// A patch whose corner's first channel is at `base`, with the rows and columns that exist.
    @inlinable
    package init(
      _ base: UnsafeRawPointer, row: Int, column: Int, rows: Range<Int> = 0..<patch,
      columns: Range<Int> = 0..<patch
    ) {
      self.base = UnsafeMutableRawPointer(mutating: base)
      (self.row, self.column) = (row, column)
      (self.rows, self.columns) = (rows, columns)
    }

    /// Whether `side` rows and columns exist.
    @inline(__always)
    func isWhole(_ side: Int) -> Bool {
      rows.lowerBound <= 0 && columns.lowerBound <= 0 && rows.upperBound >= side
        && columns.upperBound >= side
    }
  }

  /// Maps one patch, for `channels` (at least 8) channels, by way of a buffer of `middleCount`.
  @inline(never)
  package static func apply(
    _ map: Map, _ source: Patch, _ target: Patch, channels: Int,
    middle: UnsafeMutablePointer<Float>
  ) {
    separable(map, source, target, channels, middle)
  }

  /// The same in double precision.
  @inline(never)
  package static func apply(
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
    if source.isWhole(M.inputs) && target.isWhole(M.outputs) {
      separable(M.self, source, target, channels, middle, isClipped: false)
    } else {
      separable(M.self, source, target, channels, middle, isClipped: true)
    }
  }

  @inline(__always)
  private static func separable<M: WinogradAxisMap, T: VectorMemory>(
    _: M.Type, _ source: Patch, _ target: Patch, _ channels: Int,
    _ middle: UnsafeMutablePointer<T>, isClipped: Bool
  ) {
    let size = MemoryLayout<T>.stride
    var channel = 0
    while channel &+ 16 <= channels {
      columnPass(M.self, source, channel &* size, 2, middle, isClipped)
      rowPass(M.self, target, channel &* size, 2, middle, isClipped)
      channel = channel &+ 16
    }
    while channel < channels {
      // The last vector overlaps the one before it, so that no channel is left over.
      let offset = min(channel, channels &- 8) &* size
      columnPass(M.self, source, offset, 1, middle, isClipped)
      rowPass(M.self, target, offset, 1, middle, isClipped)
      channel = channel &+ 8
    }
  }

  /// Maps each column of the source, for `vectors` neighbouring vectors of channels.
  @inline(__always)
  private static func columnPass<M: WinogradAxisMap, T: VectorMemory>(
    _: M.Type, _ source: Patch, _ offset: Int, _ vectors: Int,
    _ middle: UnsafeMutablePointer<T>, _ isClipped: Bool
  ) {
    for column in 0..<M.inputs {
      let from = source.base + (column &* source.column &+ offset)
      for vector in 0..<vectors {
        let from = from.assumingMemoryBound(to: T.self) + vector &* 8
        let to = middle + (column &* 16 &+ vector &* 8)
        if isClipped, !source.columns.contains(column) {
          for row in 0..<M.outputs { T.store(.zero, to + row &* (M.inputs &* 16)) }
          continue
        }
        M.apply(
          { (row: Int) -> Vector<T> in
            isClipped && !source.rows.contains(row) ? .zero : element(from, row &* source.row)
          },
          { row, value in T.store(value, to + row &* (M.inputs &* 16)) })
      }
    }
  }

  /// Maps each row of the buffer to the target, for `vectors` neighbouring vectors of channels.
  @inline(__always)
  private static func rowPass<M: WinogradAxisMap, T: VectorMemory>(
    _: M.Type, _ target: Patch, _ offset: Int, _ vectors: Int,
    _ middle: UnsafeMutablePointer<T>, _ isClipped: Bool
  ) {
    for row in 0..<M.outputs where !isClipped || target.rows.contains(row) {
      let to = target.base + (row &* target.row &+ offset)
      for vector in 0..<vectors {
        let from = UnsafePointer(middle) + (row &* (M.inputs &* 16) &+ vector &* 8)
        let to = to + vector &* 8 &* MemoryLayout<T>.stride
        M.apply(
          { (column: Int) -> Vector<T> in T.load(from + column &* 16) },
          { column, value in
            if isClipped && !target.columns.contains(column) { return }
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
