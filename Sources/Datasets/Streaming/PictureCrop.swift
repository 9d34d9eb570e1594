import Foundation
import GradusTensors

/// Which part of a picture becomes a network's input, as a rule.
public enum PictureCrop: Sendable, Hashable {
  /// A rectangle whose share of the area and whose proportions are drawn, stretched to the square
  /// (Szegedy et al. 2015, "Going Deeper with Convolutions", §6; torchvision's `RandomResizedCrop`).
  case area(ClosedRange<Double>, proportions: ClosedRange<Double>)
  /// A square anywhere in the picture, whose shorter side is first resized to a drawn number of pixels
  /// (Simonyan and Zisserman 2015, §3.1; He et al. 2015, §3.4).
  case shorterSide(ClosedRange<Int>)
  /// The middle square of the picture, whose shorter side is first resized to so many pixels.
  case middle(shorterSide: Int)

  /// Whether anything is drawn.
  public var isRandom: Bool { if case .middle = self { false } else { true } }

  /// 8 to 100 % of the area, from 3:4 to 4:3.
  public static let inception = PictureCrop.area(0.08...1, proportions: 3.0 / 4...4.0 / 3)

  private static let attempts = 10

  /// The rectangle of a picture of `height` by `width` pixels that becomes `side` by `side` pixels.
  ///
  /// - Parameter uniform: the numbers in 0..<1 that decide, by number from 0 to 31.
  func box(height: Int, width: Int, side: Int, uniform: (Int) -> Double) -> PictureBox {
    switch self {
    case .area(let shares, let proportions):
      return Self.areaBox(height, width, shares, proportions, uniform)
    case .shorterSide(let sides):
      let shorter = sides.lowerBound + Int(uniform(0) * Double(sides.count))
      return Self.square(height, width, shorter, side, top: uniform(1), left: uniform(2))
    case .middle(let shorter):
      return Self.square(height, width, shorter, side, top: nil, left: nil)
    }
  }

  /// torchvision's rule: up to ten tries, then the largest middle part of allowed proportions.
  private static func areaBox(
    _ height: Int, _ width: Int, _ shares: ClosedRange<Double>, _ proportions: ClosedRange<Double>,
    _ uniform: (Int) -> Double
  ) -> PictureBox {
    let area = Double(height * width)
    let logarithms = (log(proportions.lowerBound), log(proportions.upperBound))
    for attempt in 0..<attempts {
      let share =
        shares.lowerBound + uniform(2 * attempt) * (shares.upperBound - shares.lowerBound)
      let proportion = exp(
        logarithms.0 + uniform(2 * attempt + 1) * (logarithms.1 - logarithms.0))
      let w = Int((area * share * proportion).squareRoot().rounded(.toNearestOrEven))
      let h = Int((area * share / proportion).squareRoot().rounded(.toNearestOrEven))
      guard (1...width).contains(w), (1...height).contains(h) else { continue }
      let top = Int(uniform(2 * attempts) * Double(height - h + 1))
      let left = Int(uniform(2 * attempts + 1) * Double(width - w + 1))
      return PictureBox(top: Double(top), left: Double(left), height: Double(h), width: Double(w))
    }
    let own = Double(width) / Double(height)
    func fallback(_ length: Double, _ whole: Int) -> Int {
      max(1, Int(min(Double(whole), length.rounded(.toNearestOrEven))))
    }
    let (w, h) =
      own < proportions.lowerBound
      ? (width, fallback(Double(width) / proportions.lowerBound, height))
      : own > proportions.upperBound
        ? (fallback(Double(height) * proportions.upperBound, width), height)
        : (width, height)
    return PictureBox(
      top: Double((height - h) / 2), left: Double((width - w) / 2), height: Double(h),
      width: Double(w))
  }

  /// A square of `side` of the picture's pixels once its shorter side is `shorter`, or of that whole side
  /// where it is less; places in 0..<1, nil for the middle.
  private static func square(
    _ height: Int, _ width: Int, _ shorter: Int, _ side: Int, top: Double?, left: Double?
  ) -> PictureBox {
    precondition(shorter > 0, "crop: a shorter side of \(shorter) pixels")
    let isWide = width >= height
    let newHeight = isWide ? shorter : shorter * height / width
    let newWidth = isWide ? shorter * width / height : shorter
    let extent = min(side, shorter)
    func start(_ whole: Int, _ place: Double?) -> Double {
      let room = whole - extent
      guard let place else { return (Double(room) / 2).rounded(.toNearestOrEven) }
      return (place * Double(room + 1)).rounded(.down)
    }
    let (vertical, horizontal) = (
      Double(height) / Double(newHeight), Double(width) / Double(newWidth)
    )
    return PictureBox(
      top: start(newHeight, top) * vertical, left: start(newWidth, left) * horizontal,
      height: min(Double(height), Double(extent) * vertical),
      width: min(Double(width), Double(extent) * horizontal), isCut: false)
  }
}

/// A rectangle of a picture, in its pixels.
struct PictureBox: Sendable, Hashable {
  var top: Double, left: Double, height: Double, width: Double
  /// Whether nothing outside of it is seen, as if it had been cut out before it was resized.
  var isCut = true
}
