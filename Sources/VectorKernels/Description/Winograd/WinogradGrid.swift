/// A batch of results cut into tiles, which are taken by parts of their rows.
///
/// A row of tiles is one part, or several of about the same length where the image is so wide that
/// what a row of tiles sees would not stay in the innermost cache. Parts are numbered through all
/// images; their tiles are laid out with room for the longest part.
@usableFromInline
package struct WinogradGrid: Sendable {
  /// What a tile is.
  package let tile: WinogradTile
  /// Pixels of a result.
  package let height: Int, width: Int
  /// Tiles of a result.
  package let rows: Int, columns: Int
  /// Tiles of the longest part.
  package let partLength: Int
  /// Parts of all images together.
  package let count: Int
  private let partsPerRow: Int

  /// Cuts `images` results of `height` by `width` pixels; `stripBytes` is what a channel block of
  /// the inputs of one part may take after its vertical map.
  package init(_ tile: WinogradTile, images: Int, height: Int, width: Int, stripBytes: Int) {
    self.tile = tile
    (self.height, self.width) = (height, width)
    rows = (height + tile.rows - 1) / tile.rows
    columns = (width + tile.columns - 1) / tile.columns
    let limit = max(
      1, (stripBytes / (64 * (tile.rows + tile.overlap)) - tile.overlap) / tile.columns)
    partsPerRow = max(1, (columns + limit - 1) / limit)
    partLength = (columns + partsPerRow - 1) / partsPerRow
    count = images * rows * partsPerRow
  }

  /// Elements of a strip: a channel block of what a part sees, after its vertical map.
  package func stripElements(line: Int) -> Int {
    (tile.rows + tile.overlap) * (partLength * tile.columns + tile.overlap) * line
  }

  /// A part of a row of tiles.
  package struct Part {
    package let image: Int
    package let row: Int
    package let firstColumn: Int
    package let tiles: Int
  }

  package func part(_ index: Int) -> Part {
    let (line, part) = index.quotientAndRemainder(dividingBy: partsPerRow)
    let (image, row) = line.quotientAndRemainder(dividingBy: rows)
    let first = part &* partLength
    return Part(
      image: image, row: row, firstColumn: first, tiles: min(partLength, columns &- first))
  }
}
