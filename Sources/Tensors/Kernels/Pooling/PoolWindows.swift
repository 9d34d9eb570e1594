/// The windows of a pooling, and what a place in a window means.
struct PoolWindows {
  /// The input's size.
  let height: Int, width: Int
  /// Input positions of each window, clipped to the image.
  let rows: [Range<Int>], columns: [Range<Int>]
  /// For each place in a window, its distance from the window's corner in the image plane.
  let steps: [Int]
  private let geometry: PoolingGeometry

  init(_ indices: PoolIndices) {
    geometry = indices.geometry
    (height, width) = (indices.inputShape[1], indices.inputShape[2])
    rows = AxisWindows(height: geometry, indices.inputShape, indices.shape).ranges
    columns = AxisWindows(width: geometry, indices.inputShape, indices.shape).ranges
    let (kernel, width) = (geometry.kernel, width)
    steps = (0..<kernel.height * kernel.width).map {
      $0 / kernel.width * width + $0 % kernel.width
    }
  }

  /// Pixels of a window.
  var kernelArea: Int { steps.count }

  /// The place of the pixel at row `y` and column `x` in a window.
  @inline(__always)
  func place(_ y: Int, _ x: Int, _ row: Int, _ column: Int) -> Int {
    let top = row * geometry.stride.height - geometry.padding.top
    let left = column * geometry.stride.width - geometry.padding.left
    return (y - top) * geometry.kernel.width + (x - left)
  }

  /// Where a window's corner lies in the image plane, padding included.
  func corner(_ row: Int, _ column: Int) -> Int {
    (row * geometry.stride.height - geometry.padding.top) * width
      + (column * geometry.stride.width - geometry.padding.left)
  }
}
