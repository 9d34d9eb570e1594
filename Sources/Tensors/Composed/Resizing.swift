/// How pixels of another grid are computed from an image.
public enum ResizeRule: String, Sendable, Hashable, CaseIterable {
  /// The pixel at the start of each new one's share, as PyTorch's `nearest` but for the rounding of its
  /// scale to float32.
  case nearest
  /// Straight lines between the two nearest pixels along each axis.
  case bilinear
  /// Cubic convolution of the four nearest pixels along each axis, with a = -3/4 (Keys 1981).
  case bicubic
}

extension TensorProtocol {
  /// Images `[n, h, w, c]` resized to `[n, height, width, c]`, as PyTorch's `interpolate` without
  /// antialiasing.
  ///
  /// - Parameters:
  ///   - height: of the result, in pixels.
  ///   - width: of the result, in pixels.
  ///   - interpolation: how pixels are computed.
  ///   - alignsCorners: whether the centres of the corner pixels stay where they are; else the image's
  ///     edges do. Nearest pixels know no corners.
  public func resized(
    height: Int, width: Int, _ interpolation: ResizeRule, alignsCorners: Bool = false
  ) -> Self {
    let fits =
      shape.rank == 4 && height >= 0 && width >= 0
      && (shape[1] > 0 || height == 0) && (shape[2] > 0 || width == 0)
    Tensor.require(
      fits,
      "resize: images [n, h, w, c] of at least one pixel and a size that is not negative expected, not "
        + "\(shape) to \(height)x\(width)")
    guard fits else { return self }
    let rule = ResizingGrid(
      interpolation: interpolation, alignsCorners: alignsCorners, factor: nil)
    return resized(axis: 1, to: height, rule).resized(axis: 2, to: width, rule)
  }

  /// Images `[n, h, w, c]` resized to `factor` times their height and width, rounded down, with pixels
  /// exactly 1 / `factor` apart unless corners are aligned: PyTorch's `interpolate` with a scale factor.
  package func resized(
    factor: Double, _ interpolation: ResizeRule, alignsCorners: Bool
  ) -> Self {
    let sides = shape.rank == 4 ? [shape[1], shape[2]].map { Double($0) * factor } : []
    let fits = sides.count == 2 && sides.allSatisfy { $0 < 0x1p31 }
    Tensor.require(
      fits,
      "resize: images [n, h, w, c] expected of which \(factor) times the height and width are below "
        + "2^31 pixels, not \(shape)")
    guard fits else { return self }
    let rule = ResizingGrid(
      interpolation: interpolation, alignsCorners: alignsCorners, factor: factor)
    return resized(axis: 1, to: Int(sides[0]), rule).resized(axis: 2, to: Int(sides[1]), rule)
  }

  private func resized(axis: Int, to target: Int, _ rule: ResizingGrid) -> Self {
    let source = shape[axis]
    if rule.interpolation == .nearest {
      return gathered(
        (0..<target).map { rule.start(of: $0, source: source, target: target) }, axis: axis)
    }
    let places = (0..<target).map { rule.place(of: $0, source: source, target: target) }
    let along = Shape([target] + [Int](repeating: 1, count: shape.rank - axis - 1))
    let parts = rule.taps.map { tap in
      let taps = places.map { rule.tap(tap, of: $0) }
      let indices = zip(places, taps).map { min(max($0.whole + $1.offset, 0), source - 1) }
      let weights =
        value.isShapeOnly
        ? Tensor(shapeOnly: along, dtype: dtype)
        : Tensor(taps.map(\.weight), shape: along, dtype: dtype)
      return gathered(indices, axis: axis) * weights
    }
    return parts.dropFirst().reduce(parts[0], +)
  }
}

/// Where new pixels lie among the old ones, and how much of each they take.
private struct ResizingGrid {
  let interpolation: ResizeRule
  let alignsCorners: Bool
  /// New pixels per old one where it is given; else as many as source and target say.
  let factor: Double?

  /// The old pixel at the start of a new one's share.
  func start(of position: Int, source: Int, target: Int) -> Int {
    guard let factor else { return position * source / target }
    return min(Int(Double(position) / factor), source - 1)
  }

  /// The pixels that count, from the one at or before the place.
  var taps: ClosedRange<Int> { interpolation == .bicubic ? -1...2 : 0...1 }

  /// The old pixel at or before a new one, and the distance from it.
  func place(of position: Int, source: Int, target: Int) -> (whole: Int, fraction: Double) {
    var place: Double
    if alignsCorners {
      place = target > 1 ? Double(position) * Double(source - 1) / Double(target - 1) : 0
    } else {
      let centre = Double(position) + 0.5
      place = (factor.map { centre / $0 } ?? centre * Double(source) / Double(target)) - 0.5
      if interpolation == .bilinear { place = max(0, place) }
    }
    let whole = place.rounded(.down)
    return (Int(whole), place - whole)
  }

  /// The pixel so many behind the one at or before a place, and its weight.
  ///
  /// Where a pixel has no weight, the nearest one stands in its place: a NaN times zero would reach what
  /// does not depend on it.
  func tap(_ offset: Int, of place: (whole: Int, fraction: Double)) -> (offset: Int, weight: Double)
  {
    let weight = weight(Double(offset) - place.fraction)
    return (weight == 0 ? Int(place.fraction.rounded()) : offset, weight)
  }

  /// The weight of a pixel at a distance.
  private func weight(_ distance: Double) -> Double {
    let d = abs(distance)
    if interpolation == .bilinear { return max(0, 1 - d) }
    let a = -0.75
    if d <= 1 { return ((a + 2) * d - (a + 3)) * d * d + 1 }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0
  }
}
