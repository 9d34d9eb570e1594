import Foundation
import Gradus

/// One function of a tensor, to be timed over and over.
struct FunctionWork {
  let name: String
  let body: () -> Void

  /// All that is compared with PyTorch, on so many standard normal numbers in rows of 1000.
  static func all(elements: Int) -> [FunctionWork] {
    let stream = RandomStream(seed: 1, name: "functions")
    let shape: Shape = [elements / 1000, 1000]
    let x = Tensor.normal(shape, from: stream)
    let positive = x.absolute() + 0.1
    let gradient = Tensor.normal(shape, from: RandomStream(seed: 1, name: "gradient"))
    return elementwise(x, positive) + reductions(x) + rows(x, gradient)
      + [FunctionWork(name: "normal") { _ = Tensor.normal(shape, from: stream) }]
  }

  private static func elementwise(_ x: Tensor, _ positive: Tensor) -> [FunctionWork] {
    let activations: [Activation] = [
      .sigmoid, .tanh, .gelu, .geluTanh, .softplus, .silu, .mish, .elu,
    ]
    return [
      FunctionWork(name: "exp") { _ = x.exp() },
      FunctionWork(name: "expm1") { _ = x.expMinusOne() },
      FunctionWork(name: "log") { _ = positive.log() },
      FunctionWork(name: "log1p") { _ = positive.logOnePlus() },
      FunctionWork(name: "sin") { _ = x.sin() },
      FunctionWork(name: "cos") { _ = x.cos() },
      FunctionWork(name: "sqrt") { _ = positive.squareRoot() },
      FunctionWork(name: "erf") { _ = x.errorFunction() },
    ] + activations.map { kind in FunctionWork(name: kind.rawValue) { _ = x.activated(kind) } }
  }

  private static func reductions(_ x: Tensor) -> [FunctionWork] {
    [
      FunctionWork(name: "sum") { _ = x.sum() },
      FunctionWork(name: "sum-0") { _ = x.sum(axis: 0) },
      FunctionWork(name: "sum-1") { _ = x.sum(axis: 1) },
      FunctionWork(name: "mean-1") { _ = x.mean(axis: 1) },
      FunctionWork(name: "max") { _ = x.maximum() },
      FunctionWork(name: "max-0") { _ = x.maximum(axis: 0) },
      FunctionWork(name: "max-1") { _ = x.maximum(axis: 1) },
      FunctionWork(name: "min-1") { _ = x.minimum(axis: 1) },
      FunctionWork(name: "argmax-1") { _ = x.argMax() },
      FunctionWork(name: "norm") { _ = x.norm },
    ]
  }

  private static func rows(_ x: Tensor, _ gradient: Tensor) -> [FunctionWork] {
    let (ones, zeros) = (Tensor.ones([1000]), Tensor.zeros([1000]))
    func normalized(_ x: Variable, _ tape: Tape) -> Variable {
      x.groupNormalized(groups: 1, scale: tape.variable(ones), shift: tape.variable(zeros))
    }
    return [
      FunctionWork(name: "softmax") { _ = x.softmax() },
      FunctionWork(name: "log-softmax") { _ = x.logSoftmax() },
      FunctionWork(name: "layer-norm") {
        _ = Variable(x).groupNormalized(groups: 1, scale: Variable(ones), shift: Variable(zeros))
      },
      FunctionWork(name: "layer-norm-training") {
        let tape = Tape()
        _ = tape.gradients(of: normalized(tape.variable(x), tape), seed: Variable(gradient))
      },
    ]
  }

  /// The median seconds of at least three repetitions after two that do not count.
  func median(seconds: Double) throws -> Double {
    for _ in 0..<2 { body() }
    var samples: [Double] = []
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while samples.count < 3 || clock.now < end {
      let duration = clock.measure(body)
      samples.append(
        Double(duration.components.attoseconds) * 1e-18 + Double(duration.components.seconds))
    }
    return Quartiles(of: samples).median
  }
}
