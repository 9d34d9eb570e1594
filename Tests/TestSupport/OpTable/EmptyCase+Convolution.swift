import Gradus

extension EmptyCase {
  /// Input, filter and geometry: no images, no inputs, no outputs, each with all algorithms and kinds
  /// of groups.
  private static let geometries: [(Shape, Shape, ConvolutionGeometry)] = {
    let filters: [(Int, Int, Int)] = [(1, 1, 0), (3, 3, 1), (3, 2, 2), (5, 5, 2)]
    var result: [(Shape, Shape, ConvolutionGeometry)] = []
    for (height, width, padding) in filters {
      for (groups, inputs, outputs) in [(1, 5, 6), (2, 3, 4), (4, 1, 1), (4, 1, 2)] {
        for stride in 1...2 {
          let geometry = ConvolutionGeometry(stride: stride, padding: padding, groups: groups)
          let input: Shape = [0, 6, 5, groups * inputs]
          let filter: Shape = [height, width, inputs, groups * outputs]
          let algorithms = ConvolutionAlgorithm.allCases.map { geometry.computed(by: $0) }
          result += algorithms.map { (input, filter, $0) }
          result.append(([2, 6, 5, 0], [height, width, 0, groups * outputs], geometry))
          result.append(([2, 6, 5, groups * inputs], [height, width, inputs, 0], geometry))
        }
      }
    }
    return result
  }()

  static let convolving: [EmptyCase] = geometries.flatMap { input, filter, geometry in
    let output = geometry.outputShape(for: input, filter: filter)
    return [
      EmptyCase("conv2d", [input, filter], output, 0) { $0[0].conv2d($0[1], geometry) },
      EmptyCase("conv2dInputGradient", [output, filter], input, 0) {
        $0[0].conv2dInputGradient(filter: $0[1], inputShape: input, geometry)
      },
      EmptyCase("conv2dFilterGradient", [input, output], filter, 0) {
        $0[0].conv2dFilterGradient($0[1], filterShape: filter, geometry)
      },
    ]
  }
}
