import GradusTensors

/// What can be done to the colours of an image whose numbers are in 0...1, without chance.
///
/// The results are those of torchvision's `transforms.v2.functional` for images of floating point.
public enum ColourAdjustment: Sendable, Hashable {
  /// Every number times a factor.
  case brightness(Double)
  /// The distance from the image's mean brightness times a factor.
  case contrast(Double)
  /// The distance from each pixel's brightness times a factor; nothing for grey images.
  case saturation(Double)
  /// Hues turned by a share of the circle, from -1/2 to 1/2; nothing for grey images.
  case hue(Double)
  /// The distance from a blurred image times a factor; borders stay.
  case sharpness(Double)
  /// So many leading bits of eight, from 0 to 8.
  case posterized(bits: Int)
  /// Numbers from a threshold on are subtracted from 1.
  case solarized(threshold: Double)
  /// Each channel stretched to 0...1.
  case stretched
  /// Each channel so that its 256 levels are about equally frequent.
  case equalized
  /// 1 minus each number.
  case inverted

  /// Adjusts a float32 image `[height, width, channels]`, and keeps its shape.
  ///
  /// Traps on a negative factor, on a hue or bits outside their range, and unless there are 1 or 3
  /// channels.
  public func callAsFunction(_ image: Tensor) -> Tensor {
    var numbers = ImageNumbers(image, for: "\(self)", needsColours: true)
    apply(to: &numbers)
    return numbers.tensor
  }

  func apply(to image: inout ImageNumbers) {
    if let problem { preconditionFailure("\(self): \(problem)") }
    switch self {
    case .brightness(let factor): image.blend(factor) { _ in 0 }
    case .contrast(let factor): image.adjustContrast(factor)
    case .saturation(let factor): image.adjustSaturation(factor)
    case .hue(let turn): image.turnHues(by: Float(turn))
    case .sharpness(let factor): image.adjustSharpness(factor)
    case .posterized(let bits):
      let levels = Float(1 << bits)
      image.map { min(levels - 1, max(0, ($0 * levels).rounded(.down))) / levels }
    case .solarized(let threshold):
      let least = Float(threshold)
      image.map { $0 >= least ? 1 - $0 : $0 }
    case .stretched: image.stretch()
    case .equalized: image.equalize()
    case .inverted: image.map { 1 - $0 }
    }
  }

  private var problem: String? {
    switch self {
    case .brightness(let factor), .contrast(let factor), .saturation(let factor),
      .sharpness(let factor):
      factor >= 0 && factor.isFinite ? nil : "a factor must be 0 or more"
    case .hue(let turn): abs(turn) <= 0.5 ? nil : "a turn must be in -0.5...0.5"
    case .posterized(let bits): (0...8).contains(bits) ? nil : "there are 0 to 8 bits"
    case .solarized, .stretched, .equalized, .inverted: nil
    }
  }
}

extension ImageNumbers {
  mutating func map(_ change: (Float) -> Float) {
    for place in values.indices { values[place] = change(values[place]) }
  }

  mutating func adjustContrast(_ factor: Double) {
    var total = 0.0
    for pixel in 0..<height * width { total += Double(grey(pixel)) }
    let mean = Float(total / Double(max(1, height * width)))
    blend(factor) { _ in mean }
  }

  mutating func adjustSaturation(_ factor: Double) {
    guard channels == 3 else { return }
    let greys = (0..<height * width).map(grey)
    blend(factor) { greys[$0 / 3] }
  }

  /// Blurred by a filter of 3x3 whose middle counts 5 of 13.
  mutating func adjustSharpness(_ factor: Double) {
    guard height > 2, width > 2 else { return }
    let old = values
    let rest = Float(1 - factor)
    for row in 1..<height - 1 {
      for column in 1..<width - 1 {
        for channel in 0..<channels {
          func at(_ down: Int, _ right: Int) -> Float {
            old[((row + down) * width + column + right) * channels + channel]
          }
          var sum = 4 * at(0, 0)
          for down in -1...1 { for right in -1...1 { sum += at(down, right) } }
          values[(row * width + column) * channels + channel] += (sum / 13 - at(0, 0)) * rest
        }
      }
    }
    map { min(1, max(0, $0)) }
  }
}
