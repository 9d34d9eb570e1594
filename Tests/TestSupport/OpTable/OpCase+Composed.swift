import Gradus

// What is composed of other operations is in the table under one that it records.

extension OpCase {
  static let composed: [OpCase] = stacking + reordering + alongAxes + ranked + bordered + resized

  private static let stacking: [OpCase] = [
    OpCase("concatenate", "stacked along a new axis", [[2, 3], [2, 3]]) {
      Variable.stack($0, axis: 1)
    },
    OpCase("concatenate", "stacked at the end, of rank 0", [[], []]) {
      Variable.stack($0, axis: -1)
    },
    OpCase("reshape", "a new axis", [[2, 3]]) {
      $0[0].expanded(axis: 1) * $0[0].expanded(axis: -1)
    },
    OpCase("slice", "split by lengths", [[5, 2]]) {
      let parts = $0[0].split(lengths: [2, 3])
      return parts[0].sum() * parts[1].exp()
    },
    OpCase("slice", "split into parts", [[2, 5]]) {
      let parts = $0[0].split(parts: 2, axis: 1)
      return parts[0].sliced(axis: 1, 0..<2) * parts[1]
    },
    OpCase("slice", "ranges and a number", [[4, 5, 3]]) { $0[0][1..<3, 2..., -1] },
    OpCase("gather", "strides", [[5, 4]]) {
      $0[0][stride(from: 4, through: 0, by: -2), stride(from: 1, to: 4, by: 2)]
    },
  ]

  private static let reordering: [OpCase] = [
    OpCase("gather", "flipped", [[2, 3, 2]]) { $0[0].flipped(axes: [0, -1]) * $0[0].exp() },
    OpCase("gather", "rolled", [[2, 5]]) { $0[0].rolled(by: 2, axis: 1) * $0[0].rolled(by: -1) },
    OpCase("permute", "an axis moved", [[2, 3, 4]]) { $0[0].movedAxis(0, to: -1) },
    OpCase("permute", "channels to pixels", [[1, 2, 2, 4]]) { $0[0].pixelShuffled(2) },
    OpCase("permute", "pixels to channels", [[1, 4, 2, 2]]) { $0[0].pixelUnshuffled(2) },
    OpCase("gather", "diagonals of einsum", [[2, 3, 3]]) { Variable.einsum("bii->b", $0[0]) },
    OpCase("matmul", "einsum of three", [[2, 3], [3, 4], [2, 4]]) {
      Variable.einsum("ij,jk,ik->ik", $0[0], $0[1], $0[2])
    },
    OpCase("matmul", "einsum of two batch axes", [[2, 3, 2], [2, 4, 2]]) {
      Variable.einsum("bid,bjd->bji", $0[0], $0[1])
    },
  ]

  private static let alongAxes: [OpCase] = [
    OpCase("gather", "along an axis", [[2, 3, 2]]) {
      $0[0].gathered(along: 1, [2, 0, 0, 0, 1, 1, 2, 1])
    },
    OpCase("scatterAdd", "along an axis", [[2, 2, 2]]) {
      $0[0].scatteredAdd(along: 1, [2, 0, 0, 0, 1, 1, 2, 1], length: 3)
    },
    OpCase("softmax", "middle axis", [[2, 3, 2]]) { $0[0].softmax(axis: 1) },
    OpCase("logSoftmax", "first axis", [[3, 2]]) { $0[0].logSoftmax(axis: 0) },
    OpCase("logSumExp", "first axis", [[3, 2]]) { $0[0].logSumExp(axis: 0) },
    OpCase("variance", "standard deviations", [[2, 4]]) { $0[0].standardDeviation(axes: [1]) },
    OpCase("variance", "unbiased standard deviation", [[2, 3]]) {
      $0[0].standardDeviation(keepingAxes: true, correction: 1)
    },
    OpCase("multiply", "products along an axis", [[2, 5]]) { $0[0].product(axes: [1]) },
    OpCase("multiply", "product of all, kept", [[2, 3]]) { $0[0].product(keepingAxes: true) },
    OpCase("squareRoot", "Euclidean norms", [[2, 3, 2]]) { $0[0].norms(axes: [0, 2]) },
    OpCase("powerNumber", "norms of order 3", [.awayFromZero(2, 4)]) {
      $0[0].norms(order: 3, axes: [1], keepingAxes: true)
    },
    OpCase("absolute", "norms of order 1", [.awayFromZero(2, 4)]) {
      $0[0].norms(order: 1, axes: [0])
    },
    OpCase("maximumAlong", "norms of infinite order", [.distinct(2, 4)]) {
      $0[0].norms(order: .infinity, axes: [1])
    },
    OpCase("cumulativeSum", "middle axis", [[2, 4, 3]]) { $0[0].cumulativeSum(axis: 1) },
    OpCase("cumulativeSum", "reversed", [[5]]) {
      $0[0].cumulativeSum(axis: -1, reversed: true).squared()
    },
  ]

  private static let ranked: [OpCase] = [
    OpCase("gather", "sorted", [.distinct(3, 4)]) { $0[0].sorted(axis: 0).values },
    OpCase("gather", "sorted downwards by positions", [.distinct(2, 3)]) {
      $0[0].gathered(along: 1, $0[0].argSort(axis: 1, descending: true))
    },
    OpCase("gather", "the greatest along the first axis", [.distinct(4, 3)]) {
      $0[0].topK(2, axis: 0).values
    },
    OpCase("gather", "the least and greatest places", [.distinct(3, 2)]) {
      $0[0].gathered(along: 0, $0[0].argMin(axis: 0))
        * $0[0].gathered(along: 0, $0[0].argMax(axis: 0)).exp()
    },
  ]

  private static let bordered: [OpCase] =
    BorderRule.allCases.map { rule in
      OpCase("gather", "padded by \(rule)", [[3, 4]]) {
        $0[0].padded(before: [2, 1], after: [1, 3], by: rule)
      }
    } + [
      OpCase("maximumAlong", "adaptive windows", [.distinct(1, 5, 4, 2)]) {
        $0[0].adaptiveMaxPool(height: 2, width: 3)
      },
      OpCase("maxPool", "dilated windows", [.distinct(1, 6, 7, 2)]) {
        $0[0].windowsSpread(
          PoolingGeometry(kernel: 2, stride: 2, padding: 1), dilation: Extent(height: 2, width: 3)
        ).maxPool(PoolingGeometry(kernel: 2))
      },
    ]

  private static let resized: [OpCase] = ResizeRule.allCases.flatMap { interpolation in
    [false, true].map { corners in
      OpCase(
        "gather", "\(interpolation) to another size\(corners ? ", corners fixed" : "")",
        [[1, 3, 4, 2]]
      ) { $0[0].resized(height: 5, width: 3, interpolation, alignsCorners: corners) }
    }
  }

  static let linearSystems: [OpCase] = [
    OpCase("solve", "two systems", [[2, 3, 3], [2, 3, 2]]) { well($0[0]).solve($0[1]) },
    OpCase("solve", "one system", [[2, 2], [2, 1]]) { well($0[0]).solve($0[1]) },
    OpCase("inverse", "two matrices", [[2, 3, 3]]) { well($0[0]).inverse() },
    OpCase("inverse", "one number", [[1, 1]]) { well($0[0]).inverse() },
    OpCase("determinant", "two matrices", [[2, 3, 3]]) { well($0[0]).determinant() },
    OpCase("determinant", "one matrix", [[2, 2]]) { well($0[0]).determinant() },
    OpCase("logAbsoluteDeterminant", "two matrices", [[2, 3, 3]]) {
      well($0[0]).logAbsoluteDeterminant()
    },
    OpCase("logAbsoluteDeterminant", "one matrix", [[2, 2]]) {
      well($0[0]).logAbsoluteDeterminant()
    },
    OpCase("cholesky", "two matrices", [[2, 3, 3]]) {
      well($0[0].matmul($0[0], transposeRHS: true)).cholesky()
    },
    OpCase("cholesky", "one number", [[1, 1]]) { well($0[0] * $0[0]).cholesky() },
  ]

  /// Far from singular.
  private static func well(_ x: Variable) -> Variable {
    let size = x.shape[-1]
    let identity =
      x.isShapeOnly
      ? Tensor(shapeOnly: [size, size], dtype: x.dtype) : Tensor.identity(size, dtype: x.dtype)
    return x + identity * 4
  }
}
