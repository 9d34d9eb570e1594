/// A linear map along one axis: reads `inputs` vectors, writes `outputs` of them.
protocol WinogradMap {
  static var inputs: Int { get }
  static var outputs: Int { get }
  static func apply<V: SIMD>(_ x: (Int) -> V, _ store: (Int, V) -> Void)
  where V.Scalar: BinaryFloatingPoint
}

/// Winograd's minimal filtering along one axis: `outputs` neighbouring results of `taps` taps from
/// `frequencies` products.
///
/// `Y = Aᵀ [(G g) ⊙ (Bᵀ d)]` (Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural
/// Networks", §4); the gradient of the filter is the adjoint, `Gᵀ [Σ (Bᵀ d) ⊙ (A dY)]`. A
/// two-dimensional algorithm nests a vertical axis in a horizontal one, and the two may differ.
protocol WinogradAxis {
  /// `Bᵀ`, of what a tile's outputs see.
  associatedtype Input: WinogradMap
  /// `Aᵀ`.
  associatedtype Output: WinogradMap
  /// `A`.
  associatedtype OutputGradient: WinogradMap
  /// `G`.
  associatedtype Filter: WinogradMap
  /// `Gᵀ`.
  associatedtype FilterGradient: WinogradMap
}

extension WinogradAxis {
  /// Taps of the filter.
  @inline(__always) static var taps: Int { Filter.inputs }
  /// Results of a tile.
  @inline(__always) static var outputs: Int { Output.outputs }
  /// Products of a tile, and inputs that it sees.
  @inline(__always) static var frequencies: Int { Input.outputs }
}
