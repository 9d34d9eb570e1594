import Foundation
import GradusTensors

/// What is done to the colours of a picture, as a rule.
public enum PictureColours: Sendable, Hashable {
  /// Nothing.
  case asTheyAre
  /// The principal components of ImageNet's colours are added, each times its eigenvalue times a normal number
  /// of this standard deviation (Krizhevsky et al. 2012, §4.1).
  case principal(Double)
  /// Brightness, contrast and saturation, in this order, are each multiplied by a factor drawn from one minus
  /// this number, but at least 0, to one plus it (Howard 2013; torchvision's `ColorJitter` draws the order too).
  case jitter(Double)

  /// What was drawn for one picture.
  struct Draw: Hashable {
    /// Added to red, green and blue in 0...1.
    var shift = SIMD4<Float>()
    /// Factors; 1 changes nothing.
    var brightness: Float = 1, contrast: Float = 1, saturation: Float = 1

    /// Whether pixels must be looked at one by one.
    var isJitter: Bool { brightness != 1 || contrast != 1 || saturation != 1 }
  }

  /// Eigenvalues and directions of the covariance of the colours of ImageNet's training pictures in 0...1,
  /// largest first; the numbers that came with the authors' code.
  private static let eigenvalues = [0.2175, 0.0188, 0.0045]
  private static let directions = [
    [-0.5675, 0.7192, 0.4009], [-0.5808, -0.0045, -0.8140], [-0.5836, -0.6948, 0.4203],
  ]

  /// Draws for one picture, by numbers in 0..<1.
  func draw(_ uniform: (Int) -> Double) -> Draw {
    var draw = Draw()
    switch self {
    case .asTheyAre: break
    case .principal(let deviation):
      let factors = (0..<3).map { component in
        let radius = (-2 * log(1 - uniform(2 * component))).squareRoot()
        let normal = radius * cos(2 * .pi * uniform(2 * component + 1))
        return normal * deviation * Self.eigenvalues[component]
      }
      for channel in 0..<3 {
        draw.shift[channel] = Float(
          (0..<3).reduce(0.0) { $0 + Self.directions[channel][$1] * factors[$1] })
      }
    case .jitter(let strength):
      precondition(
        strength >= 0 && strength.isFinite, "colours: a jitter of \(strength) is not possible")
      let least = max(0, 1 - strength)
      func factor(_ number: Int) -> Float {
        Float(least + uniform(number) * (1 + strength - least))
      }
      (draw.brightness, draw.contrast, draw.saturation) = (factor(0), factor(1), factor(2))
    }
    return draw
  }
}

extension PictureColours.Draw {
  private static let luma = SIMD4<Float>(0.299, 0.587, 0.114, 0)

  /// Applies the factors to red, green and blue in 0...1, three numbers a pixel; what leaves the range is
  /// cut off after each.
  func jitter(_ pixels: inout ArraySlice<Float>) {
    func brightnessOf(_ place: Int) -> Float {
      pixels[place] * Self.luma[0] + pixels[place + 1] * Self.luma[1]
        + pixels[place + 2] * Self.luma[2]
    }
    let places = stride(from: pixels.startIndex, to: pixels.endIndex, by: 3)
    for place in pixels.indices { pixels[place] = min(1, max(0, pixels[place] * brightness)) }
    var total: Float = 0
    for place in places { total += brightnessOf(place) }
    let mean = total / Float(max(1, pixels.count / 3)) * (1 - contrast)
    for place in pixels.indices {
      pixels[place] = min(1, max(0, pixels[place] * contrast + mean))
    }
    for place in places {
      let grey = brightnessOf(place) * (1 - saturation)
      for channel in place..<place + 3 {
        pixels[channel] = min(1, max(0, pixels[channel] * saturation + grey))
      }
    }
  }
}
