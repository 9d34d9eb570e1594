// swift-format-ignore-file
import Foundation
import Gradus
import Testing

// MARK: - GettingStarted

func gettingStarted() throws -> (slope: Double, wrong: Double) {
  let x = Tensor([[1, 2], [3, 4]])                // [2, 2], float32
  let y = 1 / (1 + (-x).exp())
  print(y[0..., 1])                               // the second column

  let tape = Tape(.training, step: 0)
  let w = tape.variable(Tensor([3]))
  let loss = (w * w).sum()
  print(tape.gradients(of: loss)[w]!)             // 6

  let model = Sequential {
    Linear(2, 16)
    Tanh()
    Linear(16, 2)
  }.initialize(seed: 1)

  let random = RandomStream(seed: 1, name: "points")
  let points = Tensor.uniform([256, 2], in: -1..<1, from: random)
  let labels = points.squared().sum(axis: 1).scalars.map { $0 < 0.5 ? 1 : 0 }
  let loop = TrainingLoop<Tensor>(model, Adam(model), .constant(0.02), seed: 1) {
    tape, points in
    model(tape.constant(points)).crossEntropy(labels: labels)
  }
  for _ in 0..<200 { try loop.step(points) }
  let wrong = topKError(logits: model(points), labels: labels)
  print(wrong)                                    // the error, below 0.05
  return (w.value.item * 2, wrong)
}

// MARK: - YourOwnOperation

extension Variable {
  /// log cosh x, without overflow.
  func logCosh() -> Variable {
    let x = value.absolute()
    return record(
      TapeOperation("logCosh", .arithmetic),
      value: x + (-2 * x).exp().logOnePlus() - 0.6931471805599453,
      (self, { g in g * self.tanh() }))
  }
}

func checkedOperation() throws {
  let check = GradientCheck(order: .second)
  let points = Tensor([-2, 0.3, 1.5], dtype: .float64)
  try check.verify("logCosh", [points]) { $0[0].logCosh() }
}

extension Variable {
  func rounded() -> Variable {
    let result =
      isShapeOnly
      ? Tensor(shapeOnly: shape, dtype: dtype)
      : Tensor(value.scalars.map { $0.rounded() }, shape: shape, dtype: dtype)
    // A straight-through estimator: the gradient passes unchanged.
    return record(
      TapeOperation("rounded", .arithmetic), value: result, (self, { g in g }))
  }
}

// MARK: - YourOwnLayer

final class GatedLinear: Layer {
  let values: Linear, gates: Linear

  init(_ inputs: Int, _ outputs: Int) {
    values = Linear(inputs, outputs)
    gates = Linear(inputs, outputs)
  }

  func forward(_ x: Variable) -> Variable { values(x) * gates(x).sigmoid() }
}

func ownModel() throws -> Sequential {
  let model = Sequential(named: [
    ("gated", GatedLinear(4, 8)), ("head", Linear(8, 3)),
  ])
  model.initialize(seed: 1)
  print(model.parameters.map(\.path))             // "gated.values.weight", ...
  print(try model.outputShape(for: [32, 4]))      // [32, 3], without running it
  return model
}

final class Scale: Layer {
  let weight: Parameter

  init(_ channels: Int) { weight = Parameter([channels], .ones) }

  func forward(_ x: Variable) -> Variable { x * weight.variable(on: x) }
}

// MARK: - YourOwnLoop

struct Pair { let input, target: Tensor }

func regression(_ model: Sequential) -> TrainingLoop<Pair> {
  let schedule = LearningRateSchedule.cosine(base: 0.01, total: 100)
  let loop = TrainingLoop<Pair>(model, AdamW(model), schedule, seed: 1) {
    tape, pair in
    model(tape.constant(pair.input)).huber(target: tape.constant(pair.target))
  }
  loop.transform = { $0.clipped(toNorm: 1) }
  return loop
}

func train(_ model: Sequential, _ pair: Pair, steps: Int) throws -> [Double] {
  let optimizer = SGD(model, momentum: 0.9)
  return try (0..<steps).map { step in
    let tape = Tape(.training, seed: 1, step: step)
    let output = model(tape.constant(pair.input))
    let loss = output.squaredError(target: tape.constant(pair.target))
    try optimizer.step(tape.gradients(of: loss), learningRate: 0.05)
    return loss.value.item
  }
}

func careful(_ model: Sequential, _ pair: Pair, _ optimizer: SGD) throws {
  let gradients = model.sharpnessAwareGradients(radius: 0.05) {
    let tape = Tape(.training, seed: 1, step: optimizer.stepCount)
    let output = model(tape.constant(pair.input))
    let loss = output.squaredError(target: tape.constant(pair.target))
    return tape.gradients(of: loss)
  }
  try optimizer.step(gradients, learningRate: 0.05)
}

// MARK: - SavingAndResuming

func savedAndLoaded(_ model: Sequential, _ other: Sequential, _ folder: String) throws {
  try model.save(to: folder + "/weights.safetensors")
  try other.load(from: folder + "/weights.safetensors")
}

func resumed(
  _ loop: TrainingLoop<Pair>, _ folder: String, _ batch: (Int) -> Pair
) throws -> [Double] {
  var losses: [Double] = []
  try loop.resume(in: folder + "/run")
  try loop.run(to: 20, batch: { number in batch(number) }) { step in
    losses.append(step.loss)
  }
  return losses
}

// MARK: - HowADerivativeIsChecked

func checkedDerivatives() -> (error: Double, passed: Bool) {
  let x = Tensor([0.5, -1.25, 2], dtype: .float64)
  let check = GradientCheck(order: .second)
  let result = check.run("sigmoid", [x]) { $0[0].sigmoid() }
  print(result.maximumGradientError)              // about 1e-12

  let wrong = GradientCheck().run("wrong", [x]) { inputs in
    record(
      TapeOperation("wrong", .arithmetic), value: inputs[0].value.squared(),
      (inputs[0], { g in g * inputs[0] }))
  }
  print(wrong.passed)                             // false: it is half of it
  return (result.maximumGradientError, wrong.passed)
}

// MARK: - ComingFromPyTorch

func aStep(
  _ model: Sequential, _ optimizer: SGD, _ images: Tensor, _ labels: [Int], step: Int
) throws -> Tensor {
  let tape = Tape(.training, seed: 1, step: step)          // model.train()
  let loss = model(tape.constant(images)).crossEntropy(labels: labels)
  let gradients = tape.gradients(of: loss)                 // loss.backward()
  try optimizer.step(gradients.clipped(toNorm: 1), learningRate: 0.1)
  let logits = model(images)                               // model.eval()
  return logits
}
