import Foundation

/// Lays out, for each position of a grid, the values that a set of taps sees: one row a position,
/// the taps' channels side by side (`im2col`).
///
/// Works on bytes, so that both element types share it. The same gather serves a convolution (taps
/// reach into the input) and its input gradient (taps reach into the output's gradient).
struct ColumnGather: Sendable {
  /// Where a tap looks, relative to the position's corner.
  struct Tap: Equatable, Sendable {
    let row: Int
    let column: Int
  }

  /// Taps whose source columns are neighbours, copied in one go.
  private struct Run: Sendable {
    let row: Int
    let column: Int
    var count: Int
  }

  let sourceHeight: Int, sourceWidth: Int, sourceChannels: Int
  /// Channels a tap sees.
  let channels: Int
  let rows: Int, columns: Int
  let rowStride: Int, columnStride: Int
  /// Elements in one gathered row.
  let rowLength: Int
  private let channelBytes: Int, sourcePixelBytes: Int
  private let runs: [Run]
  let taps: [Tap]
  private let elementSize: Int

  init(
    sourceHeight: Int, sourceWidth: Int, sourceChannels: Int, channels: Int, rows: Int,
    columns: Int, rowStride: Int, columnStride: Int, taps: [Tap], elementSize: Int
  ) {
    self.sourceHeight = sourceHeight
    self.sourceWidth = sourceWidth
    (self.sourceChannels, self.channels) = (sourceChannels, channels)
    self.elementSize = elementSize
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.taps = taps
    rowLength = taps.count * channels
    channelBytes = channels * elementSize
    sourcePixelBytes = sourceChannels * elementSize
    var runs: [Run] = []
    for tap in taps {
      if channels == sourceChannels, let last = runs.last, last.row == tap.row,
        last.column + last.count == tap.column
      {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(Run(row: tap.row, column: tap.column, count: 1))
      }
    }
    self.runs = runs
  }

  /// Positions in one image.
  var positions: Int { rows * columns }

  /// Whether gathered rows are the source's own pixels, so that nothing needs to be copied.
  var isIdentity: Bool {
    taps == [Tap(row: 0, column: 0)] && rowStride == 1 && columnStride == 1
      && rows == sourceHeight && columns == sourceWidth
  }

  /// The same for an identity, with the pixels of all images in one column.
  func flattened(batch: Int) -> ColumnGather {
    let pixels = batch * positions
    return ColumnGather(
      sourceHeight: pixels, sourceWidth: 1, sourceChannels: sourceChannels, channels: channels,
      rows: pixels, columns: 1, rowStride: 1, columnStride: 1, taps: taps,
      elementSize: elementSize)
  }

  /// Gathers `range` of the positions of all images in a row into `target`, from the channels that
  /// start `channelOffset` bytes into a pixel.
  func gather(
    _ source: UnsafeRawPointer, _ range: Range<Int>, channelOffset: Int,
    into target: UnsafeMutableRawPointer
  ) {
    var image = range.lowerBound / positions
    var (row, column) = (range.lowerBound % positions).quotientAndRemainder(dividingBy: columns)
    let imageBytes = sourceHeight * sourceWidth * sourcePixelBytes
    var output = target
    runs.withUnsafeBufferPointer { runs in
      for _ in range {
        let base = source + image * imageBytes + channelOffset
        let (top, left) = (row * rowStride, column * columnStride)
        for run in runs {
          let y = top + run.row
          let bytes = run.count * channelBytes
          if y < 0 || y >= sourceHeight {
            memset(output, 0, bytes)
          } else {
            copy(base + y * sourceWidth * sourcePixelBytes, left + run.column, run.count, output)
          }
          output += bytes
        }
        column += 1
        if column == columns {
          (column, row) = (0, row + 1)
          if row == rows { (row, image) = (0, image + 1) }
        }
      }
    }
  }

  /// Copies `count` pixels from column `start` of a source row; zeros where it is outside.
  @inline(__always)
  private func copy(
    _ sourceRow: UnsafeRawPointer, _ start: Int, _ count: Int, _ target: UnsafeMutableRawPointer
  ) {
    let first = min(max(0, -start), count)
    let end = max(first, min(count, sourceWidth - start))
    if first > 0 { memset(target, 0, first * channelBytes) }
    if end > first {
      memcpy(
        target + first * channelBytes, sourceRow + (start + first) * sourcePixelBytes,
        (end - first) * channelBytes)
    }
    if end < count { memset(target + end * channelBytes, 0, (count - end) * channelBytes) }
  }
}
