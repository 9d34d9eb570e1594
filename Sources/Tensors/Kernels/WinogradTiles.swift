import GradusVectorKernels

/// A batch of channels-last images cut into a grid of square patches, four pixels apart.
///
/// Patches may reach outside of their image: what they read there is zero, what they write there is
/// dropped.
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
    let middle = Scratch(byteCount: WinogradTransform.middleBytes(dtype))
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
      let inImage = WinogradTransform.Patch(
        images + offset, row: lineBytes, column: pixelBytes, rows: Self.existing(y, side, height),
        columns: Self.existing(x, side, width))
      let inFrequencies = WinogradTransform.Patch(
        position, row: WinogradTransform.patch &* stride, column: stride)
      let (source, target) =
        map == .output ? (inFrequencies, inImage) : (inImage, inFrequencies)
      WinogradTransform.apply(
        map, source, target, channels: channels, middle: middle, dtype)
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

  /// Which of `side` neighbours, the first of them at `first`, are among `count`.
  private static func existing(_ first: Int, _ side: Int, _ count: Int) -> Range<Int> {
    let start = min(side, max(0, 0 &- first))
    return start..<max(start, min(side, count &- first))
  }
}
