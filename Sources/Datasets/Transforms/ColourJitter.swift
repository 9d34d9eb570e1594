import GradusTensors

/// Brightness, contrast, saturation and hue changed by random amounts in a random order: torchvision's
/// `ColorJitter` (after Howard 2013).
///
/// Images have the numbers 0...1 and 1 or 3 channels.
public struct ColourJitter: Transform, Hashable {
  /// Factors are drawn evenly from one minus to one plus these, and not below 0.
  public let brightness: Double, contrast: Double, saturation: Double
  /// Hues are turned by a share of the circle from minus to plus this.
  public let hue: Double

  /// Makes a jitter; what is 0 is left alone. Traps on negative amounts and on a hue above 1/2.
  public init(
    brightness: Double = 0, contrast: Double = 0, saturation: Double = 0, hue: Double = 0
  ) {
    precondition(
      [brightness, contrast, saturation, hue].allSatisfy { $0 >= 0 && $0.isFinite } && hue <= 0.5,
      "colour jitter: \(brightness), \(contrast), \(saturation) and \(hue) must be 0 or more, and "
        + "the hue at most 0.5")
    (self.brightness, self.contrast) = (brightness, contrast)
    (self.saturation, self.hue) = (saturation, hue)
  }

  /// What happens to an image, in order.
  public func draw(_ visit: ExampleVisit) -> [ColourAdjustment] {
    let stream = visit.stream("colour jitter")
    func factor(_ amount: Double, _ number: Int) -> Double {
      let least = max(0, 1 - amount)
      return least + (1 + amount - least) * stream.uniform(number)
    }
    let all: [(Double, ColourAdjustment)] = [
      (brightness, .brightness(factor(brightness, 4))),
      (contrast, .contrast(factor(contrast, 5))),
      (saturation, .saturation(factor(saturation, 6))),
      (hue, .hue((2 * stream.uniform(7) - 1) * hue)),
    ]
    return stream.permutation(4).map { all[$0] }.filter { $0.0 > 0 }.map(\.1)
  }

  /// Changes the colours of an image `[height, width, channels]`, and keeps its shape.
  public func callAsFunction(_ image: Tensor, _ visit: ExampleVisit) -> Tensor {
    var numbers = ImageNumbers(image, for: "colour jitter", needsColours: true)
    for adjustment in draw(visit) { adjustment.apply(to: &numbers) }
    return numbers.tensor
  }
}
