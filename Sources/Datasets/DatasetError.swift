/// Why a data set could not be read: always one line that names the file, the place in it and what
/// to do.
///
/// Offsets count bytes from 0; in a gzip'd file they count decompressed bytes, except for
/// `corruptGzip`, where they count bytes of the file itself.
public enum DatasetError: Error, Hashable, Sendable {
  /// The data set has no default place and the caller named none.
  case noDirectory(dataset: String, advice: String)
  /// There is no such file.
  case missingFile(path: String, advice: String)
  /// The system refused to open or read the file.
  case unreadable(path: String, reason: String)
  /// The file does not start with the number that marks its format.
  case badMagic(path: String, offset: Int, found: UInt32, expected: UInt32, meaning: String)
  /// The data ends at `offset` although `expected` bytes were announced.
  case truncated(path: String, offset: Int, expected: Int)
  /// There are bytes at `offset`, where the data should have ended.
  case trailingBytes(path: String, offset: Int)
  /// A label is not one of the `classes` classes.
  case labelOutOfRange(path: String, offset: Int, label: Int, classes: Int)
  /// An image file and its label file do not belong together; `offset` is that of the label count.
  case countMismatch(
    imagesPath: String, images: Int, labelsPath: String, labels: Int, offset: Int)
  /// The compressed data is damaged.
  case corruptGzip(path: String, offset: Int, reason: String)
  /// The header announces sizes that no such file can have.
  case implausibleSize(path: String, offset: Int, reason: String)
}

extension DatasetError: CustomStringConvertible {
  /// One line for the user.
  public var description: String {
    switch self {
    case .noDirectory(let dataset, let advice):
      "\(dataset): no directory given; \(advice)"
    case .missingFile(let path, let advice):
      "\(path): no such file; \(advice)"
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .badMagic(let path, let offset, let found, let expected, let meaning):
      "\(path), byte \(offset): magic number \(Self.hexadecimal(found)), expected "
        + "\(Self.hexadecimal(expected)) (\(meaning)); is this the right file?"
    case .truncated(let path, let offset, let expected):
      "\(path), byte \(offset): the data ends here, expected \(expected) bytes; "
        + "fetch the file again"
    case .trailingBytes(let path, let offset):
      "\(path), byte \(offset): the data should end here but more bytes follow; "
        + "fetch the file again"
    case .labelOutOfRange(let path, let offset, let label, let classes):
      "\(path), byte \(offset): label \(label), expected 0...\(classes - 1); "
        + "is this the right file?"
    case .countMismatch(let imagesPath, let images, let labelsPath, let labels, let offset):
      "\(labelsPath), byte \(offset): \(labels) labels for the \(images) images of "
        + "\(imagesPath); take both files from the same data set and split"
    case .corruptGzip(let path, let offset, let reason):
      "\(path), byte \(offset) of the compressed file: \(reason); fetch the file again"
    case .implausibleSize(let path, let offset, let reason):
      "\(path), byte \(offset): \(reason); is this the right file?"
    }
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
