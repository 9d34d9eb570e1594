import Foundation
import GradusInterchange
import GradusTensors

/// Turns files into inputs one after another, on one thread, and keeps its memory in between.
final class PictureReader {
  private let decoder = PictureDecoder()
  private var renderer: PictureRenderer
  private let view: PictureView

  /// Makes a reader; traps unless the normalisation has three numbers.
  init(_ view: PictureView, _ normalization: Normalization) {
    self.view = view
    renderer = PictureRenderer(side: view.side, normalization)
  }

  /// Appends the input of a picture, `side * side * 3` numbers; throws `FileError`, ``ImageFileError``
  /// and ``PictureChange`` and appends nothing then.
  func append(
    _ path: String, byteCount: Int, visit: ExampleVisit, to values: inout [Float]
  ) throws {
    let bytes = try FileContents.read(path)
    guard bytes.count == byteCount else {
      throw PictureChange(path: path, listed: byteCount, found: bytes.count)
    }
    var draw: PictureView.Draw?
    let picture = try decoder.decode(bytes, path: path) { height, width in
      let drawn = view.draw(
        height: height, width: width, seed: visit.seed, epoch: visit.epoch, index: visit.index)
      draw = drawn
      return view.decodesScaled
        ? PictureDecoder.Shrinkage.largest(
          keeping: view.side, of: min(drawn.box.height, drawn.box.width))
        : .none
    }
    guard let draw else { return }
    renderer.append(picture, decoder.pixels, draw, to: &values)
  }
}
