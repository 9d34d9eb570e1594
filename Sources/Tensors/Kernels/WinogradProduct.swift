import GradusVectorKernels

/// The product of a block of transformed tiles with a transformed filter, for one frequency.
///
/// The matrices are small and already in cache, so they are used where they are; BLAS would pack
/// both of them first. Every matrix of a `WinogradBuffer` is followed by room for a
/// vector, which is read past the last column.
struct WinogradProduct<T: KernelScalar> {
  private let inputs: Int, outputs: Int
  /// Where rows start in the tiles' matrix and in the product's.
  private let sourceOffsets: [Int], targetOffsets: [Int]

  /// For matrices of up to `rows` tiles with `inputs` channels, and products with `outputs`.
  init(rows: Int, inputs: Int, outputs: Int) {
    (self.inputs, self.outputs) = (inputs, outputs)
    sourceOffsets = (0..<rows).map { $0 * inputs }
    targetOffsets = (0..<rows).map { $0 * outputs }
  }

  /// Multiplies `rows` tiles' channels, `depth` of them, with a matrix of `columns` columns whose
  /// rows are `stride` apart.
  func callAsFunction(
    _ tiles: UnsafePointer<T>, rows: Int, depth: Int, _ filter: UnsafePointer<T>, columns: Int,
    stride: Int, _ target: UnsafeMutablePointer<T>, accumulates: Bool
  ) {
    sourceOffsets.withUnsafeBufferPointer { sourceOffsets in
      targetOffsets.withUnsafeBufferPointer { targetOffsets in
        var segment = 0
        for column in Swift.stride(from: 0, to: columns, by: 16) {
          T.run(
            GatheredProduct(
              source: tiles, sourceOffsets: sourceOffsets.baseAddress.unsafelyUnwrapped,
              segments: &segment, segmentCount: 1, depth: depth, panel: filter + column,
              panelStride: stride, target: target + column,
              targetOffsets: targetOffsets.baseAddress.unsafelyUnwrapped, rows: rows,
              columns: min(16, columns - column), accumulates: accumulates))
        }
      }
    }
  }
}

/// The sum over tiles of the outer products of transformed inputs and gradients, for one frequency.
struct WinogradOuterProduct<T: KernelScalar> {
  private let inputs: Int, outputs: Int
  private let sourceOffsets: [Int]

  /// For matrices of up to `tiles` tiles with `inputs` and `outputs` channels.
  init(tiles: Int, inputs: Int, outputs: Int) {
    (self.inputs, self.outputs) = (inputs, outputs)
    sourceOffsets = (0..<tiles).map { $0 * inputs }
  }

  /// Sums over `tiles` tiles, for `rows` input channels and `columns` output channels.
  func callAsFunction(
    _ left: UnsafePointer<T>, _ right: UnsafePointer<T>, tiles: Int, rows: Int, columns: Int,
    _ target: UnsafeMutablePointer<T>, stride: Int, accumulates: Bool
  ) {
    sourceOffsets.withUnsafeBufferPointer { offsets in
      for first in Swift.stride(from: 0, to: tiles, by: 128) {
        for column in Swift.stride(from: 0, to: columns, by: 16) {
          T.run(
            OuterProductSum(
              source: left, sourceOffsets: offsets.baseAddress.unsafelyUnwrapped + first,
              positions: min(128, tiles - first), rows: rows,
              panel: right + first * outputs + column, panelStride: outputs,
              target: target + column, targetStride: stride, columns: min(16, columns - column),
              accumulates: accumulates || first > 0))
        }
      }
    }
  }
}
