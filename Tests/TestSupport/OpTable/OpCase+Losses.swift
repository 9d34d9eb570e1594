import Gradus

extension OpCase {
  static let composedLosses: [OpCase] = [
    OpCase("squared", "squared errors", [[3, 2], [3, 2]]) {
      $0[0].squaredError(target: $0[1], reduction: .none)
    },
    OpCase("absolute", "absolute errors", [.awayFromZero(3, 2), .distinct(3, 2)]) {
      ($0[0] * 9).absoluteError(target: $0[1], reduction: .sum)
    },
    OpCase("replace", "Huber's loss", [.awayFromZero(5), .awayFromBounds(5)]) {
      ($0[0] * 4).huber(target: $0[1] * 0.01, delta: 0.3)
    },
    OpCase("softplus", "binary cross entropy", [[3, 2]]) {
      $0[0].binaryCrossEntropy(target: constant([3, 2], like: $0[0], from: 0))
    },
    OpCase("softplus", "binary cross entropy with weights", [[3, 2]]) {
      $0[0].binaryCrossEntropy(
        target: constant([3, 2], like: $0[0], from: 0),
        positiveWeight: constant([2], like: $0[0], from: 1), reduction: .none)
    },
    OpCase("logSoftmax", "divergence from a target", [[3, 4]]) {
      $0[0].klDivergence(target: constant([3, 4], like: $0[0], from: 0.1))
    },
    OpCase("logSoftmax", "cross entropy with everything", [[3, 4]]) {
      $0[0].crossEntropy(
        labels: [2, 9, 0], smoothing: 0.1, classWeights: constant([4], like: $0[0], from: 1),
        ignoredLabel: 9)
    },
    OpCase("logSoftmax", "cross entropy of rows", [[2, 3]]) {
      $0[0].crossEntropy(labels: [2, 1], reduction: .none)
    },
    OpCase("logSoftmax", "cross entropy of weighted distributions", [[2, 3]]) {
      $0[0].crossEntropy(
        target: constant([2, 3], like: $0[0], from: 0.1),
        classWeights: constant([3], like: $0[0], from: 1), reduction: .sum)
    },
    OpCase("powerNumber", "focal loss", [[3, 4]]) {
      $0[0].focalLoss(labels: [2, 3, 0], focus: 1.5)
    },
    OpCase("logSoftmax", "focal loss without focus", [[2, 3]]) {
      $0[0].focalLoss(
        labels: [2, 1], focus: 0, classWeights: constant([3], like: $0[0], from: 1),
        reduction: .sum)
    },
  ]
}
