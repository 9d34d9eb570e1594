/// The outputs that Winograd's minimal filtering computes together: rows by columns, of a square filter.
@usableFromInline
package enum WinogradTile: Sendable, CaseIterable {
  /// F(2x2, 3x3): 16 products for 4 outputs.
  case twoByTwo
  /// F(2x4, 3x3): 24 products for 8 outputs.
  case twoByFour
  /// F(4x4, 3x3): 36 products for 16 outputs.
  case fourByFour
  /// F(2x2, 5x5): 36 products for 4 outputs.
  case twoByTwoOfFive

  /// Rows of outputs.
  package var rows: Int { self == .fourByFour ? 4 : 2 }
  /// Columns of outputs.
  package var columns: Int { self == .twoByFour || self == .fourByFour ? 4 : 2 }
  /// Rows and columns of the filter.
  package var taps: Int { self == .twoByTwoOfFive ? 5 : 3 }
  /// Rows and columns of neighbouring tiles' inputs that are the same.
  package var overlap: Int { taps - 1 }
  /// Products of a tile.
  package var frequencies: Int { (rows + overlap) * (columns + overlap) }
}
