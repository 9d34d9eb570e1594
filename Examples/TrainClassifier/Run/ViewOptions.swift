import ArgumentParser
import Gradus
import GradusExampleSupport

/// Which parts of each picture classifiers look at.
enum ViewKind: String, ExpressibleByArgument, CaseIterable {
  /// The middle.
  case centre
  /// The middle and its mirror image.
  case mirrored
  /// Corners, middle and their mirror images.
  case tenCrop = "ten-crop"
  /// The whole picture.
  case whole

  var crops: EnsembleViews.Crops {
    switch self {
    case .centre: .centre
    case .mirrored: .mirrored
    case .tenCrop: .ten
    case .whole: .whole
    }
  }
}

/// A list of sides, `224,256,288`.
struct SideList: ExpressibleByArgument {
  let sides: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard !parts.isEmpty, parts.allSatisfy({ (1...4_096).contains($0 ?? 0) }) else { return nil }
    sides = parts.compactMap { $0 }
  }
}

/// How several classifiers, or several views, are put together.
struct ViewOptions: ParsableArguments {
  @Flag(help: "Let several models vote: their probabilities are averaged.")
  var ensemble = false
  @OptionGroup var sizes: ViewSizes

  /// Whether anything but one look at each picture is asked for.
  var isAsked: Bool { ensemble || sizes.areAsked }
}

/// The scales and the parts of pictures that a classifier looks at.
struct ViewSizes: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Shorter sides the pictures are resized to, in pixels.", valueName: "224,256,288"))
  var scales: SideList?
  @Option(help: "What is looked at: centre, mirrored, ten-crop or whole; centre.")
  var views: ViewKind?

  /// Whether any are asked for.
  var areAsked: Bool { scales != nil || views != nil }

  /// The views of a classifier, at the scale `unscaled` where none is asked for; throws `UserError` when a
  /// scale is too small for its pictures or they are not square.
  func views(_ card: ModelCard, unscaled: Int? = nil) throws -> EnsembleViews {
    guard card.height == card.width else {
      throw UserError(
        "\(card.network) looks at \(card.height)x\(card.width) pixels; views are of square pictures"
      )
    }
    let crops = (views ?? .centre).crops
    let sides = scales?.sides ?? [unscaled ?? card.height]
    if crops == .whole, card.normalization.mean.count > card.channels,
      sides.contains(where: { $0 != card.height })
    {
      throw UserError(
        "\(card.network) subtracts a mean picture of \(card.height) pixels, so it cannot look at "
          + "whole pictures of other sizes; use --views centre, or train with "
          + "normalization=per-channel")
    }
    if crops != .whole, let small = sides.first(where: { $0 < card.height }) {
      throw UserError(
        "--scales: \(small) is smaller than the \(card.height) pixels of \(card.network); use "
          + "\(card.height) or more")
    }
    return EnsembleViews(scales: sides, cropSize: card.height, crops: crops)
  }
}
