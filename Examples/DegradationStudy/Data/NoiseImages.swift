import Gradus

/// Images of random bytes with random labels: the control in which nothing can generalise (Zhang et
/// al. 2017, §2.2).
enum NoiseImages {
  private static let side = 28, classes = 10

  /// The first `count` images of a part: 28x28, grey, ten classes; the same in every study.
  static func dataset(_ split: BuiltInDataset.Split, count: Int) -> ImageDataset {
    let size = side * side
    let bits = RandomStream(seed: 0, name: "noise of the \(split.rawValue) images")
    let labels = RandomStream(seed: 0, name: "labels of the \(split.rawValue) noise")
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * size)
    // Eight pixels of a draw; an image's size is a multiple of eight.
    for draw in 0..<count * size / 8 {
      let word = bits.bits(draw)
      for byte in 0..<8 { pixels.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * byte))) }
    }
    return ImageDataset(
      name: DatasetChoice.noise, pixels: pixels, height: side, width: side, channels: 1,
      labels: (0..<count).map { labels.integer($0, below: classes) },
      classNames: (0..<classes).map { "\($0)" })
  }
}
