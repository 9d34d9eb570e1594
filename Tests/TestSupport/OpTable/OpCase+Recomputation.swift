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
    OpCase("checkpoint", "one input", [[2, 3]]) { checkpoint($0[0]) { $0[0].tanh().squared() } },
    OpCase("checkpoint", "two inputs that repeat", [[2, 1], [3]]) {
      checkpoint($0[0], $0[1]) { ($0[0] * $0[1]).sin() * $0[0] }
    },
    OpCase("checkpoint", "one variable twice", [[3]]) {
      checkpoint($0[0], $0[0]) { $0[0].exp() * $0[1] }
    },
    OpCase("checkpoint", "dropout inside and after", [[9]]) {
      checkpoint($0[0]) { $0[0].dropout(probability: 0.4).squared() }.dropout(probability: 0.4)
    },
    OpCase("checkpoint", "nested", [[4]]) {
      checkpoint($0[0]) { outer in
        checkpoint(outer[0].sin()) { $0[0].dropout(probability: 0.3).squared() } * outer[0]
      }
    },
    OpCase("checkpoint", "batch normalisation inside", [[4, 3], [3]]) {
      checkpoint($0[0], $0[1]) {
        $0[0].batchNormalized(scale: $0[1], shift: nil, epsilon: 1e-2).output.tanh()
      }
    },
  ]
}
