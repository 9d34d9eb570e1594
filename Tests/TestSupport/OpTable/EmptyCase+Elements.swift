import Gradus

extension EmptyCase {
  private static let shapes: [Shape] = [[0], [0, 3], [2, 0], [3, 0, 2], [0, 0], [0, 4, 4, 3]]

  /// A function that keeps the shape.
  private static func each(
    _ operation: String, _ function: @escaping @Sendable (Variable) -> Variable
  ) -> [EmptyCase] {
    shapes.map { shape in EmptyCase(operation, [shape], shape) { function($0[0]) } }
  }

  static let unary: [EmptyCase] =
    OpCase.functions.flatMap { each($0.name, $0.apply) }
    + Activation.allCases.filter { $0 != .identity }.flatMap { activation in
      each(activation.rawValue) { $0.activated(activation) }
    } + arithmetic + acrossChannels

  private static let arithmetic: [EmptyCase] = [
    each("negate") { -$0 },
    each("addNumber") { $0 + 1.5 },
    each("multiplyNumber") { $0 * 2 },
    each("divideNumber") { $0 / 3 },
    each("powerNumber") { $0.power(1.5) },
    each("clamp") { $0.clamped(to: -1...1) },
    each("dropout") { $0.dropout(probability: 0.5) },
    each("keepWherePositive") { $0.kept(wherePositive: $0.value) },
    each("replace") { $0.replacing(with: 2, where: $0 .< 0) },
    each("recompute") { recomputing($0) { $0[0].tanh().squared() } },
  ].flatMap { $0 }

  private static let acrossChannels: [EmptyCase] = [
    each("channelWindowSum") { $0.channelWindowSum(before: 1, after: 2) },
    each("localResponseNormalization") {
      $0.localResponseNormalized(size: 3, alpha: 0.1, beta: 0.75, k: 1)
    },
    each("softmax") { $0.softmax() },
    each("logSoftmax") { $0.logSoftmax() },
  ].flatMap { $0 }

  /// Functions of two elements, whose operands repeat.
  static let binary: [EmptyCase] = [
    both("add") { $0 + $1 },
    both("subtract") { $0 - $1 },
    both("multiply") { $0 * $1 },
    both("divide") { $0 / $1 },
    both("maximum") { $0.maximum($1) },
    both("minimum") { $0.minimum($1) },
    both("power") { $0.power($1) },
    both("replace") { $0.replacing(with: $1, where: $0 .> 0) },
  ].flatMap { $0 }

  private static let operands: [(Shape, Shape, Shape)] = [
    ([0], [0], [0]), ([0, 3], [3], [0, 3]), ([3], [0, 3], [0, 3]), ([2, 0], [2, 1], [2, 0]),
    ([0], [], [0]), ([], [2, 0], [2, 0]), ([1, 3], [0, 1], [0, 3]), ([1], [0], [0]),
  ]

  private static func both(
    _ operation: String, _ function: @escaping @Sendable (Variable, Variable) -> Variable
  ) -> [EmptyCase] {
    operands.map { a, b, result in
      EmptyCase(operation, [a, b], result) { function($0[0], $0[1]) }
    }
  }

  static let rearranging: [EmptyCase] = [
    EmptyCase("reshape", [[0, 3, 4]], [0, 12]) { $0[0].reshaped(to: [0, -1]) },
    EmptyCase("permute", [[2, 0, 3]], [3, 2, 0]) { $0[0].permuted([2, 0, 1]) },
    EmptyCase("permute", [[0, 3]], [3, 0]) { $0[0].transposed() },
    EmptyCase("slice", [[4, 3]], [0, 3]) { $0[0].sliced([2..<2, 0..<3]) },
    EmptyCase("slice", [[0, 3]], [0, 2]) { $0[0].sliced(axis: 1, 1..<3) },
    EmptyCase("pad", [[0, 2]], [3, 4], 0) { $0[0].padded(before: [1, 1], after: [2, 1]) },
    EmptyCase("pad", [[2, 0]], [2, 3], 7) {
      $0[0].padded(before: [0, 1], after: [0, 2], value: 7)
    },
    EmptyCase("pad", [[0, 2]], [0, 4]) { $0[0].padded(before: [0, 1], after: [0, 1]) },
    EmptyCase("concatenate", [[2, 0], [2, 3]], [2, 3]) { Variable.concatenate($0, axis: 1) },
    EmptyCase("concatenate", [[0, 3], [0, 2]], [0, 5]) { Variable.concatenate($0, axis: 1) },
    EmptyCase("concatenate", [[0, 3], [0, 3]], [0, 3]) { Variable.concatenate($0, axis: 0) },
    EmptyCase("gather", [[4, 3]], [0, 3]) { $0[0].gathered([]) },
    EmptyCase("gather", [[0, 3]], [0, 3]) { $0[0].gathered([]) },
    EmptyCase("gather", [[0, 3]], [0, 2]) { $0[0].gathered([2, 0], axis: 1) },
    EmptyCase("gather", [[0, 5]], [0, 2]) { $0[0].topK(2).values },
    EmptyCase("gather", [[3, 5]], [3, 0]) { $0[0].topK(0).values },
    EmptyCase("gather", [[3, 0]], [3, 0]) { $0[0].topK(0).values },
    EmptyCase("scatterAdd", [[0, 3]], [4, 3], 0) { $0[0].scatteredAdd([], length: 4) },
    EmptyCase("scatterAdd", [[2, 0]], [4, 0]) { $0[0].scatteredAdd([3, 3], length: 4) },
    EmptyCase("scatterAdd", [[0, 3]], [0, 3]) { $0[0].scatteredAdd([], length: 0) },
    EmptyCase("broadcast", [[0]], [2, 0]) { $0[0].broadcast(to: [2, 0]) },
    EmptyCase("broadcast", [[3, 1]], [3, 0]) { $0[0].broadcast(to: [3, 0]) },
  ]
}
