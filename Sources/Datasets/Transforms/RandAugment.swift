import GradusTensors

/// A few operations of a list, each of the same strength: Cubuk et al. 2020, "RandAugment: Practical automated
/// data augmentation with a reduced search space", with torchvision's list and ranges.
///
/// Images have the numbers 0...1 and 1 or 3 channels; it comes before normalisation.
public struct RandAugment: Transform, Hashable {
  /// How many operations an image gets.
  public let operations: Int
  /// Their strength, from 0 to below `levels`.
  public let magnitude: Int
  /// How many strengths there are.
  public let levels: Int

  /// Makes an augmentation; traps unless there are 2 levels or more and the magnitude is one of them, and
  /// on a negative number of operations.
  public init(operations: Int = 2, magnitude: Int = 9, levels: Int = 31) {
    precondition(
      operations >= 0 && levels >= 2 && (0..<levels).contains(magnitude),
      "RandAugment: \(operations) operations of magnitude \(magnitude); magnitudes are "
        + "0..<\(levels), and there are at least 2")
    (self.operations, self.magnitude, self.levels) = (operations, magnitude, levels)
  }

  /// What an image of `height` by `width` pixels gets, in order.
  public func draw(height: Int, width: Int, _ visit: ExampleVisit) -> [RandAugmentOperation] {
    let stream = visit.stream("RandAugment")
    let strength = Double(magnitude) / Double(levels - 1)
    return (0..<operations).map { number in
      let kind = RandAugmentOperation.Kind.allCases[
        stream.integer(2 * number, below: RandAugmentOperation.Kind.allCases.count)]
      return RandAugmentOperation(
        kind, strength: strength, isNegative: stream.bits(2 * number + 1) & 1 == 1, height: height,
        width: width)
    }
  }

  /// Changes an image `[height, width, channels]`, and keeps its shape.
  public func callAsFunction(_ image: Tensor, _ visit: ExampleVisit) -> Tensor {
    var numbers = ImageNumbers(image, for: "RandAugment", needsColours: true)
    for operation in draw(height: numbers.height, width: numbers.width, visit) {
      operation.apply(to: &numbers)
    }
    return numbers.tensor
  }
}
