import GradusTensors

/// Random shifts and reflections of training images: pad with zeros, crop back, flip.
///
/// It follows normalisation, so that the padding has the mean's brightness, or precedes it, so that the padding
/// is black, as in the recipes of torchvision. What happens to an image depends on the seed, the epoch and the image's position in the data set, never on the
/// batch or the thread it is in.
public struct Augmentation: Sendable, Hashable, Codable {
  /// Zeros added on every side, in pixels; the crop has the size of the image.
  public let padding: Int
  /// Whether half of the images are mirrored left to right.
  public let flips: Bool
  /// Whether it comes before normalisation: the padding is black then.
  public let precedesNormalization: Bool

  /// Four pixels of padding and flips (He et al. 2015, §4.2).
  public static let standard = Augmentation(padding: 4, flips: true)

  /// Far more than any image has pixels along an axis.
  private static let mostPadding = 1 << 24

  /// Makes an augmentation; traps on negative padding and on more than 2^24 pixels.
  public init(padding: Int, flips: Bool, precedesNormalization: Bool = false) {
    self.padding = padding
    self.flips = flips
    self.precedesNormalization = precedesNormalization
    if let problem { preconditionFailure(problem) }
  }

  /// Reads an augmentation; throws a `DecodingError` where `init` traps.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    padding = try values.decode(Int.self, forKey: .padding)
    flips = try values.decode(Bool.self, forKey: .flips)
    precedesNormalization =
      try values.decodeIfPresent(Bool.self, forKey: .precedesNormalization) ?? false
    try decoder.refuse(problem)
  }

  private var problem: String? {
    (0...Self.mostPadding).contains(padding)
      ? nil : "augmentation: the padding is \(padding), not in 0...\(Self.mostPadding)"
  }

  /// What happens to one image.
  public struct Draw: Sendable, Hashable {
    /// The first row of the crop, in `0...2 * padding` of the padded image.
    public let top: Int
    /// The first column of the crop, in `0...2 * padding` of the padded image.
    public let left: Int
    /// Whether the crop is then mirrored.
    public let isFlipped: Bool
  }

  /// What happens in `epoch` to the image at position `index` of the data set.
  public func draw(seed: UInt64, epoch: Int, index: Int) -> Draw {
    let stream = RandomStream(seed: seed, name: "augmentation of epoch \(epoch)")
    return Draw(
      top: stream.integer(3 * index, below: 2 * padding + 1),
      left: stream.integer(3 * index + 1, below: 2 * padding + 1),
      isFlipped: flips && stream.bits(3 * index + 2) & 1 == 1)
  }

  /// Augments float32 images `[batch, height, width, channels]`, which stand at the positions
  /// `indices` of their data set; traps when there are not as many positions as images.
  public func callAsFunction(
    _ images: Tensor, indices: [Int], seed: UInt64, epoch: Int
  ) -> Tensor {
    let imageShape = Shape(Array(images.shape.dimensions.dropFirst()))
    let visits = indices.map { ExampleVisit(seed: seed, epoch: epoch, index: $0) }
    let values = applied(to: images.floats, imageShape: imageShape, visits: visits)
    return Tensor(values, shape: images.shape)
  }

  func applied(
    to values: [Float], imageShape: Shape, visits: [ExampleVisit]
  ) -> [Float] {
    precondition(
      imageShape.rank == 3 && values.count == visits.count * imageShape.count,
      "augmentation: \(visits.count) positions and \(values.count) values of images \(imageShape)")
    let (height, width, channels) = (imageShape[0], imageShape[1], imageShape[2])
    var result = [Float](repeating: 0, count: values.count)
    for (image, visit) in visits.enumerated() {
      let draw = draw(seed: visit.seed, epoch: visit.epoch, index: visit.index)
      let (down, right) = (draw.top - padding, draw.left - padding)
      // Only pixels whose source lies inside the image are written; the rest is padding.
      let columns = max(0, -right)..<max(max(0, -right), min(width, width - right))
      for y in 0..<height where y + down >= 0 && y + down < height {
        let source = (image * height + y + down) * width + right
        let target = (image * height + y) * width
        for x in columns {
          let from = (source + x) * channels
          let to = (target + (draw.isFlipped ? width - 1 - x : x)) * channels
          for channel in 0..<channels { result[to + channel] = values[from + channel] }
        }
      }
    }
    return result
  }
}
