import Foundation

/// A marked value of an axis.
public struct AxisTick: Sendable, Hashable {
  /// The value.
  public let value: Double
  /// The text at the axis.
  public let label: String

  /// The smallest step of 1, 2 or 5 times a power of ten that divides `width` into at most `count`
  /// parts.
  static func niceStep(width: Double, count: Int) -> Double {
    let rough = width / Double(max(count, 1))
    let power = pow(10, log10(rough).rounded(.down))
    // The tolerance keeps 0.2 from becoming 0.5 because of a last digit.
    let factor = [1.0, 2, 5, 10].first { $0 * power >= rough * (1 - 1e-9) } ?? 10
    return factor * power
  }
}

extension AxisScale {
  /// Ticks inside the domain: 1-2-5 steps on a linear scale, powers of ten on a logarithmic one
  /// (with 2 and 5 between them where there is room).
  ///
  /// - Parameters:
  ///   - count: about how many ticks there is room for.
  ///   - isWhole: whether only whole numbers make sense as ticks.
  public func ticks(count: Int = 6, isWhole: Bool = false) -> [AxisTick] {
    switch kind {
    case .linear: return linearTicks(count, isWhole)
    case .logarithmic: return logarithmicTicks(count)
    case .logarithmicWithZero:
      let powers = (0...308).map { pow(10, Double($0)) }.prefix { $0 <= domain.upperBound }
      let stride = max(1, (powers.count + count - 1) / count)
      let shown = powers.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
      return ([0] + shown).filter { domain.contains($0) }
        .map { AxisTick(value: $0, label: NumberText.short($0)) }
    }
  }

  private func linearTicks(_ count: Int, _ isWhole: Bool) -> [AxisTick] {
    let width = domain.upperBound - domain.lowerBound
    var step = AxisTick.niceStep(width: width, count: count)
    if isWhole { step = max(step, 1) }
    let first = (domain.lowerBound / step - 1e-9).rounded(.up)
    let last = (domain.upperBound / step + 1e-9).rounded(.down)
    guard first <= last, last - first < 1000 else { return [] }
    let values = (0...Int(last - first)).map { (first + Double($0)) * step }
    return values.map { AxisTick(value: $0, label: NumberText.stepped($0, step: step)) }
  }

  private func logarithmicTicks(_ count: Int) -> [AxisTick] {
    let low = Int((log10(domain.lowerBound) - 1e-9).rounded(.up))
    let high = Int((log10(domain.upperBound) + 1e-9).rounded(.down))
    let decades = high - low + 1
    if decades >= 3 {
      let step = AxisTick.niceStep(width: Double(decades - 1), count: count)
      let stride = max(1, Int(step.rounded(.up)))
      return (low...high).filter { $0 % stride == 0 }
        .map { AxisTick(value: pow(10, Double($0)), label: NumberText.powerOfTen($0)) }
    }
    var between: [AxisTick] = []
    for exponent in (low - 1)...(max(low, high) + 1) {
      for factor in [1.0, 2, 5] {
        let value = factor * pow(10, Double(exponent))
        guard value >= domain.lowerBound * (1 - 1e-9), value <= domain.upperBound * (1 + 1e-9)
        else { continue }
        between.append(AxisTick(value: value, label: NumberText.short(value)))
      }
    }
    return between.count >= 2 ? between : linearTicks(max(3, count / 2), false)
  }
}
