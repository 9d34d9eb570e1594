import Gradus

/// How far the gradient of each parameter points where it pointed the step before.
final class GradientCosine: TapeObserver {
  private var last: [ObjectIdentifier: Tensor] = [:]
  private(set) var cosines: [ObjectIdentifier: Double] = [:]

  func observe(_ event: TapeEvent, on tape: Tape) {
    guard case .finalGradient(let gradient, let owner) = event else { return }
    let key = ObjectIdentifier(owner)
    if let old = last.updateValue(gradient, forKey: key) {
      cosines[key] = (gradient * old).sum().item / (gradient.norm * old.norm)
    }
  }
}

let model = Sequential {
  Linear(4, 8); ReLU(); Linear(8, 1)
}.initialize(seed: 1)
let (optimizer, observer) = (SGD(model), GradientCosine())
let x = Tensor.normal([16, 4], from: RandomStream(seed: 1, name: "x"))
for step in 0..<3 {
  let tape = Tape(.training, seed: 1, step: step, observers: [observer])
  try optimizer.step(
    tape.gradients(of: model(tape.constant(x)).squared().mean()), learningRate: 1e-3)
}
for (path, parameter) in model.parameters {
  // So small a step leaves the gradient almost where it was.
  let cosine = observer.cosines[ObjectIdentifier(parameter)] ?? .nan
  guard cosine > 0.9, cosine < 1 + 1e-6 else { fatalError("\(path): \(cosine)") }
}
print("own observer: \(observer.cosines.count) gradients point where they pointed before")
