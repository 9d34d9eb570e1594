#if Images
  import CGradusTurboJPEG

  /// Decodes JPEG files with libjpeg-turbo's TurboJPEG interface, which reports errors by value.
  enum JPEGDecoder {
    static func decode(
      _ bytes: [UInt8], _ structure: JPEGStructure, path: String
    ) throws -> RasterImage {
      guard let decoder = tjInitDecompress() else {
        throw ImageFileError(path, .undecodable("libjpeg-turbo has no memory"))
      }
      defer { tjDestroy(decoder) }
      func complaint() -> String { String(cString: tjGetErrorStr2(decoder)) }
      func check(_ code: Int32) throws {
        guard code != 0 else { return }
        throw ImageFileError(path, .undecodable(complaint()))
      }
      let size = UInt(bytes.count)
      var (width, height, sampling, colours) = (Int32(0), Int32(0), Int32(0), Int32(0))
      try check(
        tjDecompressHeader3(decoder, bytes, size, &width, &height, &sampling, &colours))
      guard height == structure.height, width == structure.width else {
        throw ImageFileError(path, .undecodable("libjpeg-turbo reads another size"))
      }
      let format = structure.components == 1 ? TJPF_GRAY : inks(colours) ? TJPF_CMYK : TJPF_RGB
      let stride = format == TJPF_GRAY ? 1 : format == TJPF_CMYK ? 4 : 3
      var samples = [UInt8](repeating: 0, count: structure.height * structure.width * stride)
      // A file cut short is a mere warning to the library, and so are a thousand empty scans.
      let flags = TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS
      func decompress(_ bytes: [UInt8]) -> Int32 {
        tjDecompress2(
          decoder, bytes, UInt(bytes.count), &samples, width, 0, height, format.rawValue, flags)
      }
      if decompress(bytes) != 0 {
        guard let cleaned = JPEGStrayBytes.removed(from: bytes, warning: complaint()) else {
          throw ImageFileError(path, .undecodable(complaint()))
        }
        try check(decompress(cleaned))
      }
      return RasterImage(
        height: structure.height, width: structure.width, channels: stride == 1 ? 1 : 3,
        pixels: stride == 4 ? colour(ofInks: samples) : samples)
    }

    private static func inks(_ colours: Int32) -> Bool {
      colours == TJCS_CMYK.rawValue || colours == TJCS_YCCK.rawValue
    }

    /// Red, green and blue of cyan, magenta, yellow and black, all four stored inverted (Adobe).
    private static func colour(ofInks samples: [UInt8]) -> [UInt8] {
      var result: [UInt8] = []
      result.reserveCapacity(samples.count / 4 * 3)
      for start in Swift.stride(from: 0, to: samples.count, by: 4) {
        let black = Int(samples[start + 3])
        for ink in 0..<3 {
          result.append(UInt8((Int(samples[start + ink]) * black + 127) / 255))
        }
      }
      return result
    }
  }
#else
  /// Stands in for the decoder in a build without libjpeg-turbo.
  enum JPEGDecoder {
    static func decode(
      _ bytes: [UInt8], _ structure: JPEGStructure, path: String
    ) throws -> RasterImage { throw ImageFileError(path, .noDecoder) }
  }
#endif
