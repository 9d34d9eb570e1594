import GradusTensors

extension RasterImage {
  /// The picture with its shorter side resized to so many pixels, in its own proportions: torchvision's
  /// `Resize(shorterSide)`. Shrinking averages pixels, so that nothing is aliased.
  public func resized(
    shorterSide: Int, interpolation: Interpolation = .bilinear
  ) -> RasterImage {
    let (newHeight, newWidth) = lengths(shorterSide: shorterSide)
    return resized(height: newHeight, width: newWidth, interpolation: interpolation)
  }

  /// The middle square of the resized picture: torchvision's `Resize(shorterSide)` and
  /// `CenterCrop(size)`. Traps unless `size` is in `1...shorterSide`.
  public func middle(
    _ size: Int, shorterSide: Int, interpolation: Interpolation = .bilinear
  ) -> RasterImage {
    let (newHeight, newWidth) = lengths(shorterSide: shorterSide)
    return parts(of: size, shorterSide, interpolation) {
      [(Self.middle($0, newHeight), Self.middle($0, newWidth))]
    }[0]
  }

  /// The four corners of the resized picture, its middle, and their mirror images (Krizhevsky et al. 2012,
  /// §4.1): torchvision's `Resize(shorterSide)` and `TenCrop(size)`, in its order. Traps unless `size` is
  /// in `1...shorterSide`.
  public func tenCrops(
    _ size: Int, shorterSide: Int, interpolation: Interpolation = .bilinear
  ) -> [RasterImage] {
    let (newHeight, newWidth) = lengths(shorterSide: shorterSide)
    let all = parts(of: size, shorterSide, interpolation) { size in
      let (top, bottom) = (0..<size, newHeight - size..<newHeight)
      let (left, right) = (0..<size, newWidth - size..<newWidth)
      let (rows, middle) = (Self.middle(size, newHeight), Self.middle(size, newWidth))
      // The middle of the mirrored picture, which is another where the rest is odd.
      let other = newWidth - middle.upperBound..<newWidth - middle.lowerBound
      return [
        (top, left), (top, right), (bottom, left), (bottom, right), (rows, middle),
        (rows, other),
      ]
    }
    return Array(all[..<5]) + [1, 0, 3, 2, 5].map { all[$0].mirrored }
  }

  /// Parts of the resized picture; nothing outside of them is computed.
  private func parts(
    of size: Int, _ shorterSide: Int, _ interpolation: Interpolation,
    places: (_ size: Int) -> [(rows: Range<Int>, columns: Range<Int>)]
  ) -> [RasterImage] {
    precondition(
      (1...max(1, shorterSide)).contains(size),
      "a recipe cannot cut \(size) pixels out of a side of \(shorterSide)")
    let (newHeight, newWidth) = lengths(shorterSide: shorterSide)
    return places(size).map { rows, columns in
      resized(
        height: newHeight, width: newWidth, rows: rows, columns: columns,
        interpolation: interpolation)
    }
  }

  /// Height and width once the shorter side is so long, as torchvision rounds them.
  public func lengths(shorterSide: Int) -> (height: Int, width: Int) {
    precondition(shorterSide > 0, "a picture cannot have a side of \(shorterSide) pixels")
    return width >= height
      ? (shorterSide, max(shorterSide, shorterSide * width / height))
      : (max(shorterSide, shorterSide * height / width), shorterSide)
  }

  /// The picture mirrored left to right.
  public var mirrored: RasterImage {
    var result: [UInt8] = []
    result.reserveCapacity(pixels.count)
    for row in 0..<height {
      for column in (0..<width).reversed() {
        let start = (row * width + column) * channels
        result += pixels[start..<start + channels]
      }
    }
    return RasterImage(height: height, width: width, channels: channels, pixels: result)
  }

  /// The picture with its colours in the other order: blue, green, red for red, green, blue.
  public var reversingColours: RasterImage {
    guard channels == 3 else { return self }
    var result = pixels
    for start in stride(from: 0, to: result.count, by: 3) { result.swapAt(start, start + 2) }
    return RasterImage(height: height, width: width, channels: channels, pixels: result)
  }
}
