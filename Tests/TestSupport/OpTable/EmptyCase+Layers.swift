import Gradus

extension EmptyCase {
  static let reducing: [EmptyCase] = [
    EmptyCase("sum", [[0, 3]], [3], 0) { $0[0].sum(axis: 0) },
    EmptyCase("sum", [[0, 3]], [0]) { $0[0].sum(axis: 1) },
    EmptyCase("sum", [[2, 0, 3]], [2, 1, 3], 0) { $0[0].sum(axes: [1], keepingAxes: true) },
    EmptyCase("sum", [[2, 0, 3]], [0]) { $0[0].sum(axes: [0, 2]) },
    EmptyCase("sum", [[0]], [], 0) { $0[0].sum() },
    EmptyCase("sumTo", [[0, 3]], [3], 0) { $0[0].sum(to: [3]) },
    EmptyCase("sumTo", [[2, 0]], [2, 1], 0) { $0[0].sum(to: [2, 1]) },
    EmptyCase("sharedSum", [[0, 3]], [0, 3]) { $0[0].sharedSum(BatchStatisticsSum { $0 }) },
    EmptyCase("mean", [[0, 3]], [3], .nan) { $0[0].mean(axis: 0) },
    EmptyCase("mean", [[0, 3]], [0]) { $0[0].mean(axis: 1) },
    EmptyCase("mean", [[2, 0]], [], .nan) { $0[0].mean() },
    EmptyCase("variance", [[0, 3]], [3], .nan) { $0[0].variance(axis: 0) },
    EmptyCase("variance", [[0, 3]], [0, 1]) { $0[0].variance(axes: [1], keepingAxes: true) },
    EmptyCase("maximumAlong", [[0, 3]], [0]) { $0[0].maximum(axis: 1) },
    EmptyCase("maximumAlong", [[2, 0, 3]], [0, 3]) { $0[0].maximum(axis: 0) },
    EmptyCase("minimumAlong", [[3, 0]], [1, 0]) { $0[0].minimum(axes: [0], keepingAxes: true) },
    EmptyCase("logSumExp", [[3, 0]], [3], -.infinity) { $0[0].logSumExp() },
    EmptyCase("logSumExp", [[0, 3]], [0]) { $0[0].logSumExp() },
    EmptyCase("crossEntropy", [[0, 4]], [], .nan) { $0[0].crossEntropy(labels: []) },
    EmptyCase("crossEntropy", [[3, 0]], [], .nan) { $0[0].crossEntropy(target: $0[0].value) },
    EmptyCase("mean", [[0, 4], [0, 4]], [], .nan) { $0[0].meanSquaredError(target: $0[1]) },
  ]

  static let products: [EmptyCase] = [
    EmptyCase("matmul", [[3, 0], [0, 4]], [3, 4], 0) { $0[0].matmul($0[1]) },
    EmptyCase("matmul", [[0, 3], [3, 4]], [0, 4]) { $0[0].matmul($0[1]) },
    EmptyCase("matmul", [[2, 3], [3, 0]], [2, 0]) { $0[0].matmul($0[1]) },
    EmptyCase("matmul", [[0, 3], [0, 4]], [3, 4], 0) { $0[0].matmul($0[1], transposeLHS: true) },
    EmptyCase("matmul", [[3, 0], [4, 0]], [3, 4], 0) { $0[0].matmul($0[1], transposeRHS: true) },
    EmptyCase("matmul", [[0, 2, 3], [0, 3, 4]], [0, 2, 4]) { $0[0].matmul($0[1]) },
    EmptyCase("matmul", [[0, 2, 3], [3, 4]], [0, 2, 4]) { $0[0].matmul($0[1]) },
    EmptyCase("matmul", [[5, 2, 0], [0, 4]], [5, 2, 4], 0) { $0[0].matmul($0[1]) },
  ]

  /// Poolings and resizing of no images and of images without channels.
  static let pooling: [EmptyCase] = [[0, 6, 5, 3], [2, 6, 5, 0]].flatMap {
    (input: Shape) -> [EmptyCase] in
    let geometry = PoolingGeometry(kernel: 3, stride: 2, padding: 1)
    let output = geometry.outputShape(for: input)
    let places = Tensor.zeros(input, dtype: .float64).maxPool(geometry).indices
    let small: Shape = [input[0], 2, 4, input[3]]
    let wide: Shape = [input[0], 9, 2, input[3]]
    return [
      EmptyCase("maxPool", [input], output) { $0[0].maxPool(geometry) },
      EmptyCase("maxPoolScatter", [output], input) { $0[0].maxPoolScattered(places) },
      EmptyCase("maxPoolGather", [input], output) { $0[0].maxPoolGathered(places) },
      EmptyCase("averagePool", [input], output) { $0[0].averagePool(geometry) },
      EmptyCase("averagePoolScatter", [output], input) {
        $0[0].averagePoolScattered(geometry, inputShape: input)
      },
      EmptyCase("adaptiveAveragePool", [input], small) {
        $0[0].adaptiveAveragePool(height: 2, width: 4)
      },
      EmptyCase("adaptiveAveragePoolScatter", [small], input) {
        $0[0].adaptiveAveragePoolScattered(inputShape: input)
      },
      EmptyCase("resizeBilinear", [input], wide) { $0[0].resizedBilinearly(height: 9, width: 2) },
      EmptyCase("resizeBilinearScatter", [wide], input) {
        $0[0].resizedBilinearlyScattered(inputShape: input)
      },
    ]
  }

  /// Normalisations of no rows and of rows without channels.
  static let rows: [EmptyCase] = [[0, 3], [0, 4, 4, 3], [2, 4, 4, 0], [2, 0, 4, 3]].flatMap {
    (shape: Shape) -> [EmptyCase] in
    let channels: Shape = [shape[-1]]
    return [
      EmptyCase("batchNormalization", [shape, channels, channels], shape) {
        $0[0].batchNormalized(scale: $0[1], shift: $0[2], epsilon: 1e-3).output
      },
      EmptyCase("batchNormalization", [shape, channels, channels, shape], shape) {
        $0[0].batchNormalized(
          scale: $0[1], shift: $0[2], epsilon: 1e-3, adding: $0[3], activation: .relu
        ).output
      },
      EmptyCase("batchNormalizationFixed", [shape, channels, channels], shape) {
        $0[0].batchNormalized(
          mean: OpCase.constant(channels, like: $0[0]),
          variance: OpCase.constant(channels, like: $0[0], from: 1), scale: $0[1], shift: $0[2],
          epsilon: 1e-3, activation: .hardSwish)
      },
    ]
  }

  /// Windows without elements and results without windows.
  static let misfits: [EmptyCase] = [
    EmptyCase("adaptiveAveragePool", [[1, 0, 4, 2]], [1, 1, 2, 2], .nan) {
      $0[0].adaptiveAveragePool(height: 1, width: 2)
    },
    EmptyCase("adaptiveAveragePool", [[1, 4, 4, 2]], [1, 0, 2, 2]) {
      $0[0].adaptiveAveragePool(height: 0, width: 2)
    },
    EmptyCase("adaptiveAveragePoolScatter", [[1, 0, 2, 2]], [1, 4, 4, 2], 0) {
      $0[0].adaptiveAveragePoolScattered(inputShape: [1, 4, 4, 2])
    },
  ]
}
