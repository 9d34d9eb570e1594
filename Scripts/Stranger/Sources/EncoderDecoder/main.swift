import Gradus

/// An encoder whose features the decoder sees twice, once more through a bottleneck, and a mask beside.
final class Net: Module {
  let encoder = Sequential([Conv2d(1, 8, kernel: 3, padding: 1), BatchNorm(8), ReLU()])
  let middle = Sequential([MaxPool2d(kernel: 2), Conv2d(8, 8, kernel: 3, padding: 1), BatchNorm(8)])
  let decoder = Sequential([Conv2d(17, 8, kernel: 3, padding: 1), Tanh(), Conv2d(8, 1, kernel: 1)])

  func callAsFunction(_ image: Variable, mask: Variable) -> Variable {
    scoped(on: image) {
      let skip = encoder(image)
      let deep = middle(skip).resizedBilinearly(height: 8, width: 8)
      return decoder(Variable.concatenate([deep, skip, mask], axis: 3))
    }
  }
}

// Regression of the masked image over a backbone that stays as it is; the script kills and resumes it.
let net = Net().initialize(seed: 1)
net.encoder.freeze()
let backbone = net.encoder.stateDictionary.map(\.value.scalars)
let optimizer = AdamW(net, settings: ParameterSettings.noDecayOnNormsAndBiases)
let loop = TrainingLoop<(image: Tensor, mask: Tensor)>(net, optimizer, .constant(0.01), seed: 1) {
  let output = net($0.constant($1.image), mask: $0.constant($1.mask))
  return output.meanSquaredError(target: Variable($1.image * $1.mask))
}
loop.inferenceParts = [net.encoder]
loop.accumulation = 4
loop.transform = { $0.clipped(toNorm: 1) }
try loop.resume(in: CommandLine.arguments[1])
try loop.run(to: 250) { number in
  let random = RandomStream(seed: 1, name: "batch \(number)")
  return (.normal([2, 8, 8, 1], from: random), .generate([2, 8, 8, 1]) { Double($0 % 2) })
}
print(loop.stepCount, "steps, still:", net.encoder.stateDictionary.map(\.value.scalars) == backbone)
