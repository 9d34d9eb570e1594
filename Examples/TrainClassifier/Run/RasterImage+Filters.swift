import Gradus

extension RasterImage {
  /// Filters `[height, width, inputs, outputs]` side by side, each from black at its least number to white
  /// at its greatest; those of three inputs in colour, of others their first input in grey.
  init(filters: Tensor) {
    let (rows, columns, inputs, outputs) = (
      filters.shape[0], filters.shape[1], filters.shape[2], filters.shape[3]
    )
    let channels = inputs == 3 ? 3 : 1
    let across = max(1, Int(Double(outputs).squareRoot().rounded(.up)))
    let down = (outputs + across - 1) / across
    let scale = max(1, 24 / max(rows, columns))
    let (height, width) = (down * (rows * scale + 1), across * (columns * scale + 1))
    var pixels = [UInt8](repeating: 0, count: height * width * channels)
    let values = filters.scalars
    for output in 0..<outputs {
      func number(_ y: Int, _ x: Int, _ channel: Int) -> Double {
        values[((y * columns + x) * inputs + channel) * outputs + output]
      }
      let all = (0..<rows).flatMap { y in
        (0..<columns).flatMap { x in (0..<channels).map { number(y, x, $0) } }
      }
      let (least, most) = (all.min() ?? 0, all.max() ?? 0)
      let (top, left) = (
        output / across * (rows * scale + 1), output % across * (columns * scale + 1)
      )
      for y in 0..<rows * scale {
        for x in 0..<columns * scale {
          for channel in 0..<channels {
            let share = (number(y / scale, x / scale, channel) - least) / (most - least)
            pixels[((top + y) * width + left + x) * channels + channel] =
              share.isFinite ? UInt8((share * 255).rounded()) : 0
          }
        }
      }
    }
    self.init(height: height, width: width, channels: channels, pixels: pixels)
  }
}
