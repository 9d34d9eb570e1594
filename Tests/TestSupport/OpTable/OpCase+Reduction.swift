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
    OpCase("sum", "mean of one axis", [[5, 3]]) { $0[0].mean(axis: 0) },
    OpCase("sum", "rank 0", [[]]) { $0[0].sum() },
    OpCase("sum", "mean of all", [[3, 5]]) { $0[0].mean() },
    OpCase("sum", "mean of an axis, kept", [[3, 5]]) { $0[0].mean(axes: [0], keepingAxes: true) },
    OpCase("sum", "variance of all, kept", [[2, 3]]) { $0[0].variance(keepingAxes: true) },
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
    OpCase("broadcast", "new and repeated axes", [[3, 1]]) { $0[0].broadcast(to: [2, 3, 4]) },
    OpCase("broadcast", "rank 0", [[]]) { $0[0].broadcast(to: [2, 3]) },
    OpCase("broadcast", "leading axes", [[5]]) { $0[0].broadcast(to: [2, 1, 3, 5]) },
    OpCase("sumTo", "new and repeated axes", [[2, 3, 4]]) { $0[0].sum(to: [3, 1]) },
    OpCase("sumTo", "rank 0", [[2, 3]]) { $0[0].sum(to: []) },
    OpCase("sumTo", "channels", [[2, 1, 3, 5]]) { $0[0].sum(to: [5]) },
  ]
}
