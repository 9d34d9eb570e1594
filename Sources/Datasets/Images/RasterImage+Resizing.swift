import GradusTensors

extension RasterImage {
  /// The picture at another size; where it shrinks, pixels are averaged.
  ///
  /// The bytes are those of Pillow's `Image.resize((width, height), BILINEAR)` or `BICUBIC`, which
  /// torchvision's `Resize` calls. Traps on a size that is not positive.
  public func resized(
    height newHeight: Int, width newWidth: Int, interpolation: Interpolation = .bilinear
  ) -> RasterImage {
    resized(
      height: newHeight, width: newWidth, rows: 0..<newHeight, columns: 0..<newWidth,
      interpolation: interpolation)
  }

  /// The middle of the picture at exactly this size: it is resized, in its own proportions, until it
  /// just covers the size, and what hangs over is cut off evenly.
  ///
  /// For a square it is torchvision's `Resize(size)` and `CenterCrop(size)`. A picture of the right
  /// size stays as it is. Traps on a size that is not positive.
  public func covering(
    height target: Int, width targetWidth: Int, interpolation: Interpolation = .bilinear
  ) -> RasterImage {
    precondition(
      target > 0 && targetWidth > 0, "a picture cannot be \(target)x\(targetWidth) pixels")
    let isWide = target * width >= targetWidth * height
    let newHeight = isWide ? target : max(target, height * targetWidth / width)
    let newWidth = isWide ? max(targetWidth, width * target / height) : targetWidth
    return resized(
      height: newHeight, width: newWidth, rows: Self.middle(target, newHeight),
      columns: Self.middle(targetWidth, newWidth), interpolation: interpolation)
  }

  /// The middle `length` pixels of `whole`, as torchvision's `CenterCrop` has them.
  static func middle(_ length: Int, _ whole: Int) -> Range<Int> {
    let start = Int((Double(whole - length) / 2).rounded(.toNearestOrEven))
    return start..<start + length
  }

  /// A part of the resized picture; nothing outside the part is computed or allocated, because a
  /// narrow strip would grow without bound.
  func resized(
    height newHeight: Int, width newWidth: Int, rows: Range<Int>, columns: Range<Int>,
    interpolation: Interpolation
  ) -> RasterImage {
    precondition(
      newHeight > 0 && newWidth > 0, "a picture cannot be \(newHeight)x\(newWidth) pixels")
    if newHeight == height && newWidth == width && rows.count == height && columns.count == width {
      return self
    }
    let vertical = ResamplingFilter(
      from: height, to: newHeight, window: rows, interpolation: interpolation)
    let needed = newHeight == height ? rows : vertical.sources
    var narrowed = horizontally(newWidth, columns, rows: needed, interpolation)
    if newHeight != height {
      narrowed = Self.vertically(
        narrowed, rowLength: columns.count * channels, firstRow: needed.lowerBound, vertical)
    }
    return RasterImage(
      height: rows.count, width: columns.count, channels: channels, pixels: narrowed)
  }

  private func horizontally(
    _ newWidth: Int, _ columns: Range<Int>, rows: Range<Int>, _ interpolation: Interpolation
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(rows.count * columns.count * channels)
    guard newWidth != width else {
      for row in rows {
        let start = row * width
        result +=
          pixels[
            (start + columns.lowerBound) * channels..<(start + columns.upperBound) * channels]
      }
      return result
    }
    let filter = ResamplingFilter(
      from: width, to: newWidth, window: columns, interpolation: interpolation)
    for row in rows {
      for span in filter.spans {
        let start = (row * width + span.first) * channels
        for channel in 0..<channels {
          var (sum, position) = (0, start + channel)
          for weight in span.weights {
            sum += weight * Int(pixels[position])
            position += channels
          }
          result.append(ResamplingFilter.byte(sum))
        }
      }
    }
    return result
  }

  private static func vertically(
    _ pixels: [UInt8], rowLength: Int, firstRow: Int, _ filter: ResamplingFilter
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(filter.spans.count * rowLength)
    var sums = [Int](repeating: 0, count: rowLength)
    for span in filter.spans {
      for position in sums.indices { sums[position] = 0 }
      for (offset, weight) in span.weights.enumerated() {
        let start = (span.first - firstRow + offset) * rowLength
        for position in 0..<rowLength { sums[position] += weight * Int(pixels[start + position]) }
      }
      for sum in sums { result.append(ResamplingFilter.byte(sum)) }
    }
    return result
  }
}
