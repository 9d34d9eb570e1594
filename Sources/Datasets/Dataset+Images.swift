import GradusTensors

extension ImageDataset: Dataset {
  /// An image, float32 `[height, width, channels]` in 0...1, and its class; traps on a position outside
  /// `0..<count`.
  public func example(at index: Int) -> Labelled<Tensor> {
    Labelled(
      Tensor(values(at: [index]), shape: imageShape), label: labels(at: [index])[0])
  }
}

extension PictureIndex: Dataset {
  /// A picture and its class; throws as `RasterImage.init(readingFrom:)` does, and traps on a position
  /// outside `0..<count`.
  public func example(at index: Int) throws -> Labelled<RasterImage> {
    Labelled(try RasterImage(readingFrom: path(at: index)), label: Int(labels[index]))
  }
}

extension RasterImage {
  /// The picture as float32 `[height, width, channels]` in 0...1.
  public var tensor: Tensor {
    Tensor(pixels.map { Float($0) / 255 }, shape: [height, width, channels])
  }

  /// The picture of an image `[height, width, channels]` in 0...1, rounded to bytes; what is outside is cut
  /// off. Traps unless there are 1 or 3 channels.
  public init(_ image: Tensor) {
    precondition(
      image.rank == 3, "a picture is made from [height, width, channels], not from \(image.shape)")
    self.init(
      height: image.shape[0], width: image.shape[1], channels: image.shape[2],
      pixels: image.floats.map { UInt8((min(1, max(0, $0)) * 255).rounded()) })
  }
}
