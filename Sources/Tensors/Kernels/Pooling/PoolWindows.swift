/// The windows of a pooling, and what a place in a window means.
struct PoolWindows {
  /// The input's size.
  let height: Int, width: Int
  /// Input positions of each window, clipped to the image.
  let rows: [Range<Int>], columns: [Range<Int>]
  /// For each place in a window, its distance from the window's corner in the image plane.
  let steps: [Int]
  private let geometry: PoolingGeometry

  init(_ indices: PoolIndices) { self.init(indices.geometry, indices.inputShape, indices.shape) }

  /// The windows that make `output` of `input`.
  init(_ geometry: PoolingGeometry, _ input: Shape, _ output: Shape) {
    self.geometry = geometry
    (height, width) = (input[1], input[2])
    rows = AxisWindows(height: geometry, input, output).ranges
    columns = AxisWindows(width: geometry, input, output).ranges
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
