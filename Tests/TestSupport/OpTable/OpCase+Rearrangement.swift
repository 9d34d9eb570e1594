import Gradus

extension OpCase {
  static let rearrangement: [OpCase] = [
    OpCase("reshape", "merge axes", [[2, 3, 4]]) { $0[0].reshaped(to: [6, -1]) },
    OpCase("reshape", "from rank 0", [[]]) { $0[0].reshaped(to: [1, 1]) },
    OpCase("reshape", "to rank 0", [[1, 1, 1]]) { $0[0].reshaped(to: Shape([])) },
    OpCase("permute", "NHWC to NCHW", [[2, 3, 1, 5]]) { $0[0].permuted([0, 3, 1, 2]) },
    OpCase("permute", "a cycle of three", [[2, 3, 4]]) { $0[0].permuted([1, 2, 0]) },
    OpCase("permute", "transposed batch", [[2, 3, 5]]) { $0[0].transposed() },
    OpCase("slice", "inner box", [[4, 5]]) { $0[0].sliced([1..<3, 2..<5]) },
    OpCase("slice", "one axis", [[3, 4, 2]]) { $0[0].sliced(axis: 1, 1..<2) },
    OpCase("slice", "everything", [[3]]) { $0[0].sliced([0..<3]) },
    OpCase("pad", "unequal sides", [[2, 3]]) { $0[0].padded(before: [1, 0], after: [0, 2]) },
    OpCase("pad", "with a number", [[2]]) { $0[0].padded(before: [2], after: [1], value: -1.5) },
    OpCase("concatenate", "first axis", [[2, 3], [1, 3]]) {
      Variable.concatenate([$0[0], $0[1]], axis: 0)
    },
    OpCase("concatenate", "channels of three", [[1, 2, 2, 1], [1, 2, 2, 3], [1, 2, 2, 2]]) {
      Variable.concatenate($0, axis: -1)
    },
    OpCase("concatenate", "one part", [[2, 3]]) { Variable.concatenate($0, axis: 1) },
    OpCase("concatenate", "one variable twice", [[2, 3]]) {
      Variable.concatenate([$0[0], $0[0]], axis: 1)
    },
  ]

  static let indexing: [OpCase] = [
    OpCase("gather", "the greatest of each row", [.distinct(2, 3, 5)]) { $0[0].topK(2).values },
    OpCase("gather", "the place of the greatest", [.distinct(2, 3)]) {
      $0[0].gathered($0[0].argMax(), axis: 1)
    },
    OpCase("gather", "repeated rows", [[4, 3]]) { $0[0].gathered([2, 0, 2, 3, 2]) },
    OpCase("gather", "last axis", [[2, 5]]) { $0[0].gathered([4, 1], axis: -1) },
    OpCase("gather", "middle axis", [[2, 3, 2]]) { $0[0].gathered([1, 1], axis: 1) },
    OpCase("scatterAdd", "repeated rows", [[3, 2]]) { $0[0].scatteredAdd([1, 1, 3], length: 5) },
    OpCase("scatterAdd", "last axis", [[2, 3]]) {
      $0[0].scatteredAdd([2, 0, 2], axis: -1, length: 3)
    },
    OpCase("scatterAdd", "one row", [[1]]) { $0[0].scatteredAdd([0], length: 1) },
  ]
}
