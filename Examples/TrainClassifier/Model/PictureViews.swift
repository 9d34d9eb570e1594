import Gradus
import GradusExampleSupport

/// What a classifier looks at of a picture: crops of one or several scales, made of the decoded picture with
/// torchvision's bytes.
struct PictureViews {
  private let card: ModelCard
  /// Scales and crops; nil for what the card's recipe describes.
  private let views: EnsembleViews?

  /// Views of a classifier of several scales, the shorter sides that pictures are resized to, or crops;
  /// where nothing is asked for, the one that the card's recipe describes.
  ///
  /// Throws `UserError` where a scale is too small for the crop or they do not fit the card, and
  /// `ShapeMismatch` where the network does not take a whole picture of a scale.
  init(_ classifier: TrainedClassifier, _ sizes: ViewSizes) throws {
    let card = classifier.card
    self.card = card
    views =
      sizes.areAsked
      ? try sizes.views(card, unscaled: card.recipe?.shorterSide ?? card.height) : nil
    for side in views?.scales ?? [] where !areOfOneSize {
      _ = try classifier.model.outputShape(for: [1, side, side, card.channels])
    }
  }

  /// How many images a picture becomes.
  var count: Int { views?.count ?? 1 }

  /// Whether all images have the card's size.
  var areOfOneSize: Bool { views?.crops != .whole }

  /// How many numbers these have together, about so many of whole pictures.
  var numberCount: Int {
    let sides = areOfOneSize ? [] : views?.scales ?? []
    let side = max(card.height, sides.max() ?? 0)
    return max(side, card.width) * side * card.channels * count
  }

  /// Those of a picture; throws `UserError` for a whole one of too many pixels.
  func images(of picture: RasterImage) throws -> [RasterImage] {
    guard let views else { return [card.prepared(picture)] }
    let (picture, side) = (picture.converted(toChannels: card.channels), card.height)
    let interpolation = card.recipe?.interpolation ?? .bilinear
    let images = try views.scales.flatMap { scale -> [RasterImage] in
      switch views.crops {
      case .whole:
        let (height, width) = picture.lengths(shorterSide: scale)
        guard height * width <= RasterImage.usualPixelLimit else {
          throw UserError("at a side of \(scale) it has \(height)x\(width) pixels")
        }
        return [picture.resized(shorterSide: scale, interpolation: interpolation)]
      case .ten: return picture.tenCrops(side, shorterSide: scale, interpolation: interpolation)
      case .centre, .mirrored:
        let middle = picture.middle(side, shorterSide: scale, interpolation: interpolation)
        return views.crops == .centre ? [middle] : [middle, middle.mirrored]
      }
    }
    return card.recipe?.isBlueFirst == true ? images.map(\.reversingColours) : images
  }
}

/// A picture as each of several classifiers sees it.
typealias PictureImages = [[RasterImage]]

extension [PictureViews] {
  /// The images of a picture for each; throws what one throws.
  func images(of picture: RasterImage) throws -> PictureImages {
    try map { try $0.images(of: picture) }
  }
}
