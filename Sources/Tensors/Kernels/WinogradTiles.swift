import Foundation
import VectorKernels

/// A batch of channels-last images cut into a grid of square patches, four pixels apart.
///
/// Patches may reach outside of their image: what they read there is zero, what they write there is
/// dropped. Such patches go through a small buffer; the others are used where they are.
struct WinogradTiles {
  let rows: Int, columns: Int
  /// Tiles of all images together.
  let count: Int
  let channels: Int
  /// Bytes of a tile's row in a frequency's matrix, and of a pixel in an image.
  let rowBytes: Int
  private let dtype: DType
  private let images: UnsafeRawPointer
  private let map: WinogradTransform.Map
  private let height: Int, width: Int
  private let top: Int, left: Int
  private let side: Int

  /// The grid that covers outputs of `rows` by `columns` pixels; the first patch's corner lies
  /// `top` rows above and `left` columns to the left of the image's. The tensor has to outlive the
  /// tiles.
  init(
    _ map: WinogradTransform.Map, _ images: Tensor, outputRows: Int, outputColumns: Int,
    top: Int = 0, left: Int = 0
  ) {
    let (shape, tile) = (images.shape, WinogradTransform.tile)
    rows = (outputRows + tile - 1) / tile
    columns = (outputColumns + tile - 1) / tile
    count = shape[0] * rows * columns
    (height, width, channels) = (shape[1], shape[2], shape[3])
    dtype = images.dtype
    rowBytes = channels * dtype.byteCount
    side = map == .input ? WinogradTransform.patch : tile
    self.images = UnsafeRawPointer(images.storage.base.unsafelyUnwrapped)
    (self.map, self.top, self.left) = (map, top, left)
  }

  /// Transforms a range of the tiles to, or for outputs from, consecutive rows of the frequencies'
  /// matrices, starting at `row`.
  func transform(_ range: Range<Int>, _ buffer: WinogradBuffer, row firstRow: Int = 0) {
    let (pixelBytes, stride) = (rowBytes, buffer.stride)
    let scratch = Scratch(byteCount: side * side * pixelBytes)
    let middle = Scratch(byteCount: WinogradTransform.middleBytes(dtype))
    let packed = WinogradTransform.Patch(
      scratch.base, row: side * pixelBytes, column: pixelBytes)
    let lineBytes = width * pixelBytes
    var number = range.lowerBound / (rows * columns)
    var (row, column) = (range.lowerBound % (rows * columns))
      .quotientAndRemainder(dividingBy: columns)
    var position = buffer.base + firstRow * pixelBytes
    for _ in range {
      let y: Int = row &* WinogradTransform.tile &- top
      let x: Int = column &* WinogradTransform.tile &- left
      let line: Int = number &* height &+ y
      let offset: Int = line &* lineBytes &+ x &* pixelBytes
      let corner = images + offset
      let inImage = WinogradTransform.Patch(corner, row: lineBytes, column: pixelBytes)
      let inFrequencies = WinogradTransform.Patch(
        position, row: WinogradTransform.patch &* stride, column: stride)
      let isInside = y >= 0 && x >= 0 && y &+ side <= height && x &+ side <= width
      let patch = isInside ? inImage : packed
      if map == .output {
        WinogradTransform.apply(
          map, inFrequencies, patch, channels: channels, middle: middle, dtype)
        if !isInside { copy(corner, scratch.base, y, x, isStore: true) }
      } else {
        if !isInside { copy(corner, scratch.base, y, x, isStore: false) }
        WinogradTransform.apply(
          map, patch, inFrequencies, channels: channels, middle: middle, dtype)
      }
      position += pixelBytes
      column += 1
      if column == columns {
        (column, row) = (0, row + 1)
        if row == rows { (row, number) = (0, number + 1) }
      }
    }
  }

  /// Calls `body` with the runs of neighbouring elements that a range of the tiles covers in their
  /// images.
  func forEachRun(_ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    var tile = range.lowerBound
    while tile < range.upperBound {
      let (line, column) = tile.quotientAndRemainder(dividingBy: columns)
      let (number, row) = line.quotientAndRemainder(dividingBy: rows)
      let end = min(columns, column + range.upperBound - tile)
      let (first, last) = (column * side, min(width, end * side))
      for y in row * side..<min(height, (row + 1) * side) {
        let start = (number * height + y) * width
        body((start + first) * channels..<(start + last) * channels)
      }
      tile += end - column
    }
  }

  /// Copies the part of a patch that lies inside its image, to or from a packed buffer.
  private func copy(
    _ corner: UnsafeRawPointer, _ packed: UnsafeMutableRawPointer, _ y: Int, _ x: Int,
    isStore: Bool
  ) {
    let first = min(side, max(0, -x))
    let bytes = max(0, min(side, width - x) - first) * rowBytes
    if !isStore { memset(packed, 0, side * side * rowBytes) }
    for row in max(0, -y)..<max(max(0, -y), min(side, height - y)) {
      let inImage = corner + (row * width + first) * rowBytes
      let inPacked = packed + (row * side + first) * rowBytes
      if isStore {
        memcpy(UnsafeMutableRawPointer(mutating: inImage), inPacked, bytes)
      } else {
        memcpy(inPacked, inImage, bytes)
      }
    }
  }
}
