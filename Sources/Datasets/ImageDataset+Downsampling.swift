import GradusTensors

extension ImageDataset {
  /// The same images, smaller: each pixel is the mean of a `factor` x `factor` square.
  ///
  /// Means are rounded to the nearest byte, halves upwards. Traps when the height or the width is
  /// not a multiple of `factor`.
  public func downsampled(by factor: Int) -> ImageDataset {
    precondition(
      factor >= 1 && height.isMultiple(of: factor) && width.isMultiple(of: factor),
      "\(name): images of \(height)x\(width) cannot be down-sampled by \(factor)")
    let (newHeight, newWidth) = (height / factor, width / factor)
    let area = factor * factor
    var result: [UInt8] = []
    result.reserveCapacity(count * newHeight * newWidth * channels)
    var sums = [Int](repeating: 0, count: newWidth * channels)
    for row in rows {
      for y in 0..<newHeight {
        for position in sums.indices { sums[position] = 0 }
        for inner in 0..<factor {
          let start = (row * height + y * factor + inner) * width * channels
          for x in 0..<width {
            for channel in 0..<channels {
              sums[x / factor * channels + channel] += Int(pixels[start + x * channels + channel])
            }
          }
        }
        for sum in sums { result.append(UInt8((2 * sum + area) / (2 * area))) }
      }
    }
    return ImageDataset(
      name: name, pixels: result, height: newHeight, width: newWidth, channels: channels,
      labels: labels, classNames: classNames)
  }
}
