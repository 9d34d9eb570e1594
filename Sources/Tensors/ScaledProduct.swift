/// A product of numbers that stays in range: its significand and the power of two that it is scaled by.
struct ScaledProduct {
  private var significand = 1.0
  private var exponent = 0

  /// Takes one more factor; zeros, infinities and NaN count as they do in a product.
  mutating func multiply(by factor: Double) {
    guard isScalable(significand), isScalable(factor) else {
      significand *= factor
      return
    }
    let product =
      significand * Double(sign: factor.sign, exponent: 0, significand: factor.significand)
    exponent += Int(product.exponent) + Int(factor.exponent)
    significand = Double(sign: product.sign, exponent: 0, significand: product.significand)
  }

  /// The product, infinite or 0 where it leaves the range.
  var value: Double {
    isScalable(significand)
      ? Double(sign: .plus, exponent: exponent, significand: significand) : significand
  }

  /// The logarithm of the product's magnitude, also where it leaves the range.
  var logarithmOfMagnitude: Double {
    abs(exponent) < 1000
      ? Double.log(abs(value))
      : Double.log(abs(significand)) + Double(exponent) * 0.69314718055994530942
  }

  private func isScalable(_ number: Double) -> Bool { number.isFinite && number != 0 }
}
