import Foundation
import GradusTensors

/// Puts a box of one value over some training images (Zhong et al. 2020).
///
/// What happens to an image depends on the seed, the epoch and the image's position in the data set, never
/// on the batch or the thread it is in.
public struct RandomErasing: Sendable, Hashable {
  /// The probability that an image gets a box.
  public let probability: Double
  /// The box's share of the image's area, drawn evenly.
  public let area: ClosedRange<Double>
  /// The box's height over its width, drawn evenly on a logarithmic scale.
  public let aspect: ClosedRange<Double>
  /// What the box holds.
  public let value: Double

  /// Makes an augmentation; traps on a probability outside 0...1, an area outside 0...1 and an aspect
  /// that is not positive.
  public init(
    probability: Double = 0.5, area: ClosedRange<Double> = 0.02...0.33,
    aspect: ClosedRange<Double> = 0.3...3.3, value: Double = 0
  ) {
    precondition(
      (0...1).contains(probability) && area.lowerBound >= 0 && area.upperBound <= 1
        && aspect.lowerBound > 0 && aspect.upperBound.isFinite,
      "erasing: probability \(probability) and area \(area) must be in 0...1 and aspect \(aspect) "
        + "positive")
    (self.probability, self.area) = (probability, area)
    (self.aspect, self.value) = (aspect, value)
  }

  /// The box that the image at position `index` of the data set gets in `epoch`; nil for none.
  public func box(
    height: Int, width: Int, seed: UInt64, epoch: Int, index: Int
  ) -> (rows: Range<Int>, columns: Range<Int>)? {
    let stream = RandomStream(seed: seed, name: "erasing of epoch \(epoch), image \(index)")
    guard stream.uniform(0) < probability else { return nil }
    // A box that does not fit is drawn anew, ten times at most, as in torchvision.
    for attempt in 0..<10 {
      let draw = 1 + 4 * attempt
      let share = area.lowerBound + (area.upperBound - area.lowerBound) * stream.uniform(draw)
      let ratio = exp(
        log(aspect.lowerBound)
          + (log(aspect.upperBound) - log(aspect.lowerBound)) * stream.uniform(draw + 1))
      let pixels = share * Double(height * width)
      let (rows, columns) = (
        Int((pixels * ratio).squareRoot().rounded()), Int((pixels / ratio).squareRoot().rounded())
      )
      guard rows > 0, columns > 0, rows < height, columns < width else { continue }
      let top = stream.integer(draw + 2, below: height - rows + 1)
      let left = stream.integer(draw + 3, below: width - columns + 1)
      return (top..<top + rows, left..<left + columns)
    }
    return nil
  }

  /// Erases boxes of images `[batch, height, width, channels]`, which stand at the positions `indices` of
  /// their data set; traps when there are not as many positions as images.
  public func callAsFunction(
    _ images: Tensor, indices: [Int], seed: UInt64, epoch: Int
  ) -> Tensor {
    precondition(
      images.rank == 4 && images.shape[0] == indices.count,
      "erasing: \(indices.count) positions for images \(images.shape)")
    let (height, width) = (images.shape[1], images.shape[2])
    let boxes = indices.map {
      box(height: height, width: width, seed: seed, epoch: epoch, index: $0)
    }
    let mask = Tensor.generate([indices.count, height, width, 1], dtype: images.dtype) { place in
      guard let box = boxes[place / (height * width)] else { return 0 }
      let (row, column) = (place / width % height, place % width)
      return box.rows.contains(row) && box.columns.contains(column) ? 1 : 0
    }
    return images.replacing(with: value, where: mask)
  }
}
