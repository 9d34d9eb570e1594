/// The size of a JPEG picture, read from its frame header before libjpeg-turbo sees the file
/// (ITU-T T.81, annex B).
struct JPEGStructure {
  let height: Int
  let width: Int
  /// Colour components: 1 grey, 3 colours, 4 inks.
  let components: Int
  /// How the picture lies, where a camera noted it.
  private(set) var orientation = PictureOrientation.upright
  /// Whether the samples are in Huffman's code, which takes a bit or more for each block.
  private let isHuffman: Bool

  static let signature: [UInt8] = [0xff, 0xd8, 0xff]

  /// One bit is one block of 8x8 samples, and subsampling can leave a picture half as many blocks as
  /// squares of 8x8 pixels: with one component 4x1 and one 1x4.
  private static let mostPixelsPerByte = 8 * 64 * 2

  /// Finds the frame header; throws `ImageFileError`.
  init(_ bytes: [UInt8], path: String) throws {
    guard bytes.starts(with: Self.signature) else { throw ImageFileError(path, .unknownFormat) }
    var position = 2
    func need(_ count: Int) throws {
      guard bytes.count - position >= count else {
        throw ImageFileError(path, .truncated(offset: bytes.count, part: "the header"))
      }
    }
    while true {
      try need(2)
      guard bytes[position] == 0xff else {
        throw ImageFileError(path, .damaged(offset: position, problem: "no marker"))
      }
      let marker = bytes[position + 1]
      if marker == 0xff {
        position += 1
        continue
      }
      position += 2
      // Restart markers and TEM stand alone.
      if (0xd0...0xd7).contains(marker) || marker == 0x01 { continue }
      try need(2)
      let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
      if marker == 0xda || marker == 0xd9 || marker == 0xd8 || marker == 0 || length < 2 {
        throw ImageFileError(path, .damaged(offset: position - 2, problem: "no frame header"))
      }
      try need(length)
      // SOF0 to SOF15 without DHT, JPG and DAC, which share their range.
      if (0xc0...0xcf).contains(marker) && ![0xc4, 0xc8, 0xcc].contains(marker) {
        guard length >= 8 else {
          throw ImageFileError(path, .damaged(offset: position, problem: "a short frame header"))
        }
        height = Int(bytes[position + 3]) << 8 | Int(bytes[position + 4])
        width = Int(bytes[position + 5]) << 8 | Int(bytes[position + 6])
        components = Int(bytes[position + 7])
        guard height > 0, width > 0, [1, 3, 4].contains(components) else {
          throw ImageFileError(path, .damaged(offset: position, problem: "an impossible frame"))
        }
        isHuffman = marker < 0xc8
        return
      }
      if marker == 0xe1,
        let noted = PictureOrientation(jpegSegment: bytes[position + 2..<position + length])
      {
        orientation = noted
      }
      position += length
    }
  }

  /// Throws `ImageFileError` when so few bytes cannot hold the picture, before memory is set aside
  /// for it. Arithmetic coding has no such bound.
  func checkSize(byteCount: Int, path: String) throws {
    guard isHuffman, height * width / Self.mostPixelsPerByte > byteCount else { return }
    throw ImageFileError(
      path, .implausibleSize(height: height, width: width, byteCount: byteCount))
  }
}
