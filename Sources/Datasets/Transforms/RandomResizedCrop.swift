import GradusTensors

/// A part of an image whose area and proportions are drawn, at one size (Szegedy et al. 2015, §6): torchvision's
/// `RandomResizedCrop`.
///
/// It resizes bytes as Pillow does, so that images are rounded to 256 levels; it comes first.
public struct RandomResizedCrop: Transform, Hashable {
  /// The size of the result, in pixels.
  public let height: Int, width: Int
  /// The part's share of the area, drawn evenly.
  public let area: ClosedRange<Double>
  /// The part's width over its height, drawn evenly on a logarithmic scale.
  public let proportions: ClosedRange<Double>
  /// How pixels are made.
  public let interpolation: Interpolation

  /// Makes a crop; traps on a size, an area or proportions that are not positive, and on more than all of the
  /// area.
  public init(
    height: Int, width: Int, area: ClosedRange<Double> = 0.08...1,
    proportions: ClosedRange<Double> = 3.0 / 4...4.0 / 3, interpolation: Interpolation = .bilinear
  ) {
    precondition(
      height > 0 && width > 0 && area.lowerBound > 0 && area.upperBound <= 1
        && proportions.lowerBound > 0 && proportions.upperBound.isFinite,
      "crop: \(height)x\(width) pixels of an area of \(area) in proportions of \(proportions) are "
        + "not possible")
    (self.height, self.width, self.area) = (height, width, area)
    (self.proportions, self.interpolation) = (proportions, interpolation)
  }

  /// The part of an image of `height` by `width` pixels that is shown.
  public func draw(
    height: Int, width: Int, _ visit: ExampleVisit
  ) -> (rows: Range<Int>, columns: Range<Int>) {
    let box = PictureCrop.area(area, proportions: proportions).box(
      height: height, width: width, side: 0, uniform: visit.stream("crop").uniform)
    let (top, left) = (Int(box.top), Int(box.left))
    return (top..<top + Int(box.height), left..<left + Int(box.width))
  }

  /// The part of an image `[h, w, 1 or 3]` with numbers in 0...1, as `[height, width, channels]`.
  public func callAsFunction(_ image: Tensor, _ visit: ExampleVisit) -> Tensor {
    let picture = RasterImage(image)
    let (rows, columns) = draw(height: picture.height, width: picture.width, visit)
    return picture.resized(
      height: picture.height, width: picture.width, rows: rows, columns: columns,
      interpolation: interpolation
    ).resized(height: height, width: width, interpolation: interpolation).tensor
  }
}
