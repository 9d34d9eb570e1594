/// One file of the binary version of CIFAR-10 or CIFAR-100 (Krizhevsky 2009).
///
/// A record is the label (CIFAR-100: the coarse label, then the fine one), then 32x32 red, 32x32
/// green and 32x32 blue bytes.
public struct CIFARFile: Sendable {
  /// Which of the two data sets a file belongs to.
  public enum Variant: Sendable {
    /// One label byte, 10 classes.
    case cifar10
    /// Two label bytes; of these the fine one, of 100 classes, is kept.
    case cifar100

    /// The number of classes that each label byte of a record chooses from.
    var labelRanges: [Int] { self == .cifar10 ? [10] : [20, 100] }
  }

  /// The side of an image, in pixels.
  static let side = 32
  /// The colours of a pixel.
  static let channels = 3

  /// The images, NHWC: `[count, 32, 32, 3]`.
  public let pixels: [UInt8]
  /// The label of each image.
  public let labels: [Int]

  /// Reads a file of `records` images.
  ///
  /// Throws a ``DatasetError`` when the file is missing, longer or shorter than that, or holds a
  /// label out of range.
  public init(path: String, variant: Variant, records: Int) throws(DatasetError) {
    let ranges = variant.labelRanges
    let plane = Self.side * Self.side
    let recordSize = ranges.count + Self.channels * plane
    let bytes = try ByteReader(path: path).readRest(records * recordSize)
    var pixels = [UInt8](repeating: 0, count: records * Self.channels * plane)
    var labels: [Int] = []
    labels.reserveCapacity(records)
    for record in 0..<records {
      let start = record * recordSize
      for (position, classes) in ranges.enumerated() where bytes[start + position] >= classes {
        throw .labelOutOfRange(
          path: path, offset: start + position, label: Int(bytes[start + position]),
          classes: classes)
      }
      labels.append(Int(bytes[start + ranges.count - 1]))
      let target = record * Self.channels * plane
      for channel in 0..<Self.channels {
        let source = start + ranges.count + channel * plane
        for pixel in 0..<plane {
          pixels[target + pixel * Self.channels + channel] = bytes[source + pixel]
        }
      }
    }
    self.pixels = pixels
    self.labels = labels
  }
}

extension ImageDataset {
  /// Reads CIFAR images from files of `recordsPerFile` images each, in the order of the files.
  ///
  /// Throws a ``DatasetError`` when a file is missing or damaged.
  public init(
    name: String, cifarFiles paths: [String], variant: CIFARFile.Variant, recordsPerFile: Int,
    classNames: [String]
  ) throws(DatasetError) {
    var pixels: [UInt8] = []
    var labels: [Int] = []
    for path in paths {
      let file = try CIFARFile(path: path, variant: variant, records: recordsPerFile)
      pixels += file.pixels
      labels += file.labels
    }
    self.init(
      name: name, pixels: pixels, height: CIFARFile.side, width: CIFARFile.side,
      channels: CIFARFile.channels, labels: labels, classNames: classNames)
  }
}
