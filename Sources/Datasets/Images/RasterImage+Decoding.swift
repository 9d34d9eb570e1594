import GradusInterchange

extension RasterImage {
  /// Reads a PNG or JPEG file; its first bytes, not its name, tell which.
  ///
  /// Throws `FileError` and ``ImageFileError``, in a build without the trait `Images` always. The
  /// number of pixels is taken from the header and checked before anything is decoded or allocated.
  public init(
    readingFrom path: String, pixelLimit: Int = usualPixelLimit, appliesOrientation: Bool = false
  ) throws {
    try self.init(
      decoding: FileContents.read(path), path: path, pixelLimit: pixelLimit,
      appliesOrientation: appliesOrientation)
  }

  /// Decodes the contents of a PNG or JPEG file; `path` is what errors call it.
  ///
  /// Colour pictures have 3 channels and grey ones 1. Transparency is dropped, as by Pillow's
  /// `convert("RGB")`; 16-bit samples are rounded to 8; gamma and colour profiles are ignored; inks are
  /// taken in Adobe's convention. A camera's note of how it was held is ignored, as Pillow and
  /// torchvision do, unless `appliesOrientation`, which does what Pillow's `exif_transpose` does.
  public init(
    decoding bytes: [UInt8], path: String, pixelLimit: Int = usualPixelLimit,
    appliesOrientation: Bool = false
  ) throws {
    let (picture, orientation): (RasterImage, PictureOrientation)
    func check(_ height: Int, _ width: Int) throws {
      // A product of two 32-bit numbers does not overflow.
      guard height * width <= pixelLimit else {
        throw ImageFileError(
          path, .tooManyPixels(height: height, width: width, limit: pixelLimit))
      }
    }
    if bytes.starts(with: PNGStructure.signature) {
      let structure = try PNGStructure(bytes, path: path)
      try check(structure.height, structure.width)
      (picture, orientation) = (
        try PNGDecoder.decode(structure, path: path), structure.orientation
      )
    } else if bytes.starts(with: JPEGStructure.signature) {
      let structure = try JPEGStructure(bytes, path: path)
      try check(structure.height, structure.width)
      try structure.checkSize(byteCount: bytes.count, path: path)
      (picture, orientation) = (
        try JPEGDecoder.decode(bytes, structure, path: path), structure.orientation
      )
    } else {
      throw ImageFileError(path, .unknownFormat)
    }
    self = appliesOrientation ? picture.turnedUpright(from: orientation) : picture
  }

  /// Whether this build can decode files: whether it has the trait `Images`.
  public static var canDecode: Bool {
    #if Images
      true
    #else
      false
    #endif
  }

  /// The first channels of pixels that have more.
  static func leading(_ kept: Int, of stride: Int, _ samples: [UInt8]) -> [UInt8] {
    if kept == stride { return samples }
    var result: [UInt8] = []
    result.reserveCapacity(samples.count / stride * kept)
    for start in Swift.stride(from: 0, to: samples.count, by: stride) {
      for channel in 0..<kept { result.append(samples[start + channel]) }
    }
    return result
  }
}
