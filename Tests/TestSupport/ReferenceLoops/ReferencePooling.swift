import Gradus

/// Pooling written as the definition reads: one output element and one padded position at a time.
public enum ReferencePooling {
  /// One window of one axis: its positions, in the image or in the padding around it.
  struct Window {
    let positions: [Int]
    let length: Int
    var inside: [Int] { positions.filter { $0 >= 0 && $0 < length } }
  }

  static func windows(
    _ length: Int, kernel: Int, stride: Int, before: Int, after: Int, roundsUp: Bool
  ) -> [Window] {
    var result: [Window] = []
    var start = -before
    while true {
      let fits = start + kernel <= length + after
      // Rounding up lets in one window that overhangs, if pixels or padding are left uncovered.
      let uncovered = start - stride + kernel < length + after
      guard fits || (roundsUp && start < length && uncovered) else { break }
      result.append(
        Window(
          positions: (start..<start + kernel).filter { $0 < length + after }, length: length))
      start += stride
    }
    return result
  }

  static func windows(_ geometry: PoolingGeometry, _ shape: Shape) -> ([Window], [Window]) {
    (
      windows(
        shape[1], kernel: geometry.kernel.height, stride: geometry.stride.height,
        before: geometry.padding.top, after: geometry.padding.bottom, roundsUp: geometry.roundsUp),
      windows(
        shape[2], kernel: geometry.kernel.width, stride: geometry.stride.width,
        before: geometry.padding.left, after: geometry.padding.right, roundsUp: geometry.roundsUp)
    )
  }

  /// How many windows stand below and beside each other.
  public static func counts(_ geometry: PoolingGeometry, _ shape: Shape) -> Extent {
    let (rows, columns) = windows(geometry, shape)
    return Extent(height: rows.count, width: columns.count)
  }

  /// The maxima and the positions `row * width + column` of the first of them in each window.
  public static func max(
    _ input: Tensor, _ geometry: PoolingGeometry
  ) -> (shape: Shape, values: [Double], positions: [Int32]) {
    let (rows, columns) = windows(geometry, input.shape)
    var values: [Double] = []
    var positions: [Int32] = []
    for image in 0..<input.shape[0] {
      for row in rows {
        for column in columns {
          for channel in 0..<input.shape[3] {
            var candidates: [(value: Double, position: Int)] = []
            for y in row.inside {
              for x in column.inside {
                candidates.append((input[image, y, x, channel], y * input.shape[2] + x))
              }
            }
            let best =
              candidates.first { $0.value.isNaN }
              ?? candidates.first { one in candidates.allSatisfy { $0.value <= one.value } }!
            values.append(best.value)
            positions.append(Int32(best.position))
          }
        }
      }
    }
    return ([input.shape[0], rows.count, columns.count, input.shape[3]], values, positions)
  }

  /// The mean of each window.
  public static func average(
    _ input: Tensor, _ geometry: PoolingGeometry
  ) -> (shape: Shape, values: [Double]) {
    let (rows, columns) = windows(geometry, input.shape)
    return average(input, rows, columns, countingPadding: geometry.countsPadding)
  }

  /// The means of `height` by `width` even windows.
  public static func adaptiveAverage(
    _ input: Tensor, height: Int, width: Int
  ) -> (shape: Shape, values: [Double]) {
    func even(_ count: Int, _ length: Int) -> [Window] {
      (0..<count).map { index in
        let start = (Double(index * length) / Double(count)).rounded(.down)
        let end = (Double((index + 1) * length) / Double(count)).rounded(.up)
        return Window(positions: Array(Int(start)..<Int(end)), length: length)
      }
    }
    return average(
      input, even(height, input.shape[1]), even(width, input.shape[2]), countingPadding: false)
  }

  private static func average(
    _ input: Tensor, _ rows: [Window], _ columns: [Window], countingPadding: Bool
  ) -> (shape: Shape, values: [Double]) {
    var values: [Double] = []
    for image in 0..<input.shape[0] {
      for row in rows {
        for column in columns {
          for channel in 0..<input.shape[3] {
            var sum = 0.0
            for y in row.inside {
              for x in column.inside { sum += input[image, y, x, channel] }
            }
            let count =
              countingPadding
              ? row.positions.count * column.positions.count
              : row.inside.count * column.inside.count
            values.append(sum / Double(count))
          }
        }
      }
    }
    return ([input.shape[0], rows.count, columns.count, input.shape[3]], values)
  }
}
