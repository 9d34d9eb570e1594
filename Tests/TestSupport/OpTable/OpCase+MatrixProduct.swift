import Gradus

extension OpCase {
  static let matrixProduct: [OpCase] = [
    OpCase("matmul", "plain", [[2, 3], [3, 5]]) { $0[0].matmul($0[1]) },
    OpCase("matmul", "left transposed", [[3, 2], [3, 5]]) {
      $0[0].matmul($0[1], transposeLHS: true)
    },
    OpCase("matmul", "right transposed", [[2, 3], [5, 3]]) {
      $0[0].matmul($0[1], transposeRHS: true)
    },
    OpCase("matmul", "both transposed", [[3, 2], [5, 3]]) {
      $0[0].matmul($0[1], transposeLHS: true, transposeRHS: true)
    },
    OpCase("matmul", "one element", [[1, 1], [1, 1]]) { $0[0].matmul($0[1]) },
    OpCase("matmul", "row by column", [[1, 7], [7, 1]]) { $0[0].matmul($0[1]) },
    OpCase("matmul", "column by row", [[3, 1], [1, 4]]) { $0[0].matmul($0[1]) },
    OpCase("matmul", "batch on both sides", [[2, 3, 4], [2, 4, 1]]) { $0[0].matmul($0[1]) },
    OpCase("matmul", "two batch axes, transposed", [[2, 3, 4, 2], [2, 3, 5, 4]]) {
      $0[0].matmul($0[1], transposeLHS: true, transposeRHS: true)
    },
    OpCase("matmul", "batch on the left", [[3, 2, 4], [4, 2]]) { $0[0].matmul($0[1]) },
    OpCase("matmul", "batch on the right", [[2, 4], [3, 4, 5]]) { $0[0].matmul($0[1]) },
    OpCase("matmul", "batch on the left, right transposed", [[3, 2, 4], [5, 4]]) {
      $0[0].matmul($0[1], transposeRHS: true)
    },
    OpCase("matmul", "batch on the right, left transposed", [[4, 2], [3, 4, 5]]) {
      $0[0].matmul($0[1], transposeLHS: true)
    },
    OpCase("matmul", "with itself", [[3, 3]]) { $0[0].matmul($0[0], transposeRHS: true) },
  ]
}
