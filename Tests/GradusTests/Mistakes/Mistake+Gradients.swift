import Gradus

extension Mistake {
  /// Gradients, schedules and initialisers that fit nothing; each stops the program.
  static let gradients = [
    Mistake(
      "a gradient of another shape than its parameter",
      "gradients: a gradient of shape [3, 2] (float32) does not belong to parameter weight of shape "
        + "[2, 3] (float32)"
    ) { _ in
      let layer = Linear(2, 3).initialize(seed: 1)
      let gradients = Gradients([(layer.weight, .ones([2, 3]))])
      _ = gradients.mapped(of: layer) { _, _, gradient in gradient.transposed() }
    },
    Mistake(
      "gradients of two runs that do not fit each other",
      "gradients: a gradient of shape [2, 3] (float64) cannot be added to one of shape [2, 3] "
        + "(float32)"
    ) { _ in
      let layer = Linear(2, 3).initialize(seed: 1)
      let first = Gradients([(layer.weight, .ones([2, 3]))])
      layer.convert(to: .float64)
      _ = first + Gradients([(layer.weight, .ones([2, 3], dtype: .float64))])
    },
    Mistake(
      "a variable looked up in gradients that were changed",
      "gradients: these were made from others and know parameters only; look the variable up in "
        + "what the backward run gave"
    ) { _ in
      let tape = Tape(.inference)
      let x = tape.variable(.ones([2]))
      _ = tape.gradients(of: x.sum()).scaled(by: 2)[x]
    },
    Mistake(
      "clipping to a norm of nothing",
      "gradients: the norm to clip to must be a finite number above 0, not 0.0"
    ) { _ in
      _ = Gradients().clipped(toNorm: 0)
    },
    Mistake(
      "a learning rate that one parameter walks up",
      "parameter settings: rate -1.0 and weight decay nil must be finite numbers of at least 0"
    ) { _ in
      _ = SGD(Sample.net()) { path, _ in ParameterSettings(rate: path.isEmpty ? 1 : -1) }
    },
    Mistake(
      "a schedule that falls below zero",
      "learning-rate schedule: the rate of step 11 is -0.1; it must be a finite number of at least 0"
    ) { _ in
      let schedule = LearningRateSchedule { step in step > 10 ? -0.1 : 0.1 }
      for step in 0..<20 { _ = schedule.learningRate(step: step) }
    },
    Mistake(
      "an initialiser's function that makes another shape",
      "initializer: fc.weight of shape [2, 3] got values of shape [3, 2]; the initialiser's function "
        + "must make the shape it is given"
    ) { _ in
      let start = Initializer { shape, random in .normal([shape[1], shape[0]], from: random) }
      Sequential(named: [("fc", Linear(2, 3, initializer: start))]).initialize(seed: 1)
    },
  ]
}
