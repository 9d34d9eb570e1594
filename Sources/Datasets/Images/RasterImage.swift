import GradusTensors

/// A picture in memory: rows of pixels from the top, a byte a number.
public struct RasterImage: Sendable, Hashable {
  /// Rows and columns, in pixels.
  public let height: Int, width: Int
  /// Numbers a pixel: 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// The numbers, `[height, width, channels]` row-major.
  public let pixels: [UInt8]

  /// Makes a picture; traps when there are not `height * width * channels` bytes, or when there are
  /// neither 1 nor 3 channels.
  public init(height: Int, width: Int, channels: Int, pixels: [UInt8]) {
    precondition(
      height > 0 && width > 0 && (channels == 1 || channels == 3)
        && pixels.count == height * width * channels,
      "a picture of \(height)x\(width)x\(channels) cannot have \(pixels.count) bytes")
    (self.height, self.width, self.channels, self.pixels) = (height, width, channels, pixels)
  }

  /// The most pixels that are decoded unless the caller says otherwise: 256 MiB of red, green and
  /// blue, which is Pillow's limit too.
  public static let usualPixelLimit = 89_478_485

  /// The picture with 1 or 3 channels; traps on any other number.
  ///
  /// Grey is repeated. Colour becomes its luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), in
  /// Pillow's rounding.
  public func converted(toChannels target: Int) -> RasterImage {
    precondition(target == 1 || target == 3, "a picture has 1 or 3 channels, not \(target)")
    if target == channels { return self }
    var result: [UInt8] = []
    result.reserveCapacity(height * width * target)
    if target == 3 {
      for grey in pixels { for _ in 0..<3 { result.append(grey) } }
    } else {
      for start in stride(from: 0, to: pixels.count, by: 3) {
        let (red, green) = (Int(pixels[start]), Int(pixels[start + 1]))
        let weighted = red * 19_595 + green * 38_470 + Int(pixels[start + 2]) * 7_471
        result.append(UInt8((weighted + 0x8000) >> 16))
      }
    }
    return RasterImage(height: height, width: width, channels: target, pixels: result)
  }
}

extension ImageDataset {
  /// The image at a position as a picture; traps outside `0..<count` and unless there are 1 or 3
  /// channels.
  public func picture(at index: Int) -> RasterImage {
    let single = subset([index])
    let size = imageShape.count
    return RasterImage(
      height: height, width: width, channels: channels,
      pixels: Array(single.pixels[single.rows[0] * size..<(single.rows[0] + 1) * size]))
  }
}
