import GradusTensors

/// How pictures are made into what a network's published weights were trained on.
public struct InputRecipe: Sendable, Hashable, Codable {
  /// The length that the shorter side is resized to, in pixels; nil where pictures keep their size.
  public var shorterSide: Int?
  /// Height and width of what is cut out of the middle, in pixels.
  public var cropSize: Int
  /// How pictures are resized.
  public var interpolation: Interpolation
  /// What is subtracted from each channel, in units of full brightness.
  public var mean: [Double]
  /// What each channel is divided by then.
  public var deviation: [Double]

  /// Makes a recipe.
  public init(
    shorterSide: Int?, cropSize: Int, interpolation: Interpolation = .bilinear, mean: [Double],
    deviation: [Double]
  ) {
    (self.shorterSide, self.cropSize) = (shorterSide, cropSize)
    self.interpolation = interpolation
    (self.mean, self.deviation) = (mean, deviation)
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

  /// CIFAR-10's own means and deviations, pictures as they are.
  public static let cifar = InputRecipe(
    shorterSide: nil, cropSize: 32, mean: [0.4914, 0.4822, 0.4465],
    deviation: [0.2470, 0.2435, 0.2616])
}

extension RasterImage {
  /// The picture as a recipe wants it: resized in its own proportions, and the middle cut out; without a
  /// side to resize to, resized only where it is smaller or larger than the cut.
  ///
  /// It is torchvision's `Resize` and `CenterCrop`. Traps on a recipe whose sides are not positive or
  /// whose cut is larger than the side.
  public func prepared(by recipe: InputRecipe) -> RasterImage {
    let crop = recipe.cropSize
    guard let side = recipe.shorterSide else {
      return covering(height: crop, width: crop, interpolation: recipe.interpolation)
    }
    precondition(
      crop > 0 && side >= crop, "a recipe cannot cut \(crop) pixels out of a side of \(side)")
    let isWide = width >= height
    let newHeight = isWide ? side : max(side, side * height / width)
    let newWidth = isWide ? max(side, side * width / height) : side
    return resized(
      height: newHeight, width: newWidth, rows: Self.middle(crop, newHeight),
      columns: Self.middle(crop, newWidth), interpolation: recipe.interpolation)
  }
}
