import Gradus

/// A layer that is nowhere but in a closure.
private final class Hiding: Layer {
  let body: (Variable) -> Variable
  init() {
    let layer = Linear(2, 2)
    body = { layer($0) }
  }
  func forward(_ x: Variable) -> Variable { body(x) }
}

private final class Late: Layer {
  lazy var head = Linear(2, 2)
  func forward(_ x: Variable) -> Variable { head(x) }
}

extension Mistake {
  /// Layers that are not found, and experiments that do nothing; all of them stop the program.
  static let layers: [Mistake] = [
    Mistake(
      "a layer held by a closure",
      "Linear: a parameter of shape [2, 2] has no values; it is not found from Hiding, in which body "
        + "(a closure) is not looked into; hold its layer in a stored property, in which arrays, "
        + "dictionaries, tuples, structs and enums are looked into"
    ) { _ in
      _ = Hiding().initialize(seed: 1)(Sample.images([1, 2]))
    },
    Mistake(
      "a lazy layer that is made too late",
      "head: this lazy property of type Linear has not been made, so that nothing in it is found from "
        + "Late; read it once first, or make it a let"
    ) { _ in
      _ = Late().initialize(seed: 1)
    },
    Mistake(
      "a replacement that is never used",
      "replace: 1 was never called on this tape, so that its replacement did nothing; replace a layer "
        + "that this run calls"
    ) { _ in
      let model = Sequential {
        Linear(2, 2)
        Linear(2, 2)
      }.initialize(seed: 1)
      let tape = Tape(.inference)
      tape.root = model
      tape.replace(model.layers[1]) { $0 }
      _ = model.layers[0](tape.constant(Sample.images([1, 2])))
    },
    Mistake(
      "a value for a parameter that the run does not use",
      "use: this Parameter was never used on this tape, so that the value of shape [2] given for it "
        + "did nothing; give one for a parameter that this run uses"
    ) { _ in
      let (model, other) = (Linear(2, 2).initialize(seed: 1), Linear(2, 2))
      let tape = Tape(.training, seed: 1, step: 0)
      guard let bias = other.bias else { return }
      tape.use(.ones([2]), for: bias)
      let loss = model(tape.constant(Sample.images([1, 2]))).sum()
      _ = tape.gradients(of: loss)
      print("the run went on")
    },
    Mistake(
      "a part in inference mode after it was called",
      "useInferenceMode: the tape has called this Linear already; say so before the forward run"
    ) { _ in
      let model = Linear(2, 2).initialize(seed: 1)
      let tape = Tape(.training, seed: 1, step: 0)
      _ = model(tape.constant(Sample.images([1, 2])))
      tape.useInferenceMode(in: model)
    },
    Mistake(
      "a line of inputs with the axis of the batch",
      "LineGradients, whose start and end [1, 8, 8, 1] are without the axis of the batch: 0: conv2d: "
        + "the input must be [batch, height, width, channels], not [8, 1, 8, 8, 1]"
    ) { _ in
      let model = Sequential { Conv2d(1, 2, kernel: 3) }.initialize(seed: 1)
      let start = Sample.images([1, 8, 8, 1])
      _ = LineGradients(from: start, to: start + 1, points: 8) { model($0) }
    },
  ]
}
