/// How a picture's rows and columns lie, as a camera notes it (Exif 2.32, §4.6.4, tag 0x0112): the value
/// says where the stored picture's first row and column belong.
enum PictureOrientation: Int {
  case upright = 1
  case mirrored, turnedHalf, flipped, transposed, turnedRight, transversed, turnedLeft

  private static let tag = 0x0112
  private static let jpegBeginning = Array("Exif\0\0".utf8)

  /// Reads the note in the bytes of a JPEG file's APP1 segment; nil when they hold none.
  init?(jpegSegment bytes: ArraySlice<UInt8>) {
    guard bytes.starts(with: Self.jpegBeginning) else { return nil }
    self.init(tiff: bytes.dropFirst(Self.jpegBeginning.count))
  }

  /// Reads the note in a TIFF header and its first directory, the contents of a PNG file's eXIf chunk;
  /// nil when it is missing or makes no sense.
  init?(tiff bytes: ArraySlice<UInt8>) {
    let isLittle = bytes.starts(with: [0x49, 0x49, 0x2a, 0])
    guard isLittle || bytes.starts(with: [0x4d, 0x4d, 0, 0x2a]) else { return nil }
    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, offset <= bytes.count - count else { return nil }
      let start = bytes.startIndex + offset
      let digits = bytes[start..<start + count]
      return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
    for entry in 0..<count {
      let place = directory + 2 + 12 * entry
      guard let tag = number(place, 2) else { return nil }
      // A single 16-bit number stands in the entry itself.
      guard tag == Self.tag, number(place + 2, 2) == 3 else { continue }
      guard let value = number(place + 8, 2) else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }

  /// Whether rows become columns.
  var exchangesAxes: Bool { rawValue >= Self.transposed.rawValue }

  /// Where in a stored picture of `height` by `width` pixels the upright one's pixel is taken from.
  func source(row: Int, column: Int, height: Int, width: Int) -> (row: Int, column: Int) {
    switch self {
    case .upright: (row, column)
    case .mirrored: (row, width - 1 - column)
    case .turnedHalf: (height - 1 - row, width - 1 - column)
    case .flipped: (height - 1 - row, column)
    case .transposed: (column, row)
    case .turnedRight: (height - 1 - column, row)
    case .transversed: (height - 1 - column, width - 1 - row)
    case .turnedLeft: (column, width - 1 - row)
    }
  }
}

extension RasterImage {
  /// The picture as its maker saw it.
  func turnedUpright(from orientation: PictureOrientation) -> RasterImage {
    if orientation == .upright { return self }
    let (rows, columns) = orientation.exchangesAxes ? (width, height) : (height, width)
    var result: [UInt8] = []
    result.reserveCapacity(pixels.count)
    for row in 0..<rows {
      for column in 0..<columns {
        let from = orientation.source(row: row, column: column, height: height, width: width)
        let start = (from.row * width + from.column) * channels
        result += pixels[start..<start + channels]
      }
    }
    return RasterImage(height: rows, width: columns, channels: channels, pixels: result)
  }
}
