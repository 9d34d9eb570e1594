import Foundation
import GradusTensors
import GradusTestSupport
import Testing

/// Output sizes of convolution and pooling, against windows that are tried place by place.
@Suite struct WindowGeometryTests {
  /// Windows of a convolution along one axis: each place whose last tap is still inside the padding.
  private static func placed(
    _ length: Int, kernel: Int, stride: Int, dilation: Int, before: Int, after: Int
  ) -> Int {
    var (count, start) = (0, -before)
    while start + dilation * (kernel - 1) < length + after {
      count += 1
      start += stride
    }
    return count
  }

  @Test(arguments: 0..<300)
  func convolutionsHaveAWindowForEachPlace(_ seed: Int) {
    var draws = Draws("window geometry", seed)
    let (kernel, image) = (draws.extent(1...5), draws.extent(9...40))
    let geometry = ConvolutionGeometry(
      stride: draws.extent(1...4), padding: draws.padding(0...4), dilation: draws.extent(1...2))
    let rows = Self.placed(
      image.height, kernel: kernel.height, stride: geometry.stride.height,
      dilation: geometry.dilation.height, before: geometry.padding.top,
      after: geometry.padding.bottom)
    let columns = Self.placed(
      image.width, kernel: kernel.width, stride: geometry.stride.width,
      dilation: geometry.dilation.width, before: geometry.padding.left,
      after: geometry.padding.right)
    let output = geometry.outputShape(
      for: [2, image.height, image.width, 3], filter: [kernel.height, kernel.width, 3, 5])
    #expect(output == [2, rows, columns, 5])
  }

  @Test(arguments: 0..<300)
  func poolingsHaveAWindowForEachPlace(_ seed: Int) {
    var draws = Draws("pooling geometry", seed)
    let (kernel, image) = (draws.extent(1...5), draws.extent(5...40))
    let side = min(kernel.height, kernel.width) - 1
    let geometry = PoolingGeometry(
      kernel: kernel, stride: draws.extent(1...4), padding: draws.padding(0...side),
      roundsUp: draws.integer(0...1) == 1)
    let input: Shape = [1, image.height, image.width, 2]
    let counts = ReferencePooling.counts(geometry, input)
    #expect(geometry.outputShape(for: input) == [1, counts.height, counts.width, 2])
  }

  /// Without rounding up, a dense convolution and a pooling stand on the same places.
  @Test(arguments: 0..<100)
  func convolutionAndPoolingAgree(_ seed: Int) {
    var draws = Draws("both", seed)
    let (kernel, stride) = (draws.extent(3...5), draws.extent(1...4))
    let padding = draws.padding(0...2)
    let input: Shape = [1, draws.integer(5...30), draws.integer(5...30), 1]
    let convolved = ConvolutionGeometry(stride: stride, padding: padding).outputShape(
      for: input, filter: [kernel.height, kernel.width, 1, 1])
    let pooled = PoolingGeometry(kernel: kernel, stride: stride, padding: padding)
    #expect(pooled.outputShape(for: input) == convolved)
  }

  @Test func geometriesAreReadBackAndNonsenseIsNot() throws {
    let convolution = ConvolutionGeometry(
      stride: Extent(height: 2, width: 1), padding: Padding(top: 1, bottom: 2, left: 3, right: 4),
      dilation: Extent(2), groups: 3, algorithm: .direct)
    let pooling = PoolingGeometry(kernel: 3, stride: 2, padding: 1, roundsUp: true)
    let (first, second) = (try JSONEncoder().encode(convolution), try JSONEncoder().encode(pooling))
    #expect(try JSONDecoder().decode(ConvolutionGeometry.self, from: first) == convolution)
    #expect(try JSONDecoder().decode(PoolingGeometry.self, from: second) == pooling)
    func broken(_ data: Data, _ old: String, _ new: String) -> Data {
      let text = String(decoding: data, as: UTF8.self)
      #expect(text.contains(old))
      return Data(text.replacing(old, with: new).utf8)
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        ConvolutionGeometry.self, from: broken(first, "\"groups\":3", "\"groups\":0"))
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        PoolingGeometry.self, from: broken(second, "\"top\":1", "\"top\":3"))
    }
  }

  @Test func plainNumbersMeanBothAxesAndAllSides() {
    let spelled = ConvolutionGeometry(
      stride: Extent(height: 2, width: 2), padding: Padding(top: 1, bottom: 1, left: 1, right: 1),
      dilation: Extent(height: 3, width: 3), groups: 4, algorithm: .direct)
    let plain = ConvolutionGeometry(stride: 2, padding: 1, dilation: 3, groups: 4)
    #expect(plain.computed(by: .direct) == spelled)
    #expect(plain != spelled)
    #expect(PoolingGeometry(kernel: 3).stride == Extent(3))
  }
}
