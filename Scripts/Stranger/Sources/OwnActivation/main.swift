import Gradus
import Layers

let model = Sequential {
  Conv2d(1, 4, kernel: 3)
  SquaredReLU()
  AdaptiveAveragePool2d()
  Flatten()
  Linear(4, 2)
}.initialize(seed: 1)

let costs = NetworkCosts(of: model, input: [1, 8, 8, 1]) { model($0) }
let counted = costs.operations.filter {
  if case .activation = $0.kind { true } else { false }
}
guard counted.map(\.operation) == ["squaredReLU"], counted[0].outputElements == 144 else {
  fatalError("the costs saw \(costs.operations)")
}

let probe = FlowProbe(model)
let tape = Tape(.training, seed: 1, step: 0, observers: [probe])
// All inputs below zero through filters above it: every channel is dead.
model.parameters[0].parameter.value = Tensor.full([3, 3, 1, 4], 0.1)
_ = tape.gradients(of: model(tape.constant(Tensor.full([2, 8, 8, 1], -1))).squared().sum())
guard probe.records.last?.layers.first?[.deadShare] == 1 else { fatalError("\(probe.records)") }
print("own activation: counted as one, and all its channels are seen to be dead")
