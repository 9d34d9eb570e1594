import GradusPlots
import GradusTensors

/// The filters of a first convolution side by side, as pictures.
///
/// Each filter is scaled on its own so that its least number is black and its largest white, as in
/// Krizhevsky et al. 2012, Fig. 3. Filters of three input channels are in colour, others grey, one
/// picture for each input channel. Of more filters than a page shows the first ones are drawn, and of
/// very large ones every so many pixels; the title says so.
public struct FilterPicture: Sendable {
  /// What the picture shows.
  public let title: String

  private let filters: Tensor

  /// The most squares of a picture, about 8 MB.
  private static let mostSquares = 100_000

  /// Makes a picture of filters `[kernel height, kernel width, inputs, outputs]`, which must have
  /// values.
  public init(_ filters: Tensor, title: String) {
    precondition(
      filters.rank == 4 && !filters.isShapeOnly,
      "a picture needs filters [height, width, inputs, outputs] with values, not \(filters.shape)")
    self.filters = filters
    self.title = title
  }

  /// The picture; `pixel` is the side of a filter's pixel.
  public func svg(pixel: Double = 5) -> SVGDocument {
    let step = Self.step(filters.shape)
    let filters = Self.thinned(filters, step)
    let (height, width) = (filters.shape[0], filters.shape[1])
    let isColoured = filters.shape[2] == 3
    let inputs = isColoured ? 1 : filters.shape[2]
    let all = filters.shape[3] * inputs
    let tiles = min(all, max(1, Self.mostSquares / max(1, height * width)))
    let remark =
      (step == 1 ? "" : ", one pixel in \(step)")
      + (tiles == all ? "" : ", the first \(tiles) of \(all)")
    let across = max(1, Int(Double(tiles).squareRoot().rounded(.up)))
    let (stepX, stepY) = (Double(width) * pixel + 4, Double(height) * pixel + 4)
    let rows = (tiles + across - 1) / across
    let values = filters.scalars
    return SVGDocument(
      identifier: "filters", title: title + remark,
      description: "\(filters.shape[3]) filters of \(height) by \(width) pixels.",
      width: Double(across) * stepX + 4, height: Double(rows) * stepY + 4
    ) { svg in
      for tile in 0..<tiles {
        let (output, input) = (tile / inputs, tile % inputs)
        let channels = isColoured ? [0, 1, 2] : [input]
        let colours = Self.colours(values, filters.shape, output, channels)
        let (x, y) = (Double(tile % across) * stepX + 4, Double(tile / across) * stepY + 4)
        for (index, colour) in colours.enumerated() {
          svg.element(
            "rect",
            [
              "x": SVGBuilder.number(x + Double(index % width) * pixel),
              "y": SVGBuilder.number(y + Double(index / width) * pixel),
              "width": SVGBuilder.number(pixel), "height": SVGBuilder.number(pixel),
              "fill": colour,
            ])
        }
      }
    }
  }

  /// Of how many pixels along each axis one is drawn.
  private static func step(_ shape: Shape) -> Int {
    let share = Double(shape[0] * shape[1]) / Double(mostSquares)
    return max(1, Int(share.squareRoot().rounded(.up)))
  }

  /// The filters with every so many pixels along each axis.
  private static func thinned(_ filters: Tensor, _ step: Int) -> Tensor {
    guard step > 1 else { return filters }
    return [0, 1].reduce(filters) { filters, axis in
      filters.gathered(Array(stride(from: 0, to: filters.shape[axis], by: step)), axis: axis)
    }
  }

  /// The colours of a filter's pixels, row by row.
  private static func colours(
    _ values: [Double], _ shape: Shape, _ output: Int, _ channels: [Int]
  ) -> [String] {
    let pixels = (0..<shape[0] * shape[1]).map { pixel in
      channels.map { values[(pixel * shape[2] + $0) * shape[3] + output] }
    }
    let all = pixels.joined().filter(\.isFinite)
    let (least, most) = (all.min() ?? 0, all.max() ?? 0)
    return pixels.map { pixel in
      let bytes = pixel.map { value in
        // Halves, so that no difference is beyond the largest number.
        let share = (value / 2 - least / 2) / (most / 2 - least / 2)
        return share.isFinite ? Int((share * 255).rounded()) : 0
      }
      let rgb = bytes.count == 3 ? bytes : [bytes[0], bytes[0], bytes[0]]
      return "#" + rgb.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
