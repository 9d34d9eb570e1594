import Foundation
import GradusTensors

/// Mixes the images of a batch by pairs, and their labels alike.
///
///     let mixing = BatchMixing.cutmix(alpha: 1)
///     let mixed = mixing(batch, classes: 10, seed: 1)
///     model(tape.constant(mixed.images)).crossEntropy(target: mixed.target)
///
/// Who is mixed with whom, and how much, depends on the seed and the batch's epoch and index alone, so that
/// a resumed run sees the same images.
public enum BatchMixing: Sendable, Hashable {
  /// Weighted means of two images, with a weight from a Beta(α, α) distribution (Zhang et al. 2018).
  case mixup(alpha: Double)
  /// A box of one image put into another, of a share of its area from a Beta(α, α) distribution
  /// (Yun et al. 2019).
  case cutmix(alpha: Double)

  /// A batch whose labels are distributions.
  public struct Mixed: Sendable {
    /// The images, of the batch's shape.
    public let images: Tensor
    /// The share of each class, `[count, classes]`; every row sums to 1.
    public let target: Tensor
    /// The share that each image has kept of itself.
    public let kept: Double
    /// The position in the batch of the image that each was mixed with.
    public let partners: [Int]
  }

  /// Mixes a batch; traps on a label outside of `0..<classes`, and unless α is positive.
  ///
  /// - Parameters:
  ///   - batch: images `[count, height, width, channels]` and their labels.
  ///   - classes: the number of classes.
  ///   - seed: decides, with epoch and index of the batch, what is drawn.
  public func callAsFunction(_ batch: Batch, classes: Int, seed: UInt64) -> Mixed {
    let stream = RandomStream(
      seed: seed, name: "mixing of epoch \(batch.epoch), batch \(batch.index)")
    let partners = stream.permutation(batch.count)
    let others = batch.images.gathered(partners)
    let images: Tensor
    let kept: Double
    switch self {
    case .mixup(let alpha):
      kept = Self.share(alpha, stream)
      images = batch.images * kept + others * (1 - kept)
    case .cutmix(let alpha):
      let (height, width) = (batch.images.shape[1], batch.images.shape[2])
      let box = Self.box(1 - Self.share(alpha, stream), height, width, stream)
      kept = 1 - Double(box.rows.count * box.columns.count) / Double(max(1, height * width))
      let mask = Tensor.generate([height, width, 1], dtype: batch.images.dtype) { place in
        box.rows.contains(place / width) && box.columns.contains(place % width) ? 1 : 0
      }
      images = batch.images.replacing(with: others, where: mask)
    }
    let own = Tensor.oneHot(batch.labels, classes: classes, dtype: batch.images.dtype)
    return Mixed(
      images: images, target: own * kept + own.gathered(partners) * (1 - kept), kept: kept,
      partners: partners)
  }

  /// A number from Beta(α, α): for α up to 1 by two powers of uniform numbers whose sum is at most 1 (Jöhnk
  /// 1964), which larger ones hardly ever have; beyond it by two numbers from Gamma(α). Powers with small α
  /// are too small for their type, so that their logarithms are compared.
  private static func share(_ alpha: Double, _ stream: RandomStream) -> Double {
    precondition(
      alpha > 0 && alpha <= 1e100, "mixing: alpha must be positive and at most 1e100, not \(alpha)")
    var attempt = 0
    if alpha > 1 {
      let x = gamma(alpha, stream, &attempt)
      return x / (x + gamma(alpha, stream, &attempt))
    }
    while true {
      let (x, y) = (
        log(stream.uniform(firstDraw + 2 * attempt)) / alpha,
        log(stream.uniform(firstDraw + 2 * attempt + 1)) / alpha
      )
      attempt += 1
      guard max(x, y) > -.infinity, exp(x) + exp(y) <= 1 else { continue }
      return 1 / (1 + exp(y - x))
    }
  }

  /// A number from Gamma(α), α at least 1, by rejection from the cube of a normal number (Marsaglia and
  /// Tsang 2000, §3).
  private static func gamma(
    _ alpha: Double, _ stream: RandomStream, _ attempt: inout Int
  ) -> Double {
    let d = alpha - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      // Four draws for each attempt, of which a normal number takes the first two.
      let first = firstDraw + 4 * attempt
      attempt += 1
      let normal = stream.normal(first / 2)
      let v = pow(1 + c * normal, 3)
      let bound = v > 0 ? 0.5 * normal * normal + d - d * v + d * log(v) : -.infinity
      if log(stream.uniform(first + 2)) < bound { return d * v }
    }
  }

  /// A box of a share of the area around a uniformly drawn centre, cut off at the borders.
  private static func box(
    _ share: Double, _ height: Int, _ width: Int, _ stream: RandomStream
  ) -> (rows: Range<Int>, columns: Range<Int>) {
    func range(_ length: Int, _ draw: Int) -> Range<Int> {
      let extent = Int(Double(length) * share.squareRoot())
      let start = stream.integer(draw, below: max(1, length)) - extent / 2
      return max(0, start)..<max(max(0, start), min(length, start + extent))
    }
    return (range(height, boxDraw), range(width, boxDraw + 1))
  }

  /// Draws far from those of the permutation.
  private static let boxDraw = 1 << 40
  private static let firstDraw = 1 << 41
}
