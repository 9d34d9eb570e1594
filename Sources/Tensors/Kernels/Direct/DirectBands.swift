import Foundation
import GradusVectorKernels

/// The positions of a convolution cut into bands, whose input stays in cache.
///
/// A band is some rows of an image, or several small images whole. Where taps reach outside of the
/// image, or a group has only some of its channels, the band's input is first copied with zeros
/// around it; elsewhere it is read where it is. What a position sees is then a few runs of
/// neighbouring elements, at the same distances for every position. A 1x1 filter that looks at each
/// pixel once makes all images one column of pixels.
struct DirectBands: Sendable {
  private let gather: ColumnGather
  /// Channels that a tap sees.
  var channels: Int { gather.channels }
  private let imagesInAll: Int
  private let firstRow: Int, firstColumn: Int
  private let isCopied: Bool
  /// Elements from pixel to pixel, row to row and image to image of the band's input.
  private let pixelPitch: Int, rowPitch: Int, imagePitch: Int
  private let copiedColumns: Int
  /// Elements after a copy that a register tile may read.
  private let excess: Int
  /// Rows that one row of positions adds, and those that the first one needs.
  private let extraRows: Int

  /// Images and rows of positions of one band.
  private let imagesPerBand: Int, rowsPerBand: Int
  private let bandsPerImage: Int
  /// Number of bands.
  let count: Int
  /// Elements of one run, and where the runs start from a position's first pixel.
  let depth: Int
  let segments: [Int]
  /// Where each position of a band starts in its input.
  let sourceOffsets: [Int]

  /// Bands of about `byteLimit` bytes of input and at least `minimumPositions` where there are so
  /// many; `minimumDepth` elements can be read from the start of every run. The input of joined channels
  /// is always a copy.
  init(
    _ gather: ColumnGather, batch: Int, elementSize: Int, byteLimit: Int, minimumPositions: Int,
    minimumDepth: Int = 0, isJoined: Bool = false, tile: RegisterTile
  ) {
    self.gather = gather
    excess = tile.gatheredRows
    let (rowOffsets, columnOffsets) = (gather.taps.map(\.row), gather.taps.map(\.column))
    let (top, left) = (rowOffsets.min() ?? 0, columnOffsets.min() ?? 0)
    let (bottom, right) = (rowOffsets.max() ?? 0, columnOffsets.max() ?? 0)
    let reachesOut =
      top < 0 || left < 0
      || (gather.rows - 1) * gather.rowStride + bottom >= gather.sourceHeight
      || (gather.columns - 1) * gather.columnStride + right >= gather.sourceWidth
    let isPart = gather.channels != gather.sourceChannels && gather.taps.count > 1
    let isCopied = reachesOut || isPart || isJoined || gather.channels < minimumDepth
    self.isCopied = isCopied
    (firstRow, firstColumn) = (top, left)
    imagesInAll = batch
    extraRows = bottom - top + 1 - gather.rowStride
    copiedColumns = (gather.columns - 1) * gather.columnStride + right - left + 1
    let pixelPitch = isCopied ? gather.channels : gather.sourceChannels
    let rowPitch = pixelPitch * (isCopied ? copiedColumns : gather.sourceWidth)
    (self.pixelPitch, self.rowPitch) = (pixelPitch, rowPitch)
    let origin = isCopied ? (top, left) : (0, 0)
    var starts: [Int] = []
    var lengths: [Int] = []
    for tap in gather.taps {
      let start = (tap.row - origin.0) * rowPitch + (tap.column - origin.1) * pixelPitch
      if gather.channels == pixelPitch, let last = starts.last,
        last + lengths[lengths.count - 1] == start, lengths[lengths.count - 1] > 0,
        tap.column > left
      {
        lengths[lengths.count - 1] += gather.channels
      } else {
        starts.append(start)
        lengths.append(gather.channels)
      }
    }
    if Set(lengths).count == 1 {
      (segments, depth) = (starts, lengths[0])
    } else {
      segments = gather.taps.map {
        ($0.row - origin.0) * rowPitch + ($0.column - origin.1) * pixelPitch
      }
      depth = gather.channels
    }

    // Sizes follow from the shapes and the caches alone, never from the number of threads.
    let positions = gather.rows * gather.columns
    let imageBytes = max(1, gather.rows * gather.rowStride * rowPitch * elementSize)
    if imageBytes <= byteLimit && gather.rows * gather.columns < 4 * minimumPositions {
      let wanted = (minimumPositions + positions - 1) / positions
      imagesPerBand = max(1, min(batch, byteLimit / imageBytes, wanted))
      rowsPerBand = gather.rows
    } else {
      imagesPerBand = 1
      let rowBytes = gather.rowStride * rowPitch * elementSize
      let least = (minimumPositions + gather.columns - 1) / gather.columns
      let fitting = max(1, least, byteLimit / max(1, rowBytes))
      let limit = min(
        gather.rows, gather.columns == 1 ? fitting.roundedUp(to: tile.gatheredRows) : fitting)
      let pieces = (gather.rows + limit - 1) / limit
      let even = (gather.rows + pieces - 1) / pieces
      rowsPerBand = gather.columns == 1 ? limit : even
    }
    bandsPerImage = (gather.rows + rowsPerBand - 1) / rowsPerBand
    count = (batch + imagesPerBand - 1) / imagesPerBand * bandsPerImage
    imagePitch =
      rowPitch
      * (isCopied ? rowsPerBand * gather.rowStride + max(0, extraRows) : gather.sourceHeight)
    var offsets: [Int] = []
    offsets.reserveCapacity(imagesPerBand * rowsPerBand * gather.columns)
    for image in 0..<imagesPerBand {
      for row in 0..<rowsPerBand {
        for column in 0..<gather.columns {
          offsets.append(
            image * imagePitch + row * gather.rowStride * rowPitch
              + column * gather.columnStride * pixelPitch)
        }
      }
    }
    sourceOffsets = offsets
  }

  /// One band: which image and row of positions it starts with, and how many positions it has.
  struct Band {
    let image: Int
    let row: Int
    let images: Int
    let rows: Int
    let positions: Int
  }

  func band(_ index: Int) -> Band {
    let (chunk, part) = index.quotientAndRemainder(dividingBy: bandsPerImage)
    let image = chunk * imagesPerBand
    let row = part * rowsPerBand
    let images = min(imagesPerBand, imagesInAll - image)
    let rows = min(rowsPerBand, gather.rows - row)
    return Band(
      image: image, row: row, images: images, rows: rows,
      positions: images * rows * gather.columns)
  }

  /// Where each position of a full band lies in a tensor with such distances.
  func offsets(image: Int, row: Int, column: Int) -> [Int] {
    var offsets: [Int] = []
    offsets.reserveCapacity(sourceOffsets.count)
    for i in 0..<imagesPerBand {
      for r in 0..<rowsPerBand {
        for c in 0..<gather.columns { offsets.append(i * image + r * row + c * column) }
      }
    }
    return offsets
  }

  /// Bytes of the buffer that `source(of:)` copies to.
  func scratchBytes(_ elementSize: Int) -> Int {
    isCopied ? (imagesPerBand * imagePitch + excess) * elementSize : 0
  }

  /// The band's input, put together of joined channels; of pixels that are looked at once.
  func source<T: KernelScalar>(
    of band: Band, _ joined: JoinedChannelsKernel<T>, _ scratch: Scratch
  ) -> UnsafePointer<T> {
    assert(gather.columns == 1, "channels are joined pixel by pixel")
    let target = scratch.base.assumingMemoryBound(to: T.self)
    joined.write(band.row..<band.row + band.rows, to: target)
    return UnsafePointer(target)
  }

  /// The band's input: where it is, or its copy with zeros around it.
  func source<T: KernelScalar>(
    of band: Band, _ images: UnsafePointer<T>, firstChannel: Int, _ scratch: Scratch
  ) -> UnsafePointer<T> {
    let line = gather.sourceWidth * gather.sourceChannels
    guard isCopied else {
      let row = band.image * gather.sourceHeight + band.row * gather.rowStride
      return images + row * line + firstChannel
    }
    let target = scratch.base.assumingMemoryBound(to: T.self)
    let rows = (band.rows - 1) * gather.rowStride + gather.rowStride + extraRows
    let first = min(max(0, -firstColumn), copiedColumns)
    let end = max(first, min(copiedColumns, gather.sourceWidth - firstColumn))
    let channels = gather.channels
    for image in 0..<band.images {
      for row in 0..<rows {
        let y = band.row * gather.rowStride + firstRow + row
        let to = target + image * imagePitch + row * rowPitch
        guard y >= 0, y < gather.sourceHeight else {
          memset(to, 0, rowPitch * MemoryLayout<T>.size)
          continue
        }
        let from =
          images + ((band.image + image) * gather.sourceHeight + y) * line + firstChannel
          + (firstColumn + first) * gather.sourceChannels
        memset(to, 0, first * channels * MemoryLayout<T>.size)
        if channels == gather.sourceChannels {
          memcpy(
            to + first * channels, from, (end - first) * channels * MemoryLayout<T>.size)
        } else {
          for pixel in 0..<(end - first) {
            (to + (first + pixel) * channels).update(
              from: from + pixel * gather.sourceChannels, count: channels)
          }
        }
        memset(
          to + end * channels, 0, (copiedColumns - end) * channels * MemoryLayout<T>.size)
      }
    }
    return UnsafePointer(target)
  }
}
