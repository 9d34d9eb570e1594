import Foundation

#if Images
  import CGradusTurboJPEG
#endif

/// Decodes pictures one after another into the same memory, four bytes a pixel; JPEG files at a half, a
/// quarter or an eighth of their size where that is enough.
final class PictureDecoder {
  /// One over the size a picture is decoded at.
  enum Shrinkage: Int, CaseIterable {
    case none = 1
    case half = 2, quarter = 4, eighth = 8

    /// The largest one that leaves `length` pixels of the picture at least `side` pixels.
    static func largest(keeping side: Int, of length: Double) -> Shrinkage {
      allCases.last { length / Double($0.rawValue) >= Double(side) } ?? .none
    }
  }

  /// What was decoded: rows and columns in memory, and how much smaller they are than the file's.
  struct Picture {
    let height: Int, width: Int
    let shrinkage: Shrinkage
  }

  /// Rows of red, green, blue and a byte without meaning; those of the last picture, and of larger ones
  /// before it what was behind.
  private(set) var pixels: [UInt8] = []

  #if Images
    private let decoder = tjInitDecompress()

    deinit { if let decoder { tjDestroy(decoder) } }
  #endif

  /// Decodes the contents of a file, which errors call `path`; `shrinkage` is asked with the height and
  /// width of the whole picture before anything is decoded.
  ///
  /// Throws ``ImageFileError``, in a build without the trait `Images` always.
  func decode(
    _ bytes: [UInt8], path: String, shrinkage: (_ height: Int, _ width: Int) -> Shrinkage
  ) throws -> Picture {
    #if Images
      if bytes.starts(with: JPEGStructure.signature) {
        let structure = try JPEGStructure(bytes, path: path)
        try structure.checkSize(byteCount: bytes.count, path: path)
        let (height, width) = (structure.height, structure.width)
        guard height * width <= RasterImage.usualPixelLimit else {
          throw ImageFileError(
            path,
            .tooManyPixels(height: height, width: width, limit: RasterImage.usualPixelLimit))
        }
        if structure.components != 4 {
          return try decompress(bytes, structure, shrinkage(height, width), path)
        }
      }
    #endif
    // Inks and PNG files are rare in such data sets.
    let picture = try RasterImage(decoding: bytes, path: path).converted(toChannels: 3)
    _ = shrinkage(picture.height, picture.width)
    makeRoom(picture.height * picture.width * 4)
    for pixel in 0..<picture.height * picture.width {
      for channel in 0..<3 { pixels[4 * pixel + channel] = picture.pixels[3 * pixel + channel] }
    }
    return Picture(height: picture.height, width: picture.width, shrinkage: .none)
  }

  private func makeRoom(_ byteCount: Int) {
    // Some more, so that pictures of slightly different sizes do not each need new memory.
    if pixels.count < byteCount {
      pixels = [UInt8](repeating: 0, count: byteCount + byteCount / 4)
    }
  }

  #if Images
    private func decompress(
      _ bytes: [UInt8], _ structure: JPEGStructure, _ shrinkage: Shrinkage, _ path: String
    ) throws -> Picture {
      guard let decoder else {
        throw ImageFileError(path, .undecodable("libjpeg-turbo has no memory"))
      }
      func complaint() -> String { String(cString: tjGetErrorStr2(decoder)) }
      let scale = shrinkage.rawValue
      let height = (structure.height + scale - 1) / scale
      let width = (structure.width + scale - 1) / scale
      makeRoom(height * width * 4)
      var (ownWidth, ownHeight, sampling, colours) = (Int32(0), Int32(0), Int32(0), Int32(0))
      guard
        tjDecompressHeader3(
          decoder, bytes, UInt(bytes.count), &ownWidth, &ownHeight, &sampling, &colours) == 0
      else { throw ImageFileError(path, .undecodable(complaint())) }
      guard Int(ownHeight) == structure.height, Int(ownWidth) == structure.width else {
        throw ImageFileError(path, .undecodable("libjpeg-turbo reads another size"))
      }
      let flags = TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS
      func decompress(_ bytes: [UInt8]) -> Bool {
        tjDecompress2(
          decoder, bytes, UInt(bytes.count), &pixels, Int32(width), 0, Int32(height),
          TJPF_RGBX.rawValue, flags) == 0
      }
      if !decompress(bytes) {
        guard let cleaned = JPEGStrayBytes.removed(from: bytes, warning: complaint()),
          decompress(cleaned)
        else { throw ImageFileError(path, .undecodable(complaint())) }
      }
      return Picture(height: height, width: width, shrinkage: shrinkage)
    }
  #endif
}
