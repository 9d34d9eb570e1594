import GradusVectorKernels

extension WinogradGrid {
  /// A part of a row of tiles.
  struct Part {
    let image: Int
    let row: Int
    let firstColumn: Int
    let tiles: Int
  }

  @inline(__always)
  func part(_ index: Int) -> Part {
    let (line, part) = index.quotientAndRemainder(dividingBy: partsPerRow)
    let (image, row) = line.quotientAndRemainder(dividingBy: rows)
    let first = part &* partLength
    return Part(
      image: image, row: row, firstColumn: first, tiles: min(partLength, columns &- first))
  }
}
