import GradusLayers
import GradusTensors
import Testing

/// Maximum pooling over windows with gaps, against loops over the windows.
@Suite struct DilatedMaxPoolTests {
  @Test(arguments: [false, true], [1, 2, 3]) func isTheMaximumOfItsPixels(
    _ roundsUp: Bool, _ dilation: Int
  ) {
    let (kernel, stride, padding) = (Extent(height: 3, width: 2), Extent(height: 3, width: 2), 1)
    let (height, width) = (9, 10)
    let image = Tensor.generate([1, height, width, 1], dtype: .float64) {
      Double(($0 * 37) % 90) - 45
    }
    let layer = DilatedMaxPool2d(
      PoolingGeometry(
        kernel: kernel, stride: stride, padding: Padding(padding), roundsUp: roundsUp),
      dilation: Extent(dilation))
    func starts(_ length: Int, _ kernel: Int, _ stride: Int) -> [Int] {
      let reach = (kernel - 1) * dilation + 1
      return Array(
        sequence(first: -padding) { $0 + stride }.prefix { start in
          roundsUp
            ? start + reach < length + padding + stride && start < length
            : start + reach <= length + padding
        })
    }
    let (rows, columns) = (
      starts(height, kernel.height, stride.height), starts(width, kernel.width, stride.width)
    )
    var expected: [Double] = []
    for row in rows {
      for column in columns {
        var largest = -Double.infinity
        for down in 0..<kernel.height {
          for across in 0..<kernel.width {
            let (y, x) = (row + down * dilation, column + across * dilation)
            if (0..<height).contains(y), (0..<width).contains(x) {
              largest = max(largest, image[0, y, x, 0].scalars[0])
            }
          }
        }
        expected.append(largest)
      }
    }
    let found = layer(image)
    #expect(found.shape == [1, rows.count, columns.count, 1])
    #expect(found.scalars == expected)
  }
}
