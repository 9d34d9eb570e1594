import Gradus

/// One use of an instrument on a network, and whether a training step is part of it.
struct InstrumentWork {
  let name: String
  /// Whether `run` trains a step as well, so that what it costs is the difference.
  let includesStep: Bool
  let run: (InstrumentSubject) throws -> Void

  /// All instruments; each is two lines on any model.
  static var all: [InstrumentWork] { observers + runs }

  private static var observers: [InstrumentWork] {
    [
      InstrumentWork(name: "GradientNorms, a step", includesStep: true) { subject in
        try subject.step([GradientNorms(subject.model)])
      },
      InstrumentWork(name: "FlowProbe, a watched step", includesStep: true) { subject in
        let probe = FlowProbe(subject.model, learningRate: { _ in 0.1 }, steps: { _ in true })
        try subject.step([probe])
        _ = probe.records
      },
      InstrumentWork(name: "FlowProbe, a step between", includesStep: true) { subject in
        try subject.step([FlowProbe(subject.model, steps: { _ in false })])
      },
    ]
  }

  private static var runs: [InstrumentWork] {
    [
      InstrumentWork(name: "InputGradients of a batch", includesStep: false) { subject in
        _ = InputGradients(at: subject.images) { subject.model($0).logits }.similarity
      },
      InstrumentWork(name: "path-resolved gradient of a weight", includesStep: false) { subject in
        let tape = Tape(.training, updatesStatistics: false, step: 0)
        let first = subject.model.parameters[0].parameter
        _ = tape.pathResolvedGradients(of: subject.loss(on: tape), withRespectTo: [first])
      },
      InstrumentWork(name: "block gradient shares", includesStep: false) { subject in
        let tape = Tape(.training, updatesStatistics: false, step: 0)
        _ = tape.blockGradientShares(of: subject.loss(on: tape))
      },
      InstrumentWork(name: "a lesion", includesStep: false) { subject in
        let study = LesionStudy(of: subject.model, input: subject.images.shape) {
          subject.model($0).logits
        }
        _ = study.output(of: subject.images, deleting: Array(study.residualBlocks.prefix(1)))
      },
      InstrumentWork(name: "2 points of a loss surface", includesStep: false) { subject in
        let surface = LossSurface(of: subject.model, seed: 1) {
          // A new tape each time: a tape hands out the parameters it saw first.
          let tape = Tape(.training, updatesStatistics: false, recording: false, step: 0)
          return withExtendedLifetime(tape) { subject.loss(on: tape).value.item }
        }
        _ = surface.slice(over: 0...1, points: 2)
      },
      InstrumentWork(name: "Jacobian, 3 products from each side", includesStep: false) { subject in
        _ = JacobianSpectrum(at: subject.images, exactUpTo: 0, iterations: 3) {
          subject.model($0).logits
        }
      },
      InstrumentWork(name: "Hessian, 3 products", includesStep: false) { subject in
        _ = HessianSpectrum(of: subject.model, iterations: 3) { subject.loss(on: $0) }
      },
    ]
  }
}
