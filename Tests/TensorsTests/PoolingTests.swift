import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// A pooling case drawn from a seed: any kernel, stride and padding, on images down to one pixel.
struct PoolingCase: CustomTestStringConvertible {
  let input: Shape
  let geometry: PoolingGeometry
  let stream: RandomStream
  let testDescription: String

  init(seed: UInt64) {
    let stream = RandomStream(seed: seed, name: "pooling")
    func draw(_ index: Int, _ range: ClosedRange<Int>) -> Int {
      range.lowerBound + stream.integer(index, below: range.count)
    }
    let kernel = Extent(height: draw(0, 1...4), width: draw(1, 1...4))
    let padding = Padding(
      top: draw(2, 0...kernel.height - 1), bottom: draw(3, 0...kernel.height - 1),
      left: draw(4, 0...kernel.width - 1), right: draw(5, 0...kernel.width - 1))
    let smallest = (
      max(1, kernel.height - padding.top - padding.bottom),
      max(1, kernel.width - padding.left - padding.right)
    )
    input = [
      draw(6, 1...3), smallest.0 + draw(7, 0...5), smallest.1 + draw(8, 0...5),
      [1, 3, 16, 19][draw(9, 0...3)],
    ]
    geometry = PoolingGeometry(
      kernel: kernel, stride: .init(height: draw(10, 1...5), width: draw(11, 1...5)),
      padding: padding, roundsUp: draw(12, 0...1) == 1, countsPadding: draw(13, 0...1) == 1)
    self.stream = stream
    testDescription = "seed \(seed): \(input) \(geometry)"
  }

  /// Whole numbers from a small range, so that ties are frequent.
  func image(_ dtype: DType) -> Tensor {
    Tensor.generate(input, dtype: dtype) { Double(stream.integer(100 + $0, below: 7)) - 3 }
  }
}

@Suite struct PoolingTests {
  static let cases = (0..<120).map { PoolingCase(seed: $0) }

  @Test(arguments: cases) func maxPoolingIsTheFirstMaximumOfEachWindow(_ item: PoolingCase) {
    for dtype in DType.allCases {
      let input = item.image(dtype)
      let expected = ReferencePooling.max(input, item.geometry)
      let (values, indices) = input.maxPool(item.geometry)
      #expect(values.shape == expected.shape)
      #expect(values.scalars == expected.values)
      #expect(indices.positions == expected.positions)
      #expect(input.maxPoolGathered(indices).scalars == expected.values)
    }
  }

  /// Maxima, with their places and without as inference takes them, and gradients have the bits of plain
  /// loops, NaN included.
  @Test(arguments: VectorUnit.available) func tiersHaveTheBitsOfLoops(_ tier: VectorUnit.Tier) {
    for item in Self.cases {
      for dtype in DType.allCases {
        var numbers = item.image(dtype).scalars
        for index in stride(from: 0, to: numbers.count, by: 23) { numbers[index] = .nan }
        for index in stride(from: 5, to: numbers.count, by: 7) { numbers[index] = -0.0 }
        let input = Tensor(numbers, shape: item.input, dtype: dtype)
        let shape = item.geometry.outputShape(for: input.shape, "maxPool")
        func pooled(_ tier: VectorUnit.Tier) -> (values: Tensor, indices: PoolIndices) {
          let indices = PoolIndices(
            shape: shape, inputShape: input.shape, geometry: item.geometry, shapeOnly: false)
          return (MaxPoolingKernel.pool(input, writing: indices, tier: tier), indices)
        }
        func bits(_ x: Tensor) -> [UInt64] { x.scalars.map(\.bitPattern) }
        let (expected, actual) = (pooled(.scalar), pooled(tier))
        #expect(bits(actual.values) == bits(expected.values), "\(item)")
        #expect(actual.indices.positions == expected.indices.positions, "\(item)")
        let alone = MaxPoolingKernel.values(input, item.geometry, shape, tier: tier)
        #expect(alone.shape == shape && bits(alone) == bits(expected.values), "\(item)")
        let gradient = Tensor.normal(shape, from: item.stream, dtype: dtype)
        #expect(
          bits(MaxPoolingGradientKernel.scatter(gradient, actual.indices, tier: tier))
            == bits(MaxPoolingGradientKernel.scatter(gradient, expected.indices, tier: .scalar)),
          "\(item)")
      }
    }
  }

  @Test(arguments: cases) func averagePoolingIsTheMeanOfEachWindow(_ item: PoolingCase) {
    for dtype in DType.allCases {
      let input = Tensor.normal(item.input, from: item.stream, dtype: dtype)
      let expected = ReferencePooling.average(input, item.geometry)
      let actual = input.averagePool(item.geometry)
      #expect(actual.shape == expected.shape)
      #expect(
        NumberComparison.error(actual.scalars, expected.values) < (dtype == .float32 ? 1e-6 : 1e-14)
      )
    }
  }

  @Test(arguments: cases) func scatteringIsTheTranspose(_ item: PoolingCase) {
    let input = Tensor.normal(item.input, from: item.stream, dtype: .float64)
    let (_, indices) = input.maxPool(item.geometry)
    let other = RandomStream(seed: 1, name: item.testDescription)
    let direction = Tensor.normal(item.input, from: other, dtype: .float64)
    let cotangent = Tensor.normal(indices.shape, from: other, dtype: .float64)
    let pairs = [
      (
        direction.maxPoolGathered(indices),
        cotangent.maxPoolScattered(indices, inputShape: item.input)
      ),
      (
        direction.averagePool(item.geometry),
        cotangent.averagePoolScattered(item.geometry, inputShape: item.input)
      ),
    ]
    for (forward, backward) in pairs {
      let (left, right) = (
        NumberComparison.dot(forward, cotangent), NumberComparison.dot(direction, backward)
      )
      #expect(abs(left - right) < 1e-11 * (1 + abs(left)))
    }
  }

  @Test(arguments: 0..<60) func adaptivePoolingCoversTheImageEvenly(_ seed: Int) {
    let stream = RandomStream(seed: UInt64(seed), name: "adaptive")
    let size = (0..<6).map { 1 + stream.integer($0, below: 9) }
    let input = Tensor.normal(
      [1 + size[0] % 3, size[1], size[2], size[3]], from: stream, dtype: .float64)
    let (height, width) = seed % 4 == 0 ? (1, 1) : (size[4], size[5])
    let expected = ReferencePooling.adaptiveAverage(input, height: height, width: width)
    let actual = input.adaptiveAveragePool(height: height, width: width)
    #expect(actual.shape == expected.shape)
    #expect(NumberComparison.error(actual.scalars, expected.values) < 1e-14)
    let cotangent = Tensor.normal(
      actual.shape, from: RandomStream(seed: 2, name: "cotangent"), dtype: .float64)
    let backward = cotangent.adaptiveAveragePoolScattered(inputShape: input.shape)
    let (left, right) = (
      NumberComparison.dot(actual, cotangent), NumberComparison.dot(input, backward)
    )
    #expect(abs(left - right) < 1e-11 * (1 + abs(left)))
  }

  @Test func firstNaNOfAWindowWins() {
    let input = Tensor(
      [1, .nan, 5, .nan, -.infinity, 2] as [Double], shape: [1, 1, 6, 1], dtype: .float64)
    let geometry = PoolingGeometry(
      kernel: .init(height: 1, width: 4), stride: .init(height: 1, width: 1),
      padding: .init(top: 0, bottom: 0, left: 0, right: 0))
    let (values, indices) = input.maxPool(geometry)
    #expect(values.scalars.allSatisfy { $0.isNaN })
    #expect(indices.positions == [1, 1, 3])
  }

  @Test func placesInLargeWindowsTakeMoreThanAByte() {
    let geometry = PoolingGeometry(kernel: 17, stride: 3, padding: 8)
    let input = Tensor.normal(
      [2, 20, 23, 5], from: RandomStream(seed: 3, name: "large"), dtype: .float64)
    let expected = ReferencePooling.max(input, geometry)
    let (values, indices) = input.maxPool(geometry)
    #expect(values.scalars == expected.values && indices.positions == expected.positions)
    #expect(indices.byteCount == 4 * values.count)
    var scattered = [Double](repeating: 0, count: input.count)
    for (index, position) in expected.positions.enumerated() {
      let image = index / (values.count / 2)
      scattered[(image * 20 * 23 + Int(position)) * 5 + index % 5] += values.scalars[index]
    }
    let actual = values.maxPoolScattered(indices, inputShape: input.shape)
    #expect(NumberComparison.error(actual.scalars, scattered) < 1e-13)
    #expect(input.maxPool(PoolingGeometry(kernel: 16)).indices.byteCount == 2 * 5)
  }

  @Test func outputSizesAreTheOnesPublished() {
    // ResNet's stem, AlexNet's overlapping pool and GoogLeNet's, which rounds up.
    let stem = PoolingGeometry(kernel: 3, stride: 2, padding: 1)
    #expect(stem.outputShape(for: [1, 112, 112, 64]) == [1, 56, 56, 64])
    let alexNet = PoolingGeometry(kernel: 3, stride: 2)
    #expect(alexNet.outputShape(for: [1, 55, 55, 96]) == [1, 27, 27, 96])
    let googLeNet = PoolingGeometry(kernel: 3, stride: 2, roundsUp: true)
    #expect(googLeNet.outputShape(for: [1, 112, 112, 64]) == [1, 56, 56, 64])
    // A window that would start in the bottom padding does not count.
    let clipped = PoolingGeometry(kernel: 2, stride: 2, padding: 1, roundsUp: true)
    #expect(clipped.outputShape(for: [1, 3, 3, 1]) == [1, 2, 2, 1])
  }

  @Test(arguments: cases.prefix(20)) func shapeOnlyTensorsKeepShapes(_ item: PoolingCase) {
    let input = Tensor(shapeOnly: item.input)
    let (values, indices) = input.maxPool(item.geometry)
    #expect(values.isShapeOnly && indices.isShapeOnly)
    #expect(values.shape == item.geometry.outputShape(for: item.input))
    #expect(input.averagePool(item.geometry).shape == values.shape)
    let back = [
      values.maxPoolScattered(indices, inputShape: item.input),
      values.averagePoolScattered(item.geometry, inputShape: item.input),
      input.adaptiveAveragePool(height: 1, width: 1).adaptiveAveragePoolScattered(
        inputShape: item.input),
    ]
    #expect(back.allSatisfy { $0.isShapeOnly && $0.shape == item.input })
    #expect(input.maxPoolGathered(indices).shape == indices.shape)
  }
}
