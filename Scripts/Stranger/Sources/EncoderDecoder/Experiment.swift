import Gradus

/// An encoder whose features the decoder sees twice, once more through a bottleneck, and a mask beside.
final class Net: Module {
  let encoder = Sequential([Conv2d(1, 8, kernel: 3, padding: 1), BatchNorm(8), ReLU()])
  let middle = Sequential([
    MaxPool2d(kernel: 2), Conv2d(8, 8, kernel: 3, padding: 1, bias: false), BatchNorm(8),
  ])
  let decoder = Sequential([Conv2d(17, 8, kernel: 3, padding: 1), Tanh(), Conv2d(8, 1, kernel: 1)])

  func callAsFunction(_ image: Variable, mask: Variable) -> Variable {
    scoped(on: image) {
      let skip = encoder(image)
      let deep = middle(skip).resizedBilinearly(height: 8, width: 8)
      return decoder(Variable.concatenate([deep, skip, mask], axis: 3))
    }
  }
}

/// Regression of the masked image, over a backbone that stays as it is.
func makeLoop() -> TrainingLoop<(image: Tensor, mask: Tensor)> {
  let net = Net().initialize(seed: 1)
  net.encoder.freeze()
  let optimizer = AdamW(net, settings: ParameterSettings.noDecayOnNormsAndBiases)
  let loop = TrainingLoop<(image: Tensor, mask: Tensor)>(net, optimizer, .constant(0.01), seed: 1) {
    tape, batch in
    tape.useInferenceMode(in: net.encoder)
    let output = net(tape.constant(batch.image), mask: tape.constant(batch.mask))
    return output.meanSquaredError(target: Variable(batch.image * batch.mask))
  }
  loop.accumulation = 4
  loop.transform = { $0.clipped(toNorm: 1) }
  return loop
}
