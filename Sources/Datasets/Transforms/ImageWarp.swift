import Foundation
import GradusTensors

/// An image moved, sheared or turned; what comes from outside is black.
///
/// Each pixel takes the value of the nearest one, as in torchvision's `affine` and `rotate`.
public enum ImageWarp: Sendable, Hashable {
  /// Turned about its middle, counter-clockwise, in degrees.
  case turned(degrees: Double)
  /// Rows pushed to the right by this share of their distance from the top.
  case shearedRows(Double)
  /// Columns pushed down by this share of their distance from the left.
  case shearedColumns(Double)
  /// Moved right and down, in pixels.
  case moved(right: Int, down: Int)

  /// Warps an image `[height, width, channels]`, and keeps its shape.
  public func callAsFunction(_ image: Tensor) -> Tensor {
    var numbers = ImageNumbers(image, for: "warp")
    apply(to: &numbers)
    return numbers.tensor
  }

  func apply(to image: inout ImageNumbers) {
    let old = image.values
    let (height, width, channels) = (image.height, image.width, image.channels)
    let source = source(height: height, width: width)
    for row in 0..<height {
      for column in 0..<width {
        let (y, x) = source(Double(row) + 0.5, Double(column) + 0.5)
        let (fromRow, fromColumn) = (
          Int((y - 0.5).rounded(.toNearestOrEven)), Int((x - 0.5).rounded(.toNearestOrEven))
        )
        let isInside = (0..<height).contains(fromRow) && (0..<width).contains(fromColumn)
        for channel in 0..<channels {
          image.values[(row * width + column) * channels + channel] =
            isInside ? old[(fromRow * width + fromColumn) * channels + channel] : 0
        }
      }
    }
  }

  /// Where a point of the new image comes from; pixels have their middles at halves.
  private func source(height: Int, width: Int) -> (Double, Double) -> (y: Double, x: Double) {
    let (middleY, middleX) = (Double(height) / 2, Double(width) / 2)
    switch self {
    case .turned(let degrees):
      let angle = degrees * .pi / 180
      let (cosine, sine) = (cos(angle), sin(angle))
      return { y, x in
        let (down, right) = (y - middleY, x - middleX)
        return (middleY + sine * right + cosine * down, middleX + cosine * right - sine * down)
      }
    case .shearedRows(let share): return { y, x in (y, x + share * y) }
    case .shearedColumns(let share): return { y, x in (y + share * x, x) }
    case .moved(let right, let down): return { y, x in (y - Double(down), x - Double(right)) }
    }
  }
}
