import Gradus

extension ImageDataset {
  /// Square pictures of noise in three colours, whose labels go round the classes.
  static func noise(_ count: Int, side: Int, classes: Int) -> ImageDataset {
    let stream = RandomStream(seed: 1, name: "noise")
    return ImageDataset(
      name: "noise",
      pixels: (0..<count * side * side * 3).map { UInt8(truncatingIfNeeded: stream.bits($0)) },
      height: side, width: side, channels: 3, labels: (0..<count).map { $0 % classes },
      classNames: (0..<classes).map { "\($0)" })
  }
}
