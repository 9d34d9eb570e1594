import Gradus

extension OpCase {
  static let dropout: [OpCase] = [
    OpCase("dropout", "half", [[3, 7]]) { $0[0].dropout(probability: 0.5) },
    OpCase("dropout", "a tenth of one pixel", [[1, 1, 1, 9]]) { $0[0].dropout(probability: 0.1) },
    OpCase("dropout", "twice, with other draws", [[11]]) {
      $0[0].dropout(probability: 0.3).exp().dropout(probability: 0.3)
    },
  ]

  static let recomputation: [OpCase] = [
    OpCase("recompute", "one input", [[2, 3]]) { recomputing($0[0]) { $0[0].tanh().squared() } },
    OpCase("recompute", "two inputs that repeat", [[2, 1], [3]]) {
      recomputing($0[0], $0[1]) { ($0[0] * $0[1]).sin() * $0[0] }
    },
    OpCase("recompute", "one variable twice", [[3]]) {
      recomputing($0[0], $0[0]) { $0[0].exp() * $0[1] }
    },
    OpCase("recompute", "dropout inside and after", [[9]]) {
      recomputing($0[0]) { $0[0].dropout(probability: 0.4).squared() }.dropout(probability: 0.4)
    },
    OpCase("recompute", "nested", [[4]]) {
      recomputing($0[0]) { outer in
        recomputing(outer[0].sin()) { $0[0].dropout(probability: 0.3).squared() } * outer[0]
      }
    },
    OpCase("recompute", "batch normalisation inside", [[4, 3], [3]]) {
      recomputing($0[0], $0[1]) {
        $0[0].batchNormalized(scale: $0[1], shift: nil, epsilon: 1e-2).output.tanh()
      }
    },
  ]
}
