#if Images
  import Foundation
  import GradusInterchange
  import Testing

  @testable import GradusDatasets

  /// Orientation, stray bytes and gamma: what other programs show is what is read.
  @Suite struct PictureOrientationTests {
    /// A JPEG file with an APP1 segment that notes how the camera was held.
    private func noted(_ value: UInt8, isLittle: Bool) throws -> [UInt8] {
      let little: [UInt8] = [
        0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, value, 0, 0, 0,
      ]
      let big: [UInt8] = [
        0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0,
      ]
      var segment = Array("Exif\0\0".utf8)
      segment += isLittle ? little : big
      segment += [0, 0, 0, 0]
      var bytes = try PictureFiles.bytes("colour.jpg")
      let header: [UInt8] = [0xff, 0xe1, 0, UInt8(segment.count + 2)]
      bytes.insert(contentsOf: header + segment, at: 2)
      return bytes
    }

    @Test(arguments: 1...8, [true, false])
    func aNoteIsAppliedOnRequestOnly(_ value: Int, _ isLittle: Bool) throws {
      let file = try noted(UInt8(value), isLittle: isLittle)
      let stored = try RasterImage(readingFrom: PictureFiles.path("colour.jpg"))
      #expect(try RasterImage(decoding: file, path: "x") == stored)
      let upright = try RasterImage(decoding: file, path: "x", appliesOrientation: true)
      #expect((upright.height == stored.width) == (value >= 5))
      // Where the corner of the stored picture's first row and column belongs (Exif 2.32).
      let corner = stored.pixels[..<3]
      let (bottom, right) = ([3, 4, 7, 8].contains(value), [2, 3, 6, 7].contains(value))
      let row = bottom ? upright.height - 1 : 0
      let start = (row * upright.width + (right ? upright.width - 1 : 0)) * 3
      #expect(upright.pixels[start..<start + 3].elementsEqual(corner))
      #expect(upright.pixels.sorted() == stored.pixels.sorted())
    }

    @Test func nonsenseNotesNothing() throws {
      for bytes: [UInt8] in [
        [], [0x49, 0x49, 42, 0], [0x49, 0x49, 42, 0, 255, 255, 255, 255],
        [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 255, 255], Array(repeating: 0x4d, count: 40),
      ] {
        #expect(PictureOrientation(tiff: bytes[...]) == nil)
      }
      #expect(
        try RasterImage(decoding: noted(9, isLittle: true), path: "x", appliesOrientation: true)
          == RasterImage(readingFrom: PictureFiles.path("colour.jpg")))
    }

    @Test(arguments: ["colour.jpg", "sampled.jpeg", "progressive.jpg", "inks.jpg"])
    func strayBytesBeforeTheEndChangeNothing(_ name: String) throws {
      let bytes = try PictureFiles.bytes(name)
      let clean = try RasterImage(decoding: bytes, path: name)
      let end = try #require(bytes.lastIndex(of: 0xd9)) - 1
      for stray: [UInt8] in [[0], [1, 2, 3], .init(repeating: 0x55, count: 700), [0xff, 0, 7]] {
        var file = bytes
        file.insert(contentsOf: stray, at: end)
        #expect(try RasterImage(decoding: file, path: name) == clean, "\(stray.count)")
      }
    }

    @Test func gammaIsIgnoredAsByPillow() throws {
      let bytes = try PictureFiles.bytes("colour.png")
      let plain = try RasterImage(decoding: bytes, path: "x")
      var chunk = Array("gAMA".utf8)
      chunk += [0, 0, 0x27, 0x10]
      let checksum = Checksum(of: chunk).value
      chunk.insert(contentsOf: [0, 0, 0, 4], at: 0)
      for shift: UInt32 in [24, 16, 8, 0] { chunk.append(UInt8(checksum >> shift & 255)) }
      // Behind the signature and the header chunk.
      var file = bytes
      file.insert(contentsOf: chunk, at: 33)
      #expect(try RasterImage(decoding: file, path: "x") == plain)
    }
  }
#endif
