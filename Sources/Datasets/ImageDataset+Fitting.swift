extension ImageDataset {
  /// The same images at another size and number of channels, 1 or 3; each is resized and cut as
  /// ``RasterImage/covering(height:width:interpolation:)`` does.
  ///
  /// Returns itself where nothing changes. Traps on sizes that are not positive, and unless both
  /// numbers of channels are 1 or 3.
  public func fitted(height: Int, width: Int, channels: Int) -> ImageDataset {
    if (height, width, channels) == (self.height, self.width, self.channels) { return self }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * height * width * channels)
    for index in 0..<count {
      pixels +=
        picture(at: index).converted(toChannels: channels)
        .covering(height: height, width: width).pixels
    }
    return ImageDataset(
      name: name, pixels: pixels, height: height, width: width, channels: channels,
      labels: labels, classNames: classNames)
  }
}
