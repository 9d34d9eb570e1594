import Gradus

/// An operation whose value is made of numbers, which shapes alone do not have.
private final class Rounding: Layer {
  func forward(_ x: Variable) -> Variable {
    let rounded = x.value.scalars.map { $0.rounded() }
    return record(
      TapeOperation("rounding", .arithmetic),
      value: Tensor(rounded, shape: x.shape, dtype: x.dtype),
      (x, { g in g }))
  }
}

/// A linear layer whose weight's gradient lacks half of it.
private final class Halved: Layer {
  let linear = Linear(2, 1, bias: false)
  func forward(_ x: Variable) -> Variable {
    let w = linear.weight.variable(on: x)
    return x.matmul((w + w.detached) * 0.5)
  }
}

extension Mistake {
  /// Operations of one's own and derivatives of functions; all of them stop the program.
  static let derivatives: [Mistake] = [
    Mistake(
      "dropout without a step",
      "1: dropout: this tape has no step, and every step would draw the same numbers; "
        + "pass step: to Tape"
    ) { _ in
      let model = Sequential {
        Linear(3, 2)
        Dropout(0.5)
      }.initialize(seed: 1)
      let tape = Tape(.training)
      _ = model(tape.constant(Sample.images([2, 3])))
    },
    Mistake(
      "a flow probe without a step",
      "FlowProbe: the tape has no step to measure; pass step: to Tape, so that records "
        + "know theirs"
    ) { _ in
      let model = Sequential { Linear(3, 2) }.initialize(seed: 1)
      let tape = Tape(.training, observers: [FlowProbe(model)])
      _ = model(tape.constant(Sample.images([2, 3])))
    },
    Mistake(
      "a tape that nobody keeps",
      "conv2d: the variable's tape is gone; keep the tape in a constant while its "
        + "variables are used"
    ) { _ in
      _ = Sample.net()(Tape(.training).constant(Sample.images([2, 8, 8, 3])))
    },
    Mistake(
      "a variable captured by a recomputed part",
      "recomputing: multiply uses a variable of shape [2] from outside, whose gradient "
        + "would be lost; pass it as an input"
    ) { _ in
      let tape = Tape()
      let (x, y) = (tape.variable(Tensor.ones([2])), tape.variable(Tensor.ones([2])))
      _ = recomputing(x) { $0[0] * y }
    },
    Mistake(
      "a pullback of another element type",
      "narrow (node 1, shape [2]): the pullback gave a gradient of type float32 for an "
        + "input of type float64"
    ) { _ in
      let tape = Tape()
      let x = tape.variable(Tensor.ones([2], dtype: .float64))
      let y = record(
        TapeOperation("narrow", .arithmetic), value: x.value,
        (x, { g in Variable(g.value.converted(to: .float32)) }))
      _ = tape.gradients(of: y.sum())
    },
    Mistake(
      "the costs of an operation that reads numbers",
      "0: scalars: this tensor of shape [1, 4] has no values; a model has them after "
        + "initialize(seed:), and where NetworkCosts and others run on shapes alone, an "
        + "operation of your own gives Tensor(shapeOnly: ...) if value.isShapeOnly"
    ) { _ in
      let model = Sequential { Rounding() }
      _ = NetworkCosts(of: model, input: [1, 4]) { model($0) }
    },
    Mistake(
      "a gradient check in single precision",
      "gradient check of exp: input 0 of shape [2] is float32 and must be float64; "
        + "make it with dtype: .float64, or convert it with converted(to: .float64)"
    ) { _ in
      try GradientCheck().verify("exp", [Tensor.ones([2])]) { $0[0].exp() }
    },
  ]

  /// What a gradient check throws.
  static let checks: [Mistake] = [
    Mistake(
      "a wrong gradient of a layer's weight",
      "halved: the gradient for parameter linear.weight at element 0 of output "
        + "element 0 is 0.5, but finite differences give 1.0 (relative error 0.5)"
    ) { _ in
      let layer = Halved().initialize(seed: 1, dtype: .float64)
      layer.linear.weight.value = Tensor([0, 0], shape: [2, 1], dtype: .float64)
      let x = Tensor([1, 1], shape: [1, 2], dtype: .float64)
      try GradientCheck(comparesJacobian: true).verify("halved", [x]) { layer($0[0]) }
    },
    Mistake(
      "a gradient check at a kink",
      "relu: the function has a kink or a tie for input 0 at element 1 of output "
        + "element 1: finite differences disagree with each other there (one gives 0.5, "
        + "the gradient is 0.0); move the input, or take a smaller step"
    ) { _ in
      let x = Tensor([1, 0], shape: [2], dtype: .float64)
      try GradientCheck(comparesJacobian: true).verify("relu", [x]) { $0[0].relu() }
    },
  ]
}
