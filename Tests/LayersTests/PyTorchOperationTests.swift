import Gradus
import GradusTestSupport
import Testing

/// Values and gradients of operations and losses beside PyTorch's, in double precision.
@Suite struct PyTorchOperationTests {
  typealias Function = @Sendable ([Variable]) -> Variable

  private static let activations: [String: Function] = [
    "gelu": { $0[0].gelu() }, "gelu tanh": { $0[0].gelu(byTanh: true) },
    "elu": { $0[0].activated(.elu) }, "elu 0.3": { $0[0].elu(alpha: 0.3) },
    "selu": { $0[0].activated(.selu) }, "mish": { $0[0].activated(.mish) },
    "softplus": { $0[0].softplus() }, "leaky 0.2": { $0[0].leakyReLU(slope: 0.2) },
    "prelu": { $0[0].prelu($0[1]) }, "erf": { $0[0].errorFunction() },
    "expm1": { $0[0].expMinusOne() },
  ]

  private static let alongAxes: [String: Function] = [
    "softmax 1": { $0[0].softmax(axis: 1) }, "log softmax 0": { $0[0].logSoftmax(axis: 0) },
    "logsumexp 1": { $0[0].logSumExp(axis: 1) }, "cumsum 1": { $0[0].cumulativeSum(axis: 1) },
    "std 1": { $0[0].standardDeviation(axes: [1]) },
    "std all, unbiased": { $0[0].standardDeviation(correction: 1) },
    "prod 2": { $0[0].product(axes: [2]) }, "prod all": { $0[0].product() },
    "norm 2": { $0[0].norms(axes: [1]) }, "norm 1": { $0[0].norms(order: 1, axes: [0, 2]) },
    "norm inf": { $0[0].norms(order: .infinity, axes: [2]) }, "norm 3": { $0[0].norms(order: 3) },
    "sort 1 descending": { $0[0].sorted(axis: 1, descending: true).values },
    "topk 2 of 1": { $0[0].topK(2, axis: 1).values },
    "gather 1": { $0[0].gathered(along: 1, indices) },
    "scatter add 1": { $0[0].scatteredAdd(along: 1, indices, length: 3) },
  ]
  private static let indices = [2, 0, 1, 1, 0, 0, 2, 2, 1, 0, 1, 2, 0, 0, 1, 2]

  private static let rearrangements: [String: Function] = [
    "flip": { $0[0].flipped(axes: [0, 2]) }, "roll -1": { $0[0].rolled(by: -1, axis: 2) },
    "stack 1": { Variable.stack($0, axis: 1) },
    "einsum attention": { Variable.einsum("bqhd,bkhd->bhqk", $0[0], $0[1]) },
    "einsum three": { Variable.einsum("ij, jk, ik -> ik", $0[0], $0[1], $0[2]) },
    "einsum trace": { Variable.einsum("bii->b", $0[0]) },
    "einsum implicit": { Variable.einsum("ij,jk", $0[0], $0[1]) },
    "pad reflect": { padded($0[0], .reflect) }, "pad replicate": { padded($0[0], .replicate) },
    "pad circular": { padded($0[0], .circular) },
    "nearest": { $0[0].resized(height: 5, width: 3, .nearest) },
    "bilinear": { $0[0].resized(height: 5, width: 3, .bilinear) },
    "bilinear corners": { $0[0].resized(height: 5, width: 3, .bilinear, alignsCorners: true) },
    "bicubic": { $0[0].resized(height: 5, width: 3, .bicubic) },
    "bicubic corners": { $0[0].resized(height: 5, width: 3, .bicubic, alignsCorners: true) },
    "adaptive max": { $0[0].adaptiveMaxPool(height: 3, width: 2) },
    "dilated max": { DilatedMaxPool2d(kernel: 3, stride: 2, padding: 1, dilation: 2)($0[0]) },
    "pixel shuffle": { $0[0].pixelShuffled(2) }, "pixel unshuffle": { $0[0].pixelUnshuffled(2) },
  ]

  private static func padded(_ x: Variable, _ rule: BorderRule) -> Variable {
    x.padded(before: [0, 1, 2, 0], after: [0, 2, 1, 0], by: rule)
  }

  private static let systems: [String: Function] = [
    "solve": { $0[0].solve($0[1]) }, "inverse": { $0[0].inverse() },
    "determinant": { $0[0].determinant() },
    "log determinant": { $0[0].logAbsoluteDeterminant() },
    "cholesky": {
      ($0[0].matmul($0[0], transposeRHS: true) + Tensor.identity(3, dtype: .float64)).cholesky()
    },
    "causal attention": {
      MultiHeadAttention.attended($0[0], $0[1], $0[2], isCausal: true)
    },
  ]

  private static let normalizations: [String: Function] = [
    "group norm": { $0[0].groupNormalized(groups: 3, scale: $0[1], shift: $0[2], epsilon: 1e-3) },
    "instance norm": {
      $0[0].groupNormalized(groups: 6, scale: $0[1], shift: $0[2], epsilon: 1e-3)
    },
    "layer norm": { $0[0].layerNormalized(scale: $0[1], shift: $0[2], epsilon: 1e-3) },
    "layer norm of three": {
      $0[0].layerNormalized(axes: 3, scale: $0[1], shift: $0[2], epsilon: 1e-3)
    },
    "rms norm": { $0[0].layerNormalized(scale: $0[1], epsilon: 1e-3, centres: false) },
  ]

  /// The target and the weights of the script, as PyTorch drew them.
  private static let target = Tensor(
    [
      0.16687427634739813, 0.14844282324968336, 0.15538799963703934, 0.52929490076587926,
      0.096438421019245366, 0.81983516901361508, 0.028922439905525271, 0.054803970061614256,
      0.3872523907762801, 0.083824730975644898, 0.11792747328205286, 0.4109954049660221,
    ], shape: [3, 4], dtype: .float64)
  private static let weights = Tensor(
    [1.9743985917469142, 1.0936632303547207, 0.81846722901787161, 0.79845386923540784],
    dtype: .float64)

  private static let losses: [String: Function] = [
    "squared error": { $0[0].squaredError(target: $0[1]) },
    "absolute error sum": { $0[0].absoluteError(target: $0[1], reduction: .sum) },
    "huber 0.7": { $0[0].huber(target: $0[1], delta: 0.7, reduction: .none) },
    "binary cross entropy": { $0[0].binaryCrossEntropy(target: target, positiveWeight: weights) },
    "kl divergence": { $0[0].klDivergence(target: target) },
    "cross entropy of distributions": {
      $0[0].crossEntropy(target: target, classWeights: weights, reduction: .sum)
    },
    "cross entropy with weights": { $0[0].crossEntropy(labels: [3, 0, 2], classWeights: weights) },
    "cross entropy with everything": {
      $0[0].crossEntropy(
        labels: [3, -100, 2], smoothing: 0.2, classWeights: weights, ignoredLabel: -100)
    },
    "cross entropy of rows": {
      $0[0].crossEntropy(labels: [3, -100, 2], ignoredLabel: -100, reduction: .none)
    },
    "focal loss": { $0[0].focalLoss(labels: [3, 0, 2], focus: 1.5, classWeights: weights) },
  ]

  private static let functions =
    [activations, alongAxes, rearrangements, systems, normalizations, losses].reduce(into: [:]) {
      $0.merge($1) { first, _ in first }
    }

  @Test("values and gradients", arguments: functions.keys.sorted())
  func agrees(_ name: String) throws {
    let golden = try #require(OperationGoldens[name], "no case of that name in the goldens")
    let function = try #require(Self.functions[name])
    let tape = Tape(.training, step: 0)
    let inputs = golden.inputs.map { tape.variable($0.tensor) }
    let value = function(inputs)
    #expect(value.shape.dimensions == golden.shape)
    #expect(NumberComparison.error(value.value.scalars, golden.value) < 1e-12)
    let gradients = tape.gradients(of: value, seed: Variable(golden.cotangent))
    for (input, expected) in zip(inputs, golden.gradients) {
      let found = gradients[input]?.scalars
      #expect((found == nil) == (expected == nil))
      if let found, let expected { #expect(NumberComparison.error(found, expected) < 1e-11) }
    }
  }

  @Test("every case of the goldens is asked for somewhere")
  func everyCaseIsUsed() {
    let names = Set(OperationGoldens.shared.cases.map(\.name))
    let layers = PyTorchLayerTests.layers.map(\.name)
    #expect(names == Set(Self.functions.keys).union(layers))
    #expect(names.count == OperationGoldens.shared.cases.count)
  }
}
