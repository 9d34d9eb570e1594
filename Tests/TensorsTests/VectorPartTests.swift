import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// Ends of rows that fill no vector: nothing beside them is read or written, on any tier.
@Suite struct VectorPartTests {
  static let tiers = VectorUnit.available.filter { $0.module != nil }

  @Test(arguments: tiers) func columnsOfAnyNumberAreSummedAlone(_ tier: VectorUnit.Tier) throws {
    let module = try #require(tier.module)
    expectLoops(module.float)
    expectLoops(module.double)
  }

  /// Sums of columns with NaN behind each row and a mark behind the target.
  private func expectLoops<T: VectorScalar>(_ kernels: VectorKernels<T>) {
    for (columns, rows) in (1...35).flatMap({ columns in (1...5).map { (columns, $0) } }) {
      let stride = columns + 17
      let source = (0..<rows * stride).map { place in
        place % stride < columns ? T(place % 29) - 11 : T.nan
      }
      var target = [T](repeating: -7, count: columns + 17)
      source.withUnsafeBufferPointer { source in
        target.withUnsafeMutableBufferPointer { target in
          kernels.columnSum(
            ColumnSum(
              source: source.baseAddress.unsafelyUnwrapped, stride: stride, rows: rows,
              columns: columns, target: target.baseAddress.unsafelyUnwrapped))
        }
      }
      let sums = (0..<columns).map { column in
        (0..<rows).reduce(T.zero) { $0 + source[$1 * stride + column] }
      }
      #expect(
        target == sums + [T](repeating: -7, count: 17), "\(columns) columns of \(rows) rows")
    }
  }

  /// Depthwise sums of any number of channels, where those of the next pixel are NaN: the first row and column of
  /// the image are NaN and the pixels that see none of them are not.
  @Test(arguments: tiers) func channelsAreSummedAlone(_ tier: VectorUnit.Tier) {
    for (channels, dtype) in (1...35).flatMap({ channels in DType.allCases.map { (channels, $0) } })
    {
      let shape: Shape = [1, 6, 9, channels]
      let values = (0..<shape.count).map { place in
        let (row, column) = (place / channels / 9, place / channels % 9)
        return row == 0 || column == 0 ? Double.nan : Double(place % 23) - 9
      }
      let filter = Tensor(
        (0..<9 * channels).map { Double($0 % 7) - 3 }, shape: [3, 3, 1, channels], dtype: dtype)
      let geometry = ConvolutionGeometry(groups: channels, algorithm: .depthwise)
      var problem = ConvolutionProblem(
        geometry, input: shape, filter: filter.shape, output: [1, 4, 7, channels])
      problem.tier = tier
      let found = ConvolutionKernel.forward(
        Tensor(values, shape: shape, dtype: dtype), filter, problem)
      let weights = filter.scalars
      for (place, value) in found.scalars.enumerated() {
        let (pixel, channel) = (place / channels, place % channels)
        let (row, column) = (pixel / 7, pixel % 7)
        var sum = 0.0
        for tap in 0..<9 {
          let at = ((row + tap / 3) * 9 + column + tap % 3) * channels + channel
          sum += values[at] * weights[tap * channels + channel]
        }
        let isRight = sum.isNaN ? value.isNaN : value == sum
        #expect(isRight, "channel \(channel) of \(channels), pixel \(pixel), \(dtype)")
      }
    }
  }
}
