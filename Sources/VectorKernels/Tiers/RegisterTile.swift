/// The sizes of a tier's kernels that callers lay memory out for.
@usableFromInline
package struct RegisterTile: Sendable {
  /// Rows of the tile that a matrix product sums in registers.
  @usableFromInline package let rows: Int
  /// Columns of that tile, the width of a filter's panel.
  @usableFromInline package let columns: Int
  /// Rows of the tile of a sum of outer products.
  @usableFromInline package let outerRows: Int
  /// Elements of a cache line, the block in which channels are laid out.
  @usableFromInline package let line: Int

  init<Tier: VectorTier>(_: Tier.Type) {
    (rows, columns) = (Tier.rows, Tier.columns)
    (outerRows, line) = (Tier.outerRows, Tier.line)
  }
}
