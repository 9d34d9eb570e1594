import Gradus
import GradusTestSupport

/// A number to be learnt from two inputs: a batch that no data set makes.
struct Pair {
  let left: Tensor
  let right: Tensor
  let target: Tensor

  /// Batch number `number` of an endless set; it depends on nothing else.
  init(number: Int, count: Int = 6) {
    var draws = Draws("pairs", number)
    left = draws.normal([count, 3], dtype: .float32)
    right = draws.normal([count, 2], dtype: .float32)
    target = (left * left).sum(axes: [1]).reshaped(to: [count, 1])
  }
}

/// A module of two inputs with dropout and running statistics.
final class GatedSum: Module {
  let left = Linear(3, 5), right = Linear(2, 5), output = Linear(5, 1)
  let norm = BatchNorm(5)
  let dropout = Dropout(0.2)

  func callAsFunction(_ a: Variable, _ b: Variable) -> Variable {
    output(dropout(norm(left(a)).relu() * right(b).sigmoid()))
  }
}

/// Regression with a loop of one's own.
struct PairRun {
  let model = GatedSum().initialize(seed: 3)
  let loop: TrainingLoop<Pair>

  init(accumulation: Int = 1, count: Int = 6, optimizer: (GatedSum) -> any Optimizer = { SGD($0) })
  {
    let model = model
    loop = TrainingLoop(
      model, optimizer(model), .cosine(base: 0.05, total: 40), seed: 9
    ) { tape, pair in
      model(tape.constant(pair.left), tape.constant(pair.right))
        .meanSquaredError(target: tape.constant(pair.target))
    }
    loop.accumulation = accumulation
  }

  /// Trains to a step; the losses.
  @discardableResult
  func run(to end: Int) throws -> [Double] {
    var losses: [Double] = []
    try loop.run(to: end, batch: { Pair(number: $0) }) { losses.append($0.loss) }
    return losses
  }

  /// Weights, statistics and the optimiser's state, bit by bit.
  var bits: [[UInt64]] {
    (model.stateDictionary.map(\.value) + loop.optimizer.state.map(\.value))
      .map { $0.scalars.map(\.bitPattern) }
  }
}
