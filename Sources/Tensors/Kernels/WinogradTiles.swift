import Foundation

/// A batch of channels-last images cut into a grid of square patches, four pixels apart.
///
/// Patches may reach outside of their image: what they read there is zero, what they write there is
/// dropped. Such patches go through a small buffer; the others are used where they are.
struct WinogradTiles {
  let rows: Int, columns: Int
  /// Tiles of all images together.
  let count: Int
  let channels: Int
  let dtype: DType
  private let map: WinogradTransform.Map
  private let height: Int, width: Int
  private let top: Int, left: Int
  private let side: Int
  private let pixelBytes: Int

  /// Bytes of one tile's row in a frequency's matrix.
  var rowBytes: Int { pixelBytes }

  /// The grid that covers outputs of `rows` by `columns` pixels; the first patch's corner lies
  /// `top` rows above and `left` columns to the left of the image's.
  init(
    _ map: WinogradTransform.Map, shape: Shape, dtype: DType, outputRows: Int, outputColumns: Int,
    top: Int = 0, left: Int = 0
  ) {
    let tile = WinogradTransform.tile
    rows = (outputRows + tile - 1) / tile
    columns = (outputColumns + tile - 1) / tile
    count = shape[0] * rows * columns
    (height, width, channels) = (shape[1], shape[2], shape[3])
    pixelBytes = channels * dtype.byteCount
    side = map == .input ? WinogradTransform.patch : tile
    (self.map, self.dtype, self.top, self.left) = (map, dtype, top, left)
  }

  /// Transforms a range of the tiles between the image at `image` and the frequencies at
  /// `frequencies`, in which matrices of one row a tile lie `stride` bytes apart.
  func transform(
    _ range: Range<Int>, image: UnsafeRawPointer, frequencies: UnsafeRawPointer, stride: Int
  ) {
    let scratch = Scratch(byteCount: side * side * pixelBytes)
    let packed = WinogradTransform.Patch(
      scratch.base, row: side * pixelBytes, column: pixelBytes)
    let rowBytes = width * pixelBytes
    var number = range.lowerBound / (rows * columns)
    var (row, column) = (range.lowerBound % (rows * columns))
      .quotientAndRemainder(dividingBy: columns)
    var position = frequencies
    for _ in range {
      let y: Int = row &* WinogradTransform.tile &- top
      let x: Int = column &* WinogradTransform.tile &- left
      let firstRow: Int = number &* height &+ y
      let offset: Int = firstRow &* rowBytes &+ x &* pixelBytes
      let corner = image + offset
      let inImage = WinogradTransform.Patch(corner, row: rowBytes, column: pixelBytes)
      let inFrequencies = WinogradTransform.Patch(
        position, row: WinogradTransform.patch &* stride, column: stride)
      let isInside = y >= 0 && x >= 0 && y &+ side <= height && x &+ side <= width
      let patch = isInside ? inImage : packed
      if map == .output {
        WinogradTransform.apply(map, inFrequencies, patch, channels: channels, dtype)
        if !isInside { copy(corner, scratch.base, y, x, isStore: true) }
      } else {
        if !isInside { copy(corner, scratch.base, y, x, isStore: false) }
        WinogradTransform.apply(map, patch, inFrequencies, channels: channels, dtype)
      }
      position += pixelBytes
      column += 1
      if column == columns {
        (column, row) = (0, row + 1)
        if row == rows { (row, number) = (0, number + 1) }
      }
    }
  }

  /// Copies the part of a patch that lies inside its image, to or from a packed buffer.
  private func copy(
    _ corner: UnsafeRawPointer, _ packed: UnsafeMutableRawPointer, _ y: Int, _ x: Int,
    isStore: Bool
  ) {
    let first = min(side, max(0, -x))
    let bytes = max(0, min(side, width - x) - first) * pixelBytes
    if !isStore { memset(packed, 0, side * side * pixelBytes) }
    for row in max(0, -y)..<max(max(0, -y), min(side, height - y)) {
      let inImage = corner + (row * width + first) * pixelBytes
      let inPacked = packed + (row * side + first) * pixelBytes
      if isStore {
        memcpy(UnsafeMutableRawPointer(mutating: inImage), inPacked, bytes)
      } else {
        memcpy(inPacked, inImage, bytes)
      }
    }
  }
}
