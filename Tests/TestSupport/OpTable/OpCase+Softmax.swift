import Gradus

extension OpCase {
  static let softmax: [OpCase] = ([[4], [2, 3], [1, 1, 2, 7], [3, 2]] as [Shape]).flatMap { shape in
    [
      OpCase("softmax", "\(shape)", [OpInput(shape)]) { $0[0].softmax() },
      OpCase("logSoftmax", "\(shape)", [OpInput(shape)]) { $0[0].logSoftmax() },
      OpCase("logSumExp", "\(shape)", [OpInput(shape)]) { $0[0].logSumExp() },
    ]
  }

  static let loss: [OpCase] = [
    OpCase("crossEntropy", "labels", [[3, 5]]) { $0[0].crossEntropy(labels: [4, 0, 4]) },
    OpCase("crossEntropy", "one row", [[1, 2]]) { $0[0].crossEntropy(labels: [1]) },
    OpCase("crossEntropy", "smoothing", [[2, 7]]) {
      $0[0].crossEntropy(labels: [6, 2], smoothing: 0.1)
    },
    OpCase("crossEntropy", "targets that do not sum to 1", [[2, 3]]) {
      $0[0].crossEntropy(target: Self.constant([2, 3], like: $0[0], from: 0))
    },
    OpCase("crossEntropy", "large logits", [[2, 3]]) {
      ($0[0] * 3 + 500).crossEntropy(labels: [0, 2])
    },
    OpCase("squared", "mean squared error", [[3, 2], [3, 2]]) {
      $0[0].meanSquaredError(target: $0[1])
    },
    OpCase("squared", "mean squared error of rank 0", [[], []]) {
      $0[0].meanSquaredError(target: $0[1])
    },
  ]
}
