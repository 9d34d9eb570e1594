/// The outputs that Winograd's minimal filtering computes together: rows by columns.
@usableFromInline
package enum WinogradTile: Sendable, CaseIterable {
  /// F(2x2, 3x3): 16 products for 4 outputs.
  case twoByTwo
  /// F(2x4, 3x3): 24 products for 8 outputs.
  case twoByFour
  /// F(4x4, 3x3): 36 products for 16 outputs.
  case fourByFour

  /// Rows of outputs.
  package var rows: Int { self == .fourByFour ? 4 : 2 }
  /// Columns of outputs.
  package var columns: Int { self == .twoByTwo ? 2 : 4 }
  /// Products of a tile.
  package var frequencies: Int { (rows + 2) * (columns + 2) }
}
