import Foundation

/// Numbers as people read them in tables and at axes, in any locale with a decimal point.
package enum NumberText {
  /// `value` with about `digits` significant digits: `0.0123`, `1234`, `4.2×10⁷`; "n/a" where it is
  /// missing or not finite.
  package static func short(_ value: Double?, digits: Int = 3) -> String {
    guard let value, value.isFinite else { return "n/a" }
    if value == 0 { return "0" }
    // Rounded first, so that 999.96 becomes 1000 and not 999 with a stray digit.
    let written = String(format: "%.\(max(digits, 1) - 1)e", value)
    let parts = written.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return written }
    if exponent < -3 || exponent > 5 {
      let mantissa = withoutTrailingZeros(String(parts[0]))
      let power = powerOfTen(exponent)
      return mantissa == "1"
        ? power : mantissa == "-1" ? "−" + power : minus(mantissa) + "×" + power
    }
    let decimals = max(0, digits - 1 - exponent)
    return minus(withoutTrailingZeros(String(format: "%.\(decimals)f", value)))
  }

  /// `value` with exactly `decimals` digits after the point, or "n/a".
  package static func fixed(_ value: Double?, decimals: Int) -> String {
    guard let value, value.isFinite else { return "n/a" }
    let text = String(format: "%.\(decimals)f", value)
    return minus(
      text.contains { $0 != "-" && $0 != "0" && $0 != "." } ? text : text.filter { $0 != "-" })
  }

  /// `10⁻³` for -3; 1 and 10 are written out.
  static func powerOfTen(_ exponent: Int) -> String {
    if exponent == 0 { return "1" }
    if exponent == 1 { return "10" }
    let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let digits = "\(exponent.magnitude)".compactMap(\.wholeNumberValue).map { superscripts[$0] }
    return "10" + (exponent < 0 ? "⁻" : "") + String(digits)
  }

  /// A multiple of `step`, with the digits that tell it from its neighbours and no more.
  static func stepped(_ value: Double, step: Double) -> String {
    if value.magnitude < step / 2 { return "0" }
    let stepExponent = Int(log10(step * (1 + 1e-9)).rounded(.down))
    let exponent = Int(log10(value.magnitude * (1 + 1e-9)).rounded(.down))
    if exponent > 5 || stepExponent < -4 {
      return short(value, digits: min(16, max(1, exponent - stepExponent + 1)))
    }
    return fixed(value, decimals: max(0, -stepExponent))
  }

  private static func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let trimmed = text.reversed().drop { $0 == "0" }
    return String((trimmed.first == "." ? trimmed.dropFirst() : trimmed).reversed())
  }

  private static func minus(_ text: String) -> String {
    text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}
