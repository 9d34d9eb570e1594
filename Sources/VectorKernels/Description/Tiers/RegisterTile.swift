/// The sizes of a tier's kernels that callers lay memory out for.
package struct RegisterTile: Sendable {
  /// Rows of the tile that Winograd's products sum in registers.
  package let rows: Int
  /// Columns of that tile, the width of a transformed filter's panel.
  package let columns: Int
  /// Rows of the tile of a sum of outer products of transformed tiles.
  package let outerRows: Int
  /// Elements of a cache line, the block in which channels are laid out.
  package let line: Int
  /// Rows of the tile of a gathered product, and elements of each position that a sum of outer
  /// products takes together.
  package let gatheredRows: Int
  /// Columns of the two widths of their panels.
  package let narrowColumns: Int, wideColumns: Int

  /// Makes a description.
  package init(
    rows: Int, columns: Int, outerRows: Int, line: Int, gatheredRows: Int, narrowColumns: Int,
    wideColumns: Int
  ) {
    (self.rows, self.columns, self.outerRows, self.line) = (rows, columns, outerRows, line)
    (self.gatheredRows, self.narrowColumns) = (gatheredRows, narrowColumns)
    self.wideColumns = wideColumns
  }

  /// Whether a wide panel's row takes several cache lines.
  package var hasLongRows: Bool { wideColumns > line }

  /// The width of a panel that holds so many columns.
  package func panelWidth(_ columns: Int) -> Int {
    columns > narrowColumns ? wideColumns : narrowColumns
  }
}
