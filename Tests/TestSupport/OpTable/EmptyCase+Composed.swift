import Gradus

extension EmptyCase {
  static let composed: [EmptyCase] = [
    EmptyCase("leakyRelu", [[0, 3]], [0, 3]) { $0[0].leakyReLU() },
    EmptyCase("prelu", [[0, 3], [3]], [0, 3]) { $0[0].prelu($0[1]) },
    EmptyCase("eluNumber", [[2, 0]], [2, 0]) { $0[0].elu(alpha: 2) },
    EmptyCase("cumulativeSum", [[0, 3]], [0, 3]) { $0[0].cumulativeSum(axis: 0) },
    EmptyCase("cumulativeSum", [[0, 3]], [0, 3]) { $0[0].cumulativeSum(axis: 1) },
    EmptyCase("groupNormalization", [[0, 4, 4, 6], [6], [6]], [0, 4, 4, 6]) {
      $0[0].groupNormalized(groups: 3, scale: $0[1], shift: $0[2])
    },
    EmptyCase("groupNormalization", [[2, 0, 6]], [2, 0, 6]) { $0[0].groupNormalized(groups: 2) },
    EmptyCase("groupNormalization", [[0, 6], [6]], [0, 6]) {
      $0[0].layerNormalized(scale: $0[1], centres: false)
    },
    EmptyCase("solve", [[0, 2, 2], [0, 2, 3]], [0, 2, 3]) { $0[0].solve($0[1]) },
    EmptyCase("solve", [[2, 2, 2], [2, 2, 0]], [2, 2, 0]) { $0[0].solve($0[1]) },
    EmptyCase("inverse", [[0, 2, 2]], [0, 2, 2]) { $0[0].inverse() },
    EmptyCase("determinant", [[0, 2, 2]], [0]) { $0[0].determinant() },
    EmptyCase("determinant", [[2, 0, 0]], [2], 1) { $0[0].determinant() },
    EmptyCase("logAbsoluteDeterminant", [[2, 0, 0]], [2], 0) { $0[0].logAbsoluteDeterminant() },
    EmptyCase("cholesky", [[0, 2, 2]], [0, 2, 2]) { $0[0].cholesky() },
    EmptyCase("gather", [[0, 3]], [0, 3]) { $0[0].sorted(axis: 1).values },
    EmptyCase("gather", [[0, 5]], [0, 2]) { $0[0].topK(2, axis: 1).values },
    EmptyCase("concatenate", [[0, 3], [0, 3]], [0, 2, 3]) { Variable.stack($0, axis: 1) },
    EmptyCase("sum", [[0, 3]], [3], 0) { $0[0].norms(axes: [0]) },
    EmptyCase("replace", [[0, 3]], [3], 1) { $0[0].product(axes: [0]) },
    EmptyCase("multiply", [[0, 3]], [0]) { $0[0].product(axes: [1]) },
    EmptyCase("matmul", [[2, 0], [0, 3]], [2, 3], 0) { Variable.einsum("ij,jk->ik", $0[0], $0[1]) },
  ]
}
