import Gradus

extension OpCase {
  static let rectifiers: [OpCase] = [
    OpCase("leakyRelu", "matrix", [.awayFromZero(3, 5)]) { $0[0].leakyReLU(slope: 0.2) },
    OpCase("leakyRelu", "rank 0, below and above", [.awayFromZero()]) {
      $0[0].leakyReLU() * (-$0[0]).leakyReLU()
    },
    OpCase("prelu", "a slope per channel", [.awayFromZero(4, 3), [3]]) { $0[0].prelu($0[1]) },
    OpCase("prelu", "one slope for all", [.awayFromZero(2, 7), [1]]) {
      ($0[0] * 2).prelu($0[1]).squared()
    },
    OpCase("eluNumber", "matrix", [.awayFromZero(3, 5)]) { $0[0].elu(alpha: 0.4) },
    OpCase("eluNumber", "rank 0, below and above", [.awayFromZero()]) {
      $0[0].elu(alpha: 2) * (-$0[0]).elu(alpha: 2)
    },
    OpCase("gelu", "by name", [[3]]) { $0[0].gelu() },
    OpCase("geluTanh", "by name", [[3]]) { $0[0].gelu(byTanh: true) },
    OpCase("softplus", "by name", [[3]]) { $0[0].softplus() },
  ]
}
