import GradusTensors

/// Turns decoded pictures into inputs, one after another, and keeps its memory in between.
struct PictureRenderer {
  private var kernel = PictureResamplingKernel()
  private let side: Int
  private let normalization: Normalization

  /// Makes a renderer; traps unless the normalisation has three numbers.
  init(side: Int, _ normalization: Normalization) {
    precondition(
      normalization.mean.count == 3,
      "pictures: \(normalization.mean.count) means, not one each for red, green and blue")
    (self.side, self.normalization) = (side, normalization)
  }

  /// Appends the input of a picture, whose pixels have four bytes each.
  mutating func append(
    _ picture: PictureDecoder.Picture, _ pixels: [UInt8], _ draw: PictureView.Draw,
    to values: inout [Float]
  ) {
    let scale = Double(picture.shrinkage.rawValue)
    func taps(
      _ start: Double, _ length: Double, _ whole: Int, isReversed: Bool
    ) -> PictureResamplingKernel.Taps {
      let (start, length) = (start / scale, length / scale)
      let end = min(whole, Int((start + length).rounded(.up)))
      let limits = draw.box.isCut ? Int(start)..<max(Int(start) + 1, end) : 0..<whole
      return .init(
        start: start, length: length, limits: limits, target: side, isReversed: isReversed)
    }
    let first = values.count
    let (means, deviations) = (normalization.mean, normalization.standardDeviation)
    var (factor, offset) = (SIMD4<Float>(), SIMD4<Float>())
    for channel in 0..<3 {
      factor[channel] = Float(1 / 255 / deviations[channel])
      offset[channel] = Float(
        (Double(draw.colours.shift[channel]) - means[channel]) / deviations[channel])
    }
    if draw.colours.isJitter {
      (factor, offset) = (SIMD4(repeating: 1 / 255), draw.colours.shift)
    }
    kernel.append(
      pixels, rowLength: picture.width,
      vertical: taps(draw.box.top, draw.box.height, picture.height, isReversed: false),
      horizontal: taps(draw.box.left, draw.box.width, picture.width, isReversed: draw.isFlipped),
      factor: factor, offset: offset, to: &values)
    guard draw.colours.isJitter else { return }
    draw.colours.jitter(&values[first...])
    for place in values[first...].indices {
      let channel = (place - first) % 3
      values[place] = (values[place] - Float(means[channel])) / Float(deviations[channel])
    }
  }
}
