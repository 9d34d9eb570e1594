import GradusVectorKernels

/// A matrix product on one thread by sums in registers: the right operand is laid out in panels, block
/// by block, and each is multiplied with some rows of the left one while it stays in the first cache.
///
/// Blocks follow from the tier and the sizes alone: a tier gives the same bits on every processor,
/// whatever BLAS there is.
struct PanelMatrixProduct<T: KernelScalar> {
  let kernels: VectorKernels<T>
  let m: Int, n: Int, k: Int
  let a: MatrixView<T>, b: MatrixView<T>
  /// Whether the product is added to the target.
  let adds: Bool
  let target: UnsafeMutablePointer<T>
  let targetStride: Int

  private var tile: RegisterTile { kernels.registerTile }

  /// Bytes of a panel, most of the first cache; the rows that are summed together follow from it.
  private static var panelBytes: Int { 24 << 10 }
  /// Rows of the left operand that meet a panel in turn, at most: of float32 180 KiB, which the
  /// second cache holds.
  private static var rowLimit: Int { 120 }
  /// Columns that are laid out together, at most.
  private static var columnLimit: Int { 1024 }
  /// Columns from which on the left operand is worth a copy.
  private static var manyColumns: Int { 256 }

  /// Writes or adds the product.
  func run() {
    guard m > 0, n > 0 else { return }
    guard k > 0 else { return clear() }
    let rows = min(m, Self.rowLimit / tile.gatheredRows * tile.gatheredRows)
    let columns = min(n, Self.columnLimit / tile.wideColumns * tile.wideColumns)
    let depth = min(k, Self.panelBytes / (tile.wideColumns * MemoryLayout<T>.size))
    let panels = MatrixPanels<T>(tile, depth: depth, columns: columns)
    let left = LeftOperand(
      a, tile, rows: rows, depth: depth, meetsManyPanels: n >= Self.manyColumns)
    let targets = (0..<rows).map { $0 * targetStride }
    for column in stride(from: 0, to: n, by: columns) {
      for row in stride(from: 0, to: k, by: depth) {
        panels.fill(b, row..<min(k, row + depth), column..<min(n, column + columns))
        for first in stride(from: 0, to: m, by: rows) {
          let block = left.block(first..<min(m, first + rows), row..<min(k, row + depth))
          targets.withUnsafeBufferPointer {
            multiply(
              block, panels, target + first * targetStride + column,
              $0.baseAddress.unsafelyUnwrapped, adds: adds || row > 0)
          }
        }
      }
    }
    withExtendedLifetime((panels, left)) {}
  }

  private func clear() {
    guard !adds else { return }
    for row in 0..<m { (target + row * targetStride).update(repeating: 0, count: n) }
  }

  /// Multiplies a block of the left operand's rows with all panels.
  private func multiply(
    _ block: LeftOperand<T>.Block, _ panels: MatrixPanels<T>, _ target: UnsafeMutablePointer<T>,
    _ targets: UnsafePointer<Int>, adds: Bool
  ) {
    panels.forEach { panel, first, columns, width in
      if block.isTransposed {
        kernels.outerProductSum(
          OuterProductSum(
            source: block.base, sourceOffsets: block.offsets, positions: panels.rows,
            rows: block.rows, panel: panel, panelStride: width, target: target + first,
            targetStride: targetStride, columns: columns, accumulates: adds))
      } else {
        withUnsafePointer(to: 0) { segment in
          kernels.gatheredProduct(
            GatheredProduct(
              source: block.base, sourceOffsets: block.offsets, segments: segment,
              segmentCount: 1, depth: panels.rows, panel: panel, panelStride: width,
              target: target + first, targetOffsets: targets, rows: block.rows,
              columns: columns, accumulates: adds))
        }
      }
    }
  }
}
