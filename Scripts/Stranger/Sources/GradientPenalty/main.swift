import Gradus

/// A critic whose slope is held at 1 (Gulrajani et al. 2017, eq. 3): differentiated twice.
let critic = Sequential {
  Linear(2, 32); Tanh(); Linear(32, 1)
}.initialize(seed: 1)
let optimizer = Adam(critic)
let real = Tensor.normal([64, 2], mean: 1, from: RandomStream(seed: 1, name: "real"))
let fake = Tensor.normal([64, 2], mean: -1, from: RandomStream(seed: 1, name: "fake"))

let slopes = { (x: Variable) in
  gradient(at: x) { critic($0).sum() }.squared().sum(axes: [1]).squareRoot()
}

var penalties: [Double] = []
for step in 0..<150 {
  let tape = Tape(.training, seed: 1, step: step)
  let middle = tape.variable((real + fake) * 0.5)
  let penalty = (slopes(middle) - 1).squared().mean()
  let distance = critic(tape.constant(fake)).mean() - critic(tape.constant(real)).mean()
  // The last bias cancels in the distance; this term gives it a gradient.
  let loss = distance + penalty * 10 + critic(tape.constant(real)).squared().mean() * 1e-3
  penalties.append(penalty.value.item)
  try optimizer.step(tape.gradients(of: loss), learningRate: 0.01)
}
// Not to 0: the distance between the two pulls against it.
guard penalties[149] < penalties[0] / 10 else { fatalError("penalties: \(penalties)") }
print("gradient penalty: \(penalties[0]) fell to \(penalties[149])")
