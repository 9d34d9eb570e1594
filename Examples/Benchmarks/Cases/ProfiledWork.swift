import Gradus
import GradusExampleSupport

/// A repetition of a network's case that can be watched.
struct ProfiledWork {
  /// The network.
  let model: any Classifier
  /// Does the work once, watched by a profiler or by nobody.
  let run: (Profiler?) throws -> Void

  /// The work of a training or inference case; throws for a case without a network.
  init(_ benchmark: BenchmarkCase) throws {
    switch benchmark.workload {
    case .training(let network):
      self.init(training: network.make().initialize(seed: 1), network, batch: benchmark.batch)
    case .inference(let network), .call(let network):
      self.init(inference: network.make().initialize(seed: 1), network, batch: benchmark.batch)
    case .layer, .matrixProductPeak:
      throw UserError("\(benchmark.name) is no network's case; profile a train/ or inference/ case")
    }
  }

  private init(training model: any Classifier, _ network: BenchmarkNetwork, batch: Int) {
    let optimizer = SGD(model, momentum: 0.9, weightDecay: 1e-4)
    let data = Repetition.trainingBatch(network, batch)
    self.model = model
    run = { profiler in
      let gradients = {
        let tape = Tape(.training, seed: 1, step: 0, observers: profiler.map { [$0] } ?? [])
        let loss = model(tape.constant(data.images)).crossEntropy(labels: data.labels)
        return tape.gradients(of: loss)
      }()
      let update = { try optimizer.step(gradients, learningRate: 0.001) }
      if let profiler { try profiler.span("optimizer", update) } else { try update() }
    }
  }

  /// Parameters are frozen, so that the recording tape, which the profiler needs, keeps nothing.
  private init(inference model: any Classifier, _ network: BenchmarkNetwork, batch: Int) {
    for (_, parameter) in model.parameters { parameter.isTrainable = false }
    let images = Repetition.images(network, batch)
    self.model = model
    run = { profiler in
      let tape = Tape(.inference, observers: profiler.map { [$0] } ?? [])
      _ = model(tape.constant(images))
    }
  }
}
