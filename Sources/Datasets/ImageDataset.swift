import GradusInterchange
import GradusTensors

/// Labelled images of one size, held in memory as bytes.
///
/// A value: subsets share the bytes and keep only a list of positions.
///
///     let training = try BuiltInDataset.fashionMNIST.load(split: .train)
///     let few = training.prefix(1_000)
///     few.images(at: [0, 1]).shape    // [2, 28, 28, 1]
public struct ImageDataset: Sendable {
  /// What messages and reports call it.
  public let name: String
  /// Rows of an image, in pixels.
  public let height: Int
  /// Columns of an image, in pixels.
  public let width: Int
  /// Numbers a pixel: 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// The class of each image, in `0..<classes`.
  public let labels: [Int]
  /// What each class is called.
  public let classNames: [String]

  /// All images, NHWC, of which `rows` lists those in this data set.
  let pixels: [UInt8]
  let rows: [Int]
  private let digest = DatasetDigest()

  /// Makes a data set of images stored NHWC, a byte a number.
  ///
  /// Traps when `pixels` does not hold one image of `height * width * channels` bytes for each
  /// label, or when a label has no name.
  public init(
    name: String, pixels: [UInt8], height: Int, width: Int, channels: Int, labels: [Int],
    classNames: [String]
  ) {
    precondition(
      pixels.count == labels.count * height * width * channels,
      "\(name): \(pixels.count) bytes are not \(labels.count) images of "
        + "\(height)x\(width)x\(channels)")
    if let bad = labels.firstIndex(where: { !classNames.indices.contains($0) }) {
      preconditionFailure(
        "\(name): label \(labels[bad]) of image \(bad) is outside 0..<\(classNames.count); give "
          + "each class a name")
    }
    self.init(
      name: name, height: height, width: width, channels: channels, labels: labels,
      classNames: classNames, pixels: pixels, rows: Array(labels.indices))
  }

  private init(
    name: String, height: Int, width: Int, channels: Int, labels: [Int], classNames: [String],
    pixels: [UInt8], rows: [Int]
  ) {
    self.name = name
    self.height = height
    self.width = width
    self.channels = channels
    self.labels = labels
    self.classNames = classNames
    self.pixels = pixels
    self.rows = rows
  }

  /// The number of images.
  public var count: Int { labels.count }

  /// The number of classes.
  public var classes: Int { classNames.count }

  /// The shape of one image: `[height, width, channels]`.
  public var imageShape: Shape { [height, width, channels] }

  /// The images at the given positions, in that order; a position may be repeated.
  ///
  /// Traps on a position outside `0..<count`.
  public func subset(_ indices: [Int]) -> ImageDataset {
    requirePositions(indices)
    return ImageDataset(
      name: name, height: height, width: width, channels: channels,
      labels: indices.map { labels[$0] }, classNames: classNames, pixels: pixels,
      rows: indices.map { rows[$0] })
  }

  /// The first `count` images, or all when there are fewer; traps on a negative number.
  public func prefix(_ count: Int) -> ImageDataset {
    precondition(count >= 0, "\(name): the first \(count) images")
    return subset(Array(0..<min(count, self.count)))
  }

  /// The images at the given positions as float32 `[positions, height, width, channels]` in 0...1.
  ///
  /// Traps on a position outside `0..<count`.
  public func images(at indices: [Int]) -> Tensor {
    Tensor(
      values(at: indices), shape: [indices.count, height, width, channels])
  }

  /// The labels at the given positions; traps on one outside `0..<count`.
  public func labels(at indices: [Int]) -> [Int] {
    requirePositions(indices)
    return indices.map { labels[$0] }
  }

  /// The elements of ``images(at:)``.
  func values(at indices: [Int]) -> [Float] {
    requirePositions(indices)
    let size = imageShape.count
    let brightness = Self.brightness
    var values = [Float](repeating: 0, count: indices.count * size)
    var target = 0
    for index in indices {
      for byte in pixels[rows[index] * size..<(rows[index] + 1) * size] {
        values[target] = brightness[Int(byte)]
        target += 1
      }
    }
    return values
  }

  /// A byte's brightness in 0...1.
  private static let brightness: [Float] = (0...255).map { Float($0) / 255 }

  /// Sixteen hexadecimal digits that change with any pixel, label, class name or size, and with the
  /// order of the images: what a run is resumed with is what it began with where they are equal.
  ///
  /// Two checksums, against accidents and not against intent; found once for a data set and its copies.
  public var fingerprint: String {
    digest.text {
      var (contents, meaning) = (Checksum(), Checksum())
      let size = imageShape.count
      for row in rows { contents.update(pixels[row * size..<(row + 1) * size]) }
      meaning.update(Array("\(imageShape)\(classNames)\(labels)".utf8)[...])
      return contents.hexadecimal + meaning.hexadecimal
    }
  }

  private func requirePositions(_ indices: [Int]) {
    for index in indices {
      precondition(
        index >= 0 && index < count, "\(name): image \(index) is outside 0..<\(count)")
    }
  }
}
