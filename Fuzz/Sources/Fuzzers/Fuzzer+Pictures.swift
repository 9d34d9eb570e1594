import Gradus

extension Fuzzer {
  /// So few pixels that libpng and libjpeg-turbo, which have fuzzers of their own, take little time.
  static let pixelLimit = 1 << 14

  /// PNG and JPEG files, with what image folders do to a picture once it is decoded.
  static let pictures: [Fuzzer] = [
    Fuzzer("image", .picture) { input in
      decode(input.bytes, input)
      guard let repaired = ChecksumRepair.png(input.bytes) else { return }
      decode(repaired, input)
    }
  ]

  private static func decode(_ bytes: [UInt8], _ input: FuzzInput) {
    input.parse {
      let picture = try RasterImage(decoding: bytes, path: input.path, pixelLimit: pixelLimit)
      _ = picture.covering(height: 5, width: 7).converted(toChannels: 4 - picture.channels)
    }
  }
}
