import Gradus

extension OpCase {
  static let reduction: [OpCase] = [
    OpCase("sum", "all axes", [[2, 3]]) { $0[0].sum() },
    OpCase("sum", "middle axis", [[2, 3, 4]]) { $0[0].sum(axes: [1]) },
    OpCase("sum", "first and last, kept", [[2, 3, 4]]) {
      $0[0].sum(axes: [-1, 0], keepingAxes: true)
    },
    OpCase("sum", "no axis", [[3]]) { $0[0].sum(axes: []) * $0[0] },
    OpCase("sum", "one axis", [[2, 3, 4]]) { $0[0].sum(axis: 1) },
    OpCase("mean", "one axis", [[5, 3]]) { $0[0].mean(axis: 0) },
    OpCase("sum", "rank 0", [[]]) { $0[0].sum() },
    OpCase("mean", "all axes", [[3, 5]]) { $0[0].mean() },
    OpCase("mean", "an axis, kept", [[3, 5]]) { $0[0].mean(axes: [0], keepingAxes: true) },
    OpCase("mean", "rank 0", [[]]) { $0[0].mean() },
    OpCase("mean", "outer axes", [[2, 3, 4]]) { $0[0].mean(axes: [0, 2]) },
    OpCase("variance", "all axes, kept", [[2, 3]]) { $0[0].variance(keepingAxes: true) },
    OpCase("variance", "middle axis", [[2, 3, 4]]) { $0[0].variance(axes: [1]) },
    OpCase("variance", "one axis", [[5, 3]]) { $0[0].variance(axis: 0) },
    OpCase("maximumAlong", "all axes", [.distinct(2, 7)]) { $0[0].maximum() },
    OpCase("maximumAlong", "first axis", [.distinct(3, 5)]) { $0[0].maximum(axes: [0]) },
    OpCase("maximumAlong", "one axis", [.distinct(3, 5)]) { $0[0].maximum(axis: 1) },
    OpCase("minimumAlong", "one axis", [.distinct(3, 5)]) { $0[0].minimum(axis: 0) },
    OpCase("maximumAlong", "outer axes, kept", [.distinct(2, 3, 4)]) {
      $0[0].maximum(axes: [0, 2], keepingAxes: true)
    },
    OpCase("minimumAlong", "all axes", [.distinct(2, 7)]) { $0[0].minimum() },
    OpCase("minimumAlong", "last axis", [.distinct(3, 5)]) { $0[0].minimum(axes: [-1]) },
    OpCase("minimumAlong", "middle axis, kept", [.distinct(2, 3, 4)]) {
      $0[0].minimum(axes: [1], keepingAxes: true)
    },
    // As if two other runs had the same numbers.
    OpCase("sharedSum", "three parts", [[2, 3]]) {
      $0[0].sharedSum(BatchStatisticsSum { $0.map { 3 * $0 } })
    },
    OpCase("sharedSum", "rank 0", [[]]) { $0[0].sharedSum(BatchStatisticsSum { $0 }) },
    OpCase("broadcast", "new and repeated axes", [[3, 1]]) { $0[0].broadcast(to: [2, 3, 4]) },
    OpCase("broadcast", "rank 0", [[]]) { $0[0].broadcast(to: [2, 3]) },
    OpCase("broadcast", "leading axes", [[5]]) { $0[0].broadcast(to: [2, 1, 3, 5]) },
    OpCase("sumTo", "new and repeated axes", [[2, 3, 4]]) { $0[0].sum(to: [3, 1]) },
    OpCase("sumTo", "rank 0", [[2, 3]]) { $0[0].sum(to: []) },
    OpCase("sumTo", "channels", [[2, 1, 3, 5]]) { $0[0].sum(to: [5]) },
  ]
}
