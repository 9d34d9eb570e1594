#if Images
  import CGradusPNG

  /// Decodes PNG files with libpng's simplified interface, the one that reports errors by value:
  /// the other one leaves by `longjmp`, which must not cross Swift.
  enum PNGDecoder {
    static func decode(_ structure: PNGStructure, path: String) throws -> RasterImage {
      var image = png_image()
      image.version = png_uint_32(PNG_IMAGE_VERSION)
      // libpng keeps both addresses from the first call to the last.
      return try withUnsafeMutablePointer(to: &image) { image in
        try structure.essentials.withUnsafeBytes { file in
          defer { png_image_free(image) }
          guard png_image_begin_read_from_memory(image, file.baseAddress, file.count) != 0 else {
            throw failure(image, path)
          }
          guard image.pointee.height == structure.height, image.pointee.width == structure.width
          else { throw ImageFileError(path, .undecodable("libpng reads another size")) }
          return try read(image, structure, path: path)
        }
      }
    }

    private static func read(
      _ image: UnsafeMutablePointer<png_image>, _ structure: PNGStructure, path: String
    ) throws -> RasterImage {
      let isColour = image.pointee.format & PNG_FORMAT_FLAG_COLOR != 0
      let hasAlpha = image.pointee.format & PNG_FORMAT_FLAG_ALPHA != 0
      image.pointee.format =
        (isColour ? PNG_FORMAT_FLAG_COLOR : 0) | (hasAlpha ? PNG_FORMAT_FLAG_ALPHA : 0)
      // Without a gamma, 16-bit samples are as dark as 8-bit ones, not linear.
      image.pointee.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
      let channels = isColour ? 3 : 1
      let stride = channels + (hasAlpha ? 1 : 0)
      var samples = [UInt8](repeating: 0, count: structure.height * structure.width * stride)
      guard png_image_finish_read(image, nil, &samples, 0, nil) != 0 else {
        throw failure(image, path)
      }
      return RasterImage(
        height: structure.height, width: structure.width, channels: channels,
        pixels: RasterImage.leading(channels, of: stride, samples))
    }

    private static func failure(
      _ image: UnsafeMutablePointer<png_image>, _ path: String
    ) -> ImageFileError {
      let message = withUnsafeBytes(of: image.pointee.message) { text in
        String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
      }
      return ImageFileError(path, .undecodable(message))
    }
  }
#else
  /// Stands in for the decoder in a build without libpng.
  enum PNGDecoder {
    static func decode(_ structure: PNGStructure, path: String) throws -> RasterImage {
      throw ImageFileError(path, .noDecoder)
    }
  }
#endif
