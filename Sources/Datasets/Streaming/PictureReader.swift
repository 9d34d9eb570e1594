import Foundation
import GradusInterchange
import GradusTensors

/// Turns files into inputs one after another, on one thread, and keeps its memory in between.
final class PictureReader {
  private let decoder = PictureDecoder()
  private var kernel = PictureResamplingKernel()
  private let view: PictureView
  private let normalization: Normalization

  /// Makes a reader; traps unless the normalisation has three numbers.
  init(_ view: PictureView, _ normalization: Normalization) {
    precondition(
      normalization.mean.count == 3,
      "pictures: \(normalization.mean.count) means, not one each for red, green and blue")
    (self.view, self.normalization) = (view, normalization)
  }

  /// Appends the input of a picture, `side * side * 3` numbers; throws `FileError`, ``ImageFileError``
  /// and ``PictureChange`` and appends nothing then.
  func append(
    _ path: String, byteCount: Int, seed: UInt64, epoch: Int, index: Int,
    to values: inout [Float]
  ) throws {
    let bytes = try FileContents.read(path)
    guard bytes.count == byteCount else {
      throw PictureChange(path: path, listed: byteCount, found: bytes.count)
    }
    var draw: PictureView.Draw?
    let picture = try decoder.decode(bytes, path: path) { height, width in
      let drawn = view.draw(
        height: height, width: width, seed: seed, epoch: epoch, index: index)
      draw = drawn
      return view.decodesScaled
        ? PictureDecoder.Shrinkage.largest(
          keeping: view.side, of: min(drawn.box.height, drawn.box.width))
        : .none
    }
    guard let draw else { return }
    render(picture, draw, &values)
  }

  private func render(
    _ picture: PictureDecoder.Picture, _ draw: PictureView.Draw, _ values: inout [Float]
  ) {
    let scale = Double(picture.shrinkage.rawValue)
    func taps(
      _ start: Double, _ length: Double, _ whole: Int, isReversed: Bool
    ) -> PictureResamplingKernel.Taps {
      let (start, length) = (start / scale, length / scale)
      let end = min(whole, Int((start + length).rounded(.up)))
      let limits = draw.box.isCut ? Int(start)..<max(Int(start) + 1, end) : 0..<whole
      return .init(
        start: start, length: length, limits: limits, target: view.side, isReversed: isReversed)
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
      decoder.pixels, rowLength: picture.width,
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
