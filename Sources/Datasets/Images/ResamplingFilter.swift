/// How each pixel of a resized row or column is made from those of the original.
///
/// A triangle, or Keys's cubic with a = -1/2 (1981), in pixels of the larger of the two: interpolation
/// where the picture grows, an average without aliasing where it shrinks. Weights are fixed-point, in
/// Pillow's scale and rounding, so that the bytes are those of `Image.resize`.
struct ResamplingFilter {
  /// The bits after the point of a weight.
  static let fractionBits = 22

  /// What one new pixel takes: consecutive original pixels from `first` on, with their weights.
  struct Span {
    let first: Int
    let weights: [Int]
  }

  /// One span for each pixel in the window.
  let spans: [Span]

  /// The filter from `source` to `target` pixels, for the new pixels in `window` only.
  init(
    from source: Int, to target: Int, window: Range<Int>, interpolation: Interpolation = .bilinear
  ) {
    let scale = Double(source) / Double(target)
    let pixel = max(scale, 1)
    let reach = pixel * interpolation.reach
    spans = window.map { place in
      let centre = (Double(place) + 0.5) * scale
      let first = Int(max(0, centre - reach + 0.5))
      let end = min(source, Int(centre + reach + 0.5))
      let heights = (first..<end).map { original in
        interpolation.weight(at: (Double(original) - centre + 0.5) / pixel)
      }
      let total = heights.reduce(0, +)
      let one = Double(1 << Self.fractionBits)
      return Span(first: first, weights: heights.map { Int(($0 / total * one).rounded()) })
    }
  }

  /// The original pixels that the window needs.
  var sources: Range<Int> {
    let ends = spans.map { $0.first + $0.weights.count }
    return (spans.map(\.first).min() ?? 0)..<(ends.max() ?? 0)
  }

  /// A weighted sum of bytes as a byte.
  static func byte(_ sum: Int) -> UInt8 {
    UInt8(min(max((sum + 1 << (fractionBits - 1)) >> fractionBits, 0), 255))
  }
}
