import GradusTensors

/// How pictures are made into what a network's published weights were trained on.
public struct InputRecipe: Sendable, Hashable, Codable {
  /// The length that the shorter side is resized to, in pixels; nil where pictures are made to cover the
  /// cut, so that those of its size stay as they are.
  public var shorterSide: Int?
  /// Height and width of what is cut out of the middle, in pixels.
  public var cropSize: Int
  /// How pictures are resized.
  public var interpolation: Interpolation
  /// What is subtracted from each channel, in units of full brightness.
  public var mean: [Double]
  /// What each channel is divided by then.
  public var deviation: [Double]
  /// Whether blue comes first and red last, as in OpenCV and Caffe; means and deviations are in this order.
  public var isBlueFirst: Bool

  /// Makes a recipe.
  public init(
    shorterSide: Int?, cropSize: Int, interpolation: Interpolation = .bilinear, mean: [Double],
    deviation: [Double], isBlueFirst: Bool = false
  ) {
    (self.shorterSide, self.cropSize) = (shorterSide, cropSize)
    self.interpolation = interpolation
    (self.mean, self.deviation) = (mean, deviation)
    self.isBlueFirst = isBlueFirst
  }

  /// Reads a recipe; those written before colours had an order have red first.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      shorterSide: try values.decodeIfPresent(Int.self, forKey: .shorterSide),
      cropSize: try values.decode(Int.self, forKey: .cropSize),
      interpolation: try values.decode(Interpolation.self, forKey: .interpolation),
      mean: try values.decode([Double].self, forKey: .mean),
      deviation: try values.decode([Double].self, forKey: .deviation),
      isBlueFirst: try values.decodeIfPresent(Bool.self, forKey: .isBlueFirst) ?? false)
  }

  /// Torchvision's for ImageNet: the shorter side to 256 pixels, the middle 224 of them.
  public static func imageNet(
    shorterSide: Int? = 256, cropSize: Int = 224, interpolation: Interpolation = .bilinear
  ) -> InputRecipe {
    InputRecipe(
      shorterSide: shorterSide, cropSize: cropSize, interpolation: interpolation,
      mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
  }

  /// Of TensorFlow's networks: pixels in -1...1, of the middle seven eighths.
  public static func tensorFlow(
    cropSize: Int, interpolation: Interpolation = .bilinear
  ) -> InputRecipe {
    InputRecipe(
      shorterSide: (cropSize * 8 + 6) / 7, cropSize: cropSize, interpolation: interpolation,
      mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])
  }

  /// Caffe's for ImageNet: bytes minus ImageNet's mean colour, blue first.
  public static func caffe(
    shorterSide: Int? = 256, cropSize: Int = 224, interpolation: Interpolation = .bilinear
  ) -> InputRecipe {
    InputRecipe(
      shorterSide: shorterSide, cropSize: cropSize, interpolation: interpolation,
      mean: [103.939 / 255, 116.779 / 255, 123.68 / 255],
      deviation: [1.0 / 255, 1.0 / 255, 1.0 / 255], isBlueFirst: true)
  }

  /// CIFAR-10's own means and deviations, pictures as they are.
  public static let cifar = InputRecipe(
    shorterSide: nil, cropSize: 32, mean: [0.4914, 0.4822, 0.4465],
    deviation: [0.2470, 0.2435, 0.2616])

  /// Of Liu's pytorch-cifar, whose deviations are the means of those of single pictures.
  public static let pyTorchCIFAR = InputRecipe(
    shorterSide: nil, cropSize: 32, mean: [0.4914, 0.4822, 0.4465],
    deviation: [0.2023, 0.1994, 0.2010])
}

extension RasterImage {
  /// The picture as a recipe wants it: resized in its own proportions, and the middle cut out; without a
  /// side to resize to, resized only where it is smaller or larger than the cut.
  ///
  /// It is torchvision's `Resize` and `CenterCrop`, with the colours in the recipe's order. Traps on a recipe
  /// whose sides are not positive or whose cut is larger than the side.
  public func prepared(by recipe: InputRecipe) -> RasterImage {
    let crop = recipe.cropSize
    let result =
      recipe.shorterSide.map { side in
        middle(crop, shorterSide: side, interpolation: recipe.interpolation)
      } ?? covering(height: crop, width: crop, interpolation: recipe.interpolation)
    return recipe.isBlueFirst ? result.reversingColours : result
  }
}
