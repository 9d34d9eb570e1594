#if Images
  import GradusDatasets
  import Testing

  /// Files made by Pillow and by hand decode to the pixels that Pillow finds in them.
  @Suite struct ImageDecodingTests {
    private func decode(_ name: String) throws -> RasterImage {
      try RasterImage(readingFrom: PictureFiles.path(name))
    }

    @Test(arguments: [
      ("colour.png", 3), ("grey.png", 1), ("alpha.png", 3), ("palette.png", 3),
      ("bilevel.png", 1), ("sixteen.png", 1), ("interlaced.png", 1),
    ]) func decodesPNG(_ name: String, _ channels: Int) throws {
      let picture = try decode(name)
      #expect(picture.height == 7 && picture.width == 9 && picture.channels == channels)
      #expect(try picture.pixels == PictureFiles.bytes(name + ".bin"))
    }

    @Test(arguments: [
      ("colour.jpg", 3), ("sampled.jpeg", 3), ("progressive.jpg", 3), ("lightness.jpg", 1),
      ("inks.jpg", 3),
    ]) func decodesJPEG(_ name: String, _ channels: Int) throws {
      let picture = try decode(name)
      #expect(picture.height == 24 && picture.width == 40 && picture.channels == channels)
      let expected = try PictureFiles.bytes(name + ".bin")
      // Builds of libjpeg-turbo may round the discrete cosine transform differently.
      let largest = zip(picture.pixels, expected).map { abs(Int($0) - Int($1)) }.max()
      #expect(picture.pixels.count == expected.count && largest ?? 9 <= 2)
    }

    @Test(arguments: ["colour.jpg", "sampled.jpeg", "progressive.jpg", "inks.jpg"])
    func aJPEGFileCutShortIsRefused(_ name: String) throws {
      let bytes = try PictureFiles.bytes(name)
      // The last two bytes are the end marker; the picture is complete without it.
      for end in 0..<bytes.count - 2 {
        #expect(throws: ImageFileError.self, "\(name) cut at byte \(end)") {
          _ = try RasterImage(decoding: Array(bytes[..<end]), path: "x")
        }
      }
    }

    @Test func randomDamageNeverTraps() throws {
      for name in ["colour.jpg", "progressive.jpg", "inks.jpg", "palette.png"] {
        let bytes = try PictureFiles.bytes(name)
        for number in 0..<400 {
          var damaged = bytes
          for flip in 0..<4 {
            let position = (number * 7_919 + flip * 104_729) % bytes.count
            damaged[position] ^= UInt8(truncatingIfNeeded: number &* 31 &+ flip &* 7 | 1)
          }
          _ = try? RasterImage(decoding: damaged, path: "x", pixelLimit: 1_000_000)
        }
      }
    }

    @Test func errorsNameTheFile() throws {
      let bytes = try PictureFiles.bytes("colour.jpg")
      let error = #expect(throws: ImageFileError.self) {
        _ = try RasterImage(decoding: Array(bytes[..<700]), path: "dogs/rex.jpg")
      }
      #expect(error?.description.hasPrefix("dogs/rex.jpg: ") == true)
      #expect(error?.description.contains("\n") == false)
    }
  }
#endif
