import Gradus

extension OpCase {
  private static let odd = ConvolutionGeometry(
    stride: Extent(height: 2, width: 3), padding: Padding(top: 2, bottom: 1, left: 0, right: 3),
    dilation: Extent(height: 2, width: 1))

  /// Label, geometry, input and filter.
  private static let geometries: [(String, ConvolutionGeometry, Shape, Shape)] = [
    ("3x3 padded", .init(padding: 1), [2, 5, 4, 3], [3, 3, 3, 2]),
    ("1x1", .init(), [2, 3, 3, 4], [1, 1, 4, 3]),
    ("1x1 stride 2 that skips a column", .init(stride: 2), [1, 4, 5, 3], [1, 1, 3, 2]),
    ("stride 3 beyond the kernel", .init(stride: 3), [1, 8, 7, 2], [2, 2, 2, 3]),
    ("stride 2, even input", .init(stride: 2, padding: 1), [2, 6, 4, 2], [3, 3, 2, 3]),
    ("asymmetric everything", odd, [1, 7, 6, 2], [3, 2, 2, 3]),
    ("dilation 2", .init(padding: 2, dilation: 2), [1, 5, 5, 2], [3, 3, 2, 2]),
    ("2 groups", .init(stride: 2, padding: 1, groups: 2), [2, 5, 5, 4], [3, 3, 2, 6]),
    ("3 groups, 1x1", .init(groups: 3), [1, 2, 3, 6], [1, 1, 2, 3]),
    ("depthwise", .init(padding: 1, groups: 3), [2, 4, 5, 3], [3, 3, 1, 3]),
    ("depthwise stride 2", .init(stride: 2, padding: 1, groups: 5), [1, 5, 6, 5], [3, 3, 1, 5]),
    (
      "depthwise with two filters a channel, dilated", .init(padding: 2, dilation: 2, groups: 3),
      [1, 4, 3, 3], [3, 3, 1, 6]
    ),
    ("one pixel, padding beyond", .init(padding: 1), [1, 1, 1, 2], [3, 3, 2, 2]),
    ("one pixel, even kernel", .init(padding: 2), [1, 1, 1, 1], [4, 2, 1, 1]),
    ("kernel as large as the image", .init(), [2, 3, 4, 2], [3, 4, 2, 5]),
    ("wide 1x7", odd, [1, 6, 9, 1], [1, 7, 1, 2]),
    ("5x5 stride 4", .init(stride: 4, padding: 2), [1, 9, 8, 3], [5, 5, 3, 2]),
  ]

  /// Every algorithm that can be asked for, on a shape it can compute.
  private static let algorithms: [(String, ConvolutionGeometry, Shape, Shape)] = {
    let wishes: [(ConvolutionAlgorithm, ConvolutionGeometry, Shape, Shape)] = [
      (.winograd2x2, .init(padding: 1), [2, 5, 7, 5], [3, 3, 5, 4]),
      (.winograd2x4, .init(padding: 1), [2, 5, 7, 5], [3, 3, 5, 4]),
      (.winograd4x4, .init(padding: 1), [2, 5, 7, 5], [3, 3, 5, 4]),
      (.winograd2x2, .init(padding: 2), [2, 5, 7, 5], [5, 5, 5, 4]),
      (.im2col, odd, [1, 7, 6, 2], [3, 2, 2, 3]),
      (.pointwise, .init(groups: 2), [2, 3, 3, 4], [1, 1, 2, 6]),
      (.direct, .init(padding: 1), [2, 5, 4, 3], [3, 3, 3, 18]),
      (.direct, .init(stride: 2, padding: 1, groups: 4), [1, 5, 6, 8], [3, 3, 2, 12]),
      (.depthwise, .init(stride: 2, padding: 2, groups: 9), [1, 5, 6, 9], [5, 3, 1, 9]),
    ]
    return wishes.map { algorithm, geometry, input, filter in
      let geometry = geometry.computed(by: algorithm)
      let taps = "\(filter[0])x\(filter[1])"
      return (
        "\(algorithm.rawValue) of \(taps), \(geometry.groups) group(s)", geometry, input, filter
      )
    }
  }()

  static let convolution: [OpCase] = (geometries + algorithms).flatMap {
    label, geometry, input, filter in
    let output = geometry.outputShape(for: input, filter: filter)
    return [
      OpCase("conv2d", label, [OpInput(input), OpInput(filter)]) { $0[0].conv2d($0[1], geometry) },
      OpCase("conv2dInputGradient", label, [OpInput(output), OpInput(filter)]) {
        $0[0].conv2dInputGradient(filter: $0[1], inputShape: input, geometry)
      },
      OpCase("conv2dFilterGradient", label, [OpInput(input), OpInput(output)]) {
        $0[0].conv2dFilterGradient($0[1], filterShape: filter, geometry)
      },
    ]
  }
}
