import GradusAutodiff
import GradusLayers
import GradusTensors

/// The images a member of an ensemble looks at for each image: scales, and crops of each.
public struct EnsembleViews: Sendable, Hashable {
  /// Which parts of a scaled image are looked at.
  public enum Crops: Sendable, Hashable {
    /// The square in the middle.
    case centre
    /// The same square and its mirror image.
    case mirrored
    /// The four corners, the middle, and their mirror images (Krizhevsky et al. 2012, §4.1).
    case ten
    /// All of it: the network runs over the whole image and averages its features (Sermanet et al.
    /// 2013; He et al. 2015, §3.4, "fully-convolutional form").
    case whole
  }

  /// Lengths of the shorter side the images are resized to, in pixels; empty for the images as they
  /// are.
  public let scales: [Int]
  /// Height and width of a crop, in pixels; not used for whole images.
  public let cropSize: Int
  /// Which parts are looked at.
  public let crops: Crops

  /// Makes views; traps on sizes that are not positive and on scales smaller than the crop.
  public init(scales: [Int] = [], cropSize: Int, crops: Crops) {
    precondition(cropSize > 0, "EnsembleViews: the crop size \(cropSize) must be positive")
    let least = crops == .whole ? 1 : cropSize
    for scale in scales {
      precondition(
        scale >= least, "EnsembleViews: scale \(scale) is smaller than the crop of \(cropSize)")
    }
    self.scales = scales
    self.cropSize = cropSize
    self.crops = crops
  }

  /// The number of images looked at for each image.
  public var count: Int { max(1, scales.count) * crops.count }

  /// The images to look at, each a batch of the same count; traps when images are smaller than a
  /// crop.
  ///
  /// `images` are `[n, h, w, c]`, at least as large as the crop on both sides when they are not
  /// resized.
  public func images(_ images: Variable) -> [Variable] {
    let scaled = scales.isEmpty ? [images] : scales.map { resized(images, shorterSide: $0) }
    return scaled.flatMap(cropped)
  }

  private func resized(_ images: Variable, shorterSide: Int) -> Variable {
    let (height, width) = (images.shape[1], images.shape[2])
    // Rounded down, as torchvision does.
    func scaled(_ length: Int) -> Int { length * shorterSide / max(1, min(height, width)) }
    return images.resizedWithoutAliasing(height: scaled(height), width: scaled(width))
  }

  private func cropped(_ images: Variable) -> [Variable] {
    if crops == .whole { return [images] }
    let (height, width) = (images.shape[1], images.shape[2])
    Tensor.require(
      height >= cropSize && width >= cropSize,
      "EnsembleViews: images of \(height)x\(width) pixels are smaller than the crop of \(cropSize); "
        + "resize them with scales")
    let (bottom, right) = (height - cropSize, width - cropSize)
    func crop(_ top: Int, _ left: Int) -> Variable {
      images.sliced(axis: 1, top..<top + cropSize).sliced(axis: 2, left..<left + cropSize)
    }
    let centre = crop(bottom / 2, right / 2)
    let mirror = Array((0..<cropSize).reversed())
    func mirrored(_ square: Variable) -> Variable { square.gathered(mirror, axis: 2) }
    if crops == .centre { return [centre] }
    if crops == .mirrored { return [centre, mirrored(centre)] }
    let five = [crop(0, 0), crop(0, right), crop(bottom, 0), crop(bottom, right), centre]
    return five + five.map(mirrored)
  }
}

extension EnsembleViews.Crops {
  /// The number of images looked at in each scale.
  fileprivate var count: Int {
    switch self {
    case .centre, .whole: 1
    case .mirrored: 2
    case .ten: 10
    }
  }
}
