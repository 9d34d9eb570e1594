import Gradus
import Training

extension Initializer {
  /// 0.5 and -0.5 in turn.
  static let alternating = Initializer { shape, _ in
    .generate(shape, dtype: .float32) { $0.isMultiple(of: 2) ? 0.5 : -0.5 }
  }
}

let layer = Linear(2, 2)
layer.weight.initializer = .alternating
layer.initialize(seed: 1)
guard layer.weight.value.scalars == [0.5, -0.5, 0.5, -0.5] else {
  fatalError("\(layer.weight.value)")
}

let loop = TrainingLoop<Tensor>(layer, SGD(layer), .sawtooth(peak: 0.1, period: 2), seed: 1) {
  tape, x in layer(tape.constant(x)).squared().mean()
}
var rates: [Double] = []
try loop.run(to: 4, batch: { _ in Tensor.ones([1, 2]) }) { rates.append($0.learningRate) }
guard rates == [0.1, 0.05, 0.1, 0.05] else { fatalError("\(rates)") }
print("own schedule and initialiser: rates \(rates), weights began in turn at 0.5 and -0.5")
