import Foundation
import GradusDatasets
import Testing

/// What does not need a decoder: conversion, resizing, writing, and the checks before decoding.
@Suite struct RasterImageTests {
  /// The picture `big` of `make.py`.
  private func big() throws -> RasterImage {
    RasterImage(
      height: 24, width: 40, channels: 3, pixels: try PictureFiles.bytes("big.png.bin"))
  }

  @Test(arguments: [(24, 13), (5, 40), (11, 17), (50, 90), (1, 1)])
  func resizesToPillowsBytes(_ height: Int, _ width: Int) throws {
    let resized = try big().resized(height: height, width: width)
    let expected = try PictureFiles.bytes("resized-\(height)x\(width).bin")
    #expect(resized.pixels == expected)
  }

  @Test(arguments: [(11, 17), (50, 90)])
  func resizesToPillowsBicubicBytes(_ height: Int, _ width: Int) throws {
    let resized = try big().resized(height: height, width: width, interpolation: .bicubic)
    #expect(try resized.pixels == PictureFiles.bytes("bicubic-\(height)x\(width).bin"))
  }

  @Test func recipesResizeAndCutAsTorchvisionDoes() throws {
    let recipe = InputRecipe.imageNet(shorterSide: 20, cropSize: 16, interpolation: .bicubic)
    let prepared = try big().prepared(by: recipe)
    #expect(prepared.height == 16 && prepared.width == 16)
    #expect(try prepared.pixels == PictureFiles.bytes("prepared-20-16.bin"))
    // Without a side to resize to, a picture of the size stays as it is.
    let square = try big().covering(height: 16, width: 16)
    #expect(square.prepared(by: .imageNet(shorterSide: nil, cropSize: 16)) == square)
  }

  @Test func tenCropsAreTorchvisions() throws {
    let crops = try big().tenCrops(16, shorterSide: 20)
    #expect(crops.count == 10 && crops.allSatisfy { $0.height == 16 && $0.width == 16 })
    #expect(try crops.flatMap(\.pixels) == PictureFiles.bytes("ten-crops-20-16.bin"))
    #expect(try crops[4] == big().middle(16, shorterSide: 20))
    #expect(try big().lengths(shorterSide: 20) == (20, 33))
    #expect(try big().resized(shorterSide: 20).width == 33)
  }

  @Test func coloursAreTurnedForRecipesThatWantBlueFirst() throws {
    let recipe = InputRecipe.caffe(shorterSide: 20, cropSize: 16)
    var red = recipe
    red.isBlueFirst = false
    let (turned, plain) = (try big().prepared(by: recipe), try big().prepared(by: red))
    #expect(turned != plain && turned.reversingColours == plain)
    #expect(turned.pixels[0] == plain.pixels[2] && turned.pixels[1] == plain.pixels[1])
    // Recipes of before have red first.
    let old =
      #"{"shorterSide":20,"cropSize":16,"interpolation":"bilinear","mean":[0],"deviation":[1]}"#
    let read = try JSONDecoder().decode(InputRecipe.self, from: Data(old.utf8))
    #expect(!read.isBlueFirst && read.shorterSide == 20)
    let whole = try JSONDecoder().decode(InputRecipe.self, from: JSONEncoder().encode(recipe))
    #expect(whole == recipe)
  }

  @Test func coversAsTorchvisionDoes() throws {
    let middle = try big().covering(height: 16, width: 16)
    #expect(try middle.pixels == PictureFiles.bytes("covering-16x16.bin"))
    let same = try big().covering(height: 24, width: 40)
    #expect(try same == big())
  }

  @Test func aNarrowStripDoesNotGrowWithoutBound() {
    let strip = RasterImage(
      height: 1, width: 2_000_000, channels: 1, pixels: .init(repeating: 7, count: 2_000_000))
    let covering = strip.covering(height: 32, width: 32)
    #expect(covering.pixels == .init(repeating: 7, count: 32 * 32))
  }

  @Test func greyIsPillowsLuma() throws {
    let picture = RasterImage(
      height: 7, width: 9, channels: 3, pixels: try PictureFiles.bytes("colour.png.bin"))
    let grey = picture.converted(toChannels: 1)
    #expect(try grey.pixels == PictureFiles.bytes("luma.png.bin"))
    let back = grey.converted(toChannels: 3)
    #expect(back.pixels == grey.pixels.flatMap { [$0, $0, $0] })
  }

  private func fault(_ bytes: [UInt8], pixelLimit: Int = 1_000_000) -> ImageFileError? {
    #expect(throws: ImageFileError.self) {
      _ = try RasterImage(decoding: bytes, path: "a/b.png", pixelLimit: pixelLimit)
    }
  }

  @Test(arguments: [
    ("bomb.png", "a/b.png: the header announces 1000000x1000000 pixels, more than a file of 69 "),
    ("implausible.png", "a/b.png: the header announces 9000x9000 pixels, more than a file of 69 "),
    ("bomb.jpg", "a/b.png: 65535x65535 pixels are more than the limit of 1000000; shrink the "),
    ("big.png", "a/b.png: 40x24 pixels are more than the limit of 10; shrink the picture or "),
    ("colour.jpg", "a/b.png: 40x24 pixels are more than the limit of 10; shrink the picture or "),
  ]) func sizesAreCheckedBeforeDecoding(_ name: String, _ message: String) throws {
    let limit = name.hasPrefix("b") && name != "big.png" ? 1_000_000 : 10
    let error = fault(try PictureFiles.bytes(name), pixelLimit: limit)
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  /// A header of a few hundred bytes must not make room for a quarter of a gigabyte.
  @Test(arguments: ["colour.jpg", "progressive.jpg"])
  func aJPEGFileTooShortForItsPictureIsRefusedBeforeDecoding(_ name: String) throws {
    var bytes = try PictureFiles.bytes(name)
    let frame = try #require(
      bytes.indices.dropLast().first { bytes[$0] == 0xff && [0xc0, 0xc2].contains(bytes[$0 + 1]) })
    // 9000x9000 pixels.
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x23, 0x28, 0x23, 0x28])
    let error = fault(bytes, pixelLimit: RasterImage.usualPixelLimit)
    #expect(
      error?.fault == .implausibleSize(height: 9000, width: 9000, byteCount: bytes.count))
  }

  @Test func anythingElseIsRefused() throws {
    for bytes: [UInt8] in [[], [0x89], Array("GIF89a".utf8), [0xff, 0xd8], [0, 0xff, 0xd8, 0xff]] {
      #expect(fault(bytes)?.fault == .unknownFormat)
    }
  }

  @Test(arguments: ["colour.png", "interlaced.png"]) func aPNGFileCutShortIsRefused(
    _ name: String
  ) throws {
    let bytes = try PictureFiles.bytes(name)
    for end in 8..<bytes.count {
      guard case .truncated = fault(Array(bytes[..<end]))?.fault else {
        Issue.record("\(name) cut at byte \(end)")
        continue
      }
    }
  }

  @Test func aFlippedBitInACriticalChunkIsRefused() throws {
    let bytes = try PictureFiles.bytes("colour.png")
    for position in 8..<bytes.count {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[position] ^= 1 << UInt8(bit)
        // A name that becomes that of an optional chunk hides it, and then others are missing.
        #expect(throws: ImageFileError.self, "byte \(position)") {
          _ = try RasterImage(decoding: damaged, path: "x")
        }
      }
    }
  }

  @Test func theWriterMakesFilesThatHoldTheRightChecksums() throws {
    let picture = try big()
    let file = picture.pngFile()
    // The structure check passes and only then does a build without decoders give up.
    if RasterImage.canDecode {
      #expect(try RasterImage(decoding: file, path: "x") == picture)
    } else {
      #expect(fault(file)?.fault == .noDecoder)
    }
  }

  @Test func aBuildWithoutDecodersSaysHowToHaveThem() throws {
    let message = ImageFileError("a.png", .noDecoder).description
    #expect(message.contains("--traits Images") && message.contains("libpng-dev"))
  }
}
