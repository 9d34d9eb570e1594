/// An IDX file of unsigned bytes, the format of MNIST and its successors, gzip'd or not.
///
/// A big-endian magic number (`0x0801` for labels, `0x0803` for images), one big-endian 32-bit
/// length an axis, then the bytes in row-major order (LeCun, Cortes, Burges: The MNIST database).
public struct IDXFile: Sendable {
  /// What a file holds; the raw value is its magic number.
  public enum Contents: UInt32, Sendable {
    /// One byte a label; one axis.
    case labels = 0x0801
    /// One byte a pixel; the axes are image, row, column.
    case images = 0x0803

    var rank: Int { Int(rawValue & 0xff) }
    var name: String { self == .labels ? "IDX labels" : "IDX images" }
  }

  /// Where the file is.
  public let path: String
  /// The length of each axis: `[count]` or `[count, height, width]`, none of them 0.
  public let dimensions: [Int]
  /// The data in row-major order.
  public let bytes: [UInt8]

  /// Where a label file says how many labels it has.
  static let countOffset = 4

  /// Reads a whole file.
  ///
  /// Throws a ``DatasetError`` when the file is missing, damaged, of another kind, or longer or
  /// shorter than its header says.
  public init(path: String, contents: Contents) throws(DatasetError) {
    let reader = try ByteReader(path: path)
    let magic = Self.bigEndian(try reader.read(exactly: 4)[...])
    guard magic == contents.rawValue else {
      throw .badMagic(
        path: path, offset: 0, found: magic, expected: contents.rawValue, meaning: contents.name)
    }
    let header = try reader.read(exactly: 4 * contents.rank)
    let dimensions = stride(from: 0, to: header.count, by: 4).map {
      Int(Self.bigEndian(header[$0..<$0 + 4]))
    }
    var count = 1
    for (axis, length) in dimensions.enumerated() {
      let (product, overflows) = count.multipliedReportingOverflow(by: length)
      guard length > 0, !overflows else {
        let sizes = dimensions.map(String.init).joined(separator: " x ")
        throw .implausibleSize(
          path: path, offset: 4 + 4 * axis, reason: "a size of \(sizes) is not possible")
      }
      count = product
    }
    self.path = path
    self.dimensions = dimensions
    self.bytes = try reader.readRest(count)
  }

  /// The labels as numbers; throws when one is outside `0..<classes`.
  public func labels(classes: Int) throws(DatasetError) -> [Int] {
    let headerSize = 4 + 4 * dimensions.count
    if let index = bytes.firstIndex(where: { Int($0) >= classes }) {
      throw .labelOutOfRange(
        path: path, offset: headerSize + index, label: Int(bytes[index]), classes: classes)
    }
    return bytes.map(Int.init)
  }

  private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension ImageDataset {
  /// Reads grey images and their labels from a pair of IDX files, one class for each name.
  ///
  /// Throws a ``DatasetError`` when a file is missing or damaged, when a label has no name, or when
  /// the files differ in length.
  public init(
    name: String, idxImages imagesPath: String, idxLabels labelsPath: String,
    classNames: [String]
  ) throws(DatasetError) {
    let images = try IDXFile(path: imagesPath, contents: .images)
    let labels = try IDXFile(path: labelsPath, contents: .labels)
    guard images.dimensions[0] == labels.dimensions[0] else {
      throw .countMismatch(
        imagesPath: imagesPath, images: images.dimensions[0], labelsPath: labelsPath,
        labels: labels.dimensions[0], offset: IDXFile.countOffset)
    }
    self.init(
      name: name, pixels: images.bytes, height: images.dimensions[1],
      width: images.dimensions[2], channels: 1,
      labels: try labels.labels(classes: classNames.count), classNames: classNames)
  }
}
