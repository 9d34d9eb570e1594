import GradusTensors

/// Quantiles of samples.
public enum Quantile {
  /// The value below which a `fraction` in 0...1 of ascending `values` lies, interpolated linearly
  /// between neighbours (Hyndman and Fan 1996, definition 7). Traps without values.
  public static func of(sorted values: [Double], _ fraction: Double) -> Double {
    precondition(!values.isEmpty, "quantile: no values")
    precondition((0...1).contains(fraction), "quantile: \(fraction) is outside 0...1")
    let position = fraction * Double(values.count - 1)
    let below = Int(position)
    guard below + 1 < values.count else { return values[values.count - 1] }
    return values[below] + (position - Double(below)) * (values[below + 1] - values[below])
  }

  /// The middle of `values`; nil without any.
  public static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : of(sorted: values.sorted(), 0.5)
  }
}
