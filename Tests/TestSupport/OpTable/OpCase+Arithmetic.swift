import Gradus

extension OpCase {
  static let arithmetic: [OpCase] = [
    OpCase("add", "equal shapes", [[2, 3], [2, 3]]) { $0[0] + $0[1] },
    OpCase("add", "both sides repeat", [[3, 1, 5], [2, 1]]) { $0[0] + $0[1] },
    OpCase("add", "rank 0 on the right", [[2, 3], []]) { $0[0] + $0[1] },
    OpCase("add", "rank 0 on both sides", [[], []]) { $0[0] + $0[1] },
    OpCase("add", "one variable twice", [[3]]) { $0[0] + $0[0] },
    OpCase("subtract", "equal shapes", [[4], [4]]) { $0[0] - $0[1] },
    OpCase("subtract", "both sides repeat", [[1, 4], [3, 1]]) { $0[0] - $0[1] },
    OpCase("subtract", "rank 0 on the left", [[], [2, 3]]) { $0[0] - $0[1] },
    OpCase("multiply", "equal shapes", [[2, 3], [2, 3]]) { $0[0] * $0[1] },
    OpCase("multiply", "both sides repeat", [[2, 1, 3], [4, 1]]) { $0[0] * $0[1] },
    OpCase("multiply", "channels of images", [[2, 3, 1, 5], [5]]) { $0[0] * $0[1] },
    OpCase("multiply", "one variable twice", [[3]]) { $0[0] * $0[0] },
    OpCase("divide", "equal shapes", [[3], .awayFromZero(3)]) { $0[0] / $0[1] },
    OpCase("divide", "both sides repeat", [[2, 1], .awayFromZero(1, 3)]) { $0[0] / $0[1] },
    OpCase("divide", "rank 0 over a matrix", [[], .awayFromZero(2, 3)]) { $0[0] / $0[1] },
    OpCase("divide", "a number over a matrix", [.awayFromZero(2, 3)]) { 3 / $0[0] },
    OpCase("add", "a tensor on either side", [[2, 3]]) {
      Self.constant([3], like: $0[0]) + ($0[0] + Self.constant([2, 1], like: $0[0]))
    },
    OpCase("subtract", "a tensor on either side", [[2, 3]]) {
      Self.constant([3], like: $0[0]) - ($0[0] - Self.constant([2, 1], like: $0[0]))
    },
    OpCase("multiply", "a tensor on either side", [[2, 3]]) {
      Self.constant([3], like: $0[0]) * ($0[0] * Self.constant([2, 1], like: $0[0]))
    },
    OpCase("divide", "a tensor on either side", [.awayFromZero(2, 3)]) {
      Self.constant([3], like: $0[0])
        / ($0[0] / Self.constant([2, 1], like: $0[0], from: 1))
    },
    OpCase("multiply", "assignments", [[2, 3], .awayFromZero(3)]) {
      var x = $0[0]
      x += $0[1]
      x *= $0[0]
      x -= 0.5
      x /= $0[1]
      x *= 2
      x += 1
      x -= $0[0]
      x /= 3
      return x
    },
    OpCase("negate", "matrix", [[2, 3]]) { -$0[0] },
    OpCase("negate", "rank 0", [[]]) { -$0[0] },
    OpCase("addNumber", "on the right", [[2, 3]]) { $0[0] + 1.5 },
    OpCase("addNumber", "on the left", [[2, 3]]) { 1.5 + $0[0] },
    OpCase("addNumber", "subtracted", [[2, 3]]) { $0[0] - 0.75 },
    OpCase("addNumber", "subtracted from", [[]]) { 2 - $0[0] },
    OpCase("multiplyNumber", "on the right", [[2, 3]]) { $0[0] * -1.5 },
    OpCase("multiplyNumber", "on the left", [[]]) { 0.3 * $0[0] },
    OpCase("divideNumber", "matrix", [[3, 1]]) { $0[0] / 3 },
    OpCase("divideNumber", "rank 0", [[]]) { $0[0] / -0.7 },
    OpCase("maximum", "equal shapes", [.awayFromZero(7), .awayFromBounds(7)]) {
      ($0[0] + 5 * $0[1]).maximum($0[1])
    },
    OpCase("maximum", "both sides repeat", [.distinct(3, 1), .awayFromZero(1, 4)]) {
      $0[0].maximum($0[1] * 10)
    },
    OpCase("maximum", "with a number", [.awayFromZero(2, 3)]) {
      $0[0].maximum(Variable(Self.constant([], like: $0[0]) * 0))
    },
    OpCase("minimum", "equal shapes", [.awayFromZero(7), .awayFromBounds(7)]) {
      ($0[0] + 5 * $0[1]).minimum($0[1])
    },
    OpCase("minimum", "both sides repeat", [.awayFromZero(1, 4), .distinct(3, 1)]) {
      ($0[0] * 10).minimum($0[1])
    },
    OpCase("power", "equal shapes", [.positive(5), [5]]) { $0[0].power($0[1]) },
    OpCase("power", "both sides repeat", [.positive(2, 1), [1, 3]]) { $0[0].power($0[1]) },
    OpCase("power", "rank 0 exponent", [.positive(2, 3), []]) { $0[0].power($0[1]) },
  ]
}
