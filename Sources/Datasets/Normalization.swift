import GradusTensors

/// Shifts and scales images by what was measured on the training set: `(x - mean) / deviation`.
///
/// The statistics are sums of whole numbers, so they do not depend on the order of the images.
public struct Normalization: Sendable, Hashable, Codable {
  /// What is subtracted, in units of full brightness: one number a channel or one for each number
  /// of an image, `[height, width, channels]` row-major.
  public let mean: [Double]
  /// What is divided by; as many numbers as `mean`.
  public let standardDeviation: [Double]

  /// Makes a normalisation from known statistics.
  ///
  /// Traps when the two lists differ in length, are empty, or when a deviation is not positive.
  public init(mean: [Double], standardDeviation: [Double]) {
    self.mean = mean
    self.standardDeviation = standardDeviation
    if let problem { preconditionFailure(problem) }
  }

  /// Reads a normalisation; throws a `DecodingError` where `init` traps.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    mean = try values.decode([Double].self, forKey: .mean)
    standardDeviation = try values.decode([Double].self, forKey: .standardDeviation)
    try decoder.refuse(problem)
  }

  private var problem: String? {
    guard !mean.isEmpty, mean.count == standardDeviation.count else {
      return "normalisation: \(mean.count) means and \(standardDeviation.count) deviations"
    }
    guard mean.allSatisfy(\.isFinite) else { return "normalisation: a mean is not finite" }
    return standardDeviation.allSatisfy { $0 > 0 && $0.isFinite }
      ? nil : "normalisation: a deviation is not positive and finite"
  }

  /// Mean 0 and (biased) variance 1 in every channel of `dataset`.
  ///
  /// A channel that is constant is only shifted. Traps on an empty data set.
  public static func perChannel(of dataset: ImageDataset) -> Normalization {
    precondition(dataset.count > 0, "\(dataset.name): no images to measure")
    let channels = dataset.channels
    let size = dataset.imageShape.count
    var sums = [Int](repeating: 0, count: channels)
    var squares = [Int](repeating: 0, count: channels)
    for row in dataset.rows {
      for pixel in stride(from: row * size, to: (row + 1) * size, by: channels) {
        for channel in 0..<channels {
          let value = Int(dataset.pixels[pixel + channel])
          sums[channel] += value
          squares[channel] += value * value
        }
      }
    }
    let pixels = Double(dataset.count * size / channels)
    let means = sums.map { Double($0) / pixels }
    let deviations = zip(squares, means).map { square, mean in
      max(0, Double(square) / pixels - mean * mean).squareRoot()
    }
    return Normalization(
      mean: means.map { $0 / 255 },
      standardDeviation: deviations.map { $0 == 0 ? 1 : $0 / 255 })
  }

  /// Subtracts the mean image of `dataset` and divides by nothing (He et al. 2015, §4.2).
  ///
  /// Traps on an empty data set.
  public static func perPixelMean(of dataset: ImageDataset) -> Normalization {
    precondition(dataset.count > 0, "\(dataset.name): no images to measure")
    let size = dataset.imageShape.count
    var sums = [Int](repeating: 0, count: size)
    for row in dataset.rows {
      for position in 0..<size { sums[position] += Int(dataset.pixels[row * size + position]) }
    }
    return Normalization(
      mean: sums.map { Double($0) / Double(dataset.count) / 255 },
      standardDeviation: [Double](repeating: 1, count: size))
  }

  /// Normalises float32 images `[batch, height, width, channels]`.
  ///
  /// Traps when the statistics are neither one a channel nor one for each number of an image.
  public func callAsFunction(_ images: Tensor) -> Tensor {
    var values = images.floats
    apply(to: &values, imageShape: Shape(Array(images.shape.dimensions.dropFirst())))
    return Tensor(values, shape: images.shape)
  }

  func apply(to values: inout [Float], imageShape: Shape) {
    let size = imageShape.count
    precondition(
      mean.count == imageShape[-1] || mean.count == size,
      "normalisation: \(mean.count) statistics do not fit images of shape \(imageShape)")
    let shifts = (0..<size).map { Float(mean[$0 % mean.count]) }
    let scales = (0..<size).map { Float(1 / standardDeviation[$0 % mean.count]) }
    for start in stride(from: 0, to: values.count, by: size) {
      for position in 0..<size {
        values[start + position] = (values[start + position] - shifts[position]) * scales[position]
      }
    }
  }
}
