import Gradus
import GradusClaims

extension ExperimentName {
  static let auxiliaryHeads = ExperimentName("auxiliary-heads")
}

extension Subject {
  /// GoogLeNet as published, and without its two heads.
  static let withHeads = Subject("googlenet"), withoutHeads = Subject("googlenet, no heads")
}

extension Quantity {
  /// Norm of the first convolution's weight gradient: before the first step, and step by step.
  static let stemGradient = Quantity("stem gradient")
}

/// Whether auxiliary heads feed GoogLeNet's first layers and make it train (claim 24), from a start
/// and at a rate of its time.
///
/// Before He's start weights were drawn so that signals fade in deep rectified nets, which is what
/// the heads were for (He et al. 2015, Delving deep, §2.2).
struct AuxiliaryHeads: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.auxiliaryHeads
  let summary = "GoogLeNet trained with and without its auxiliary heads, from a start of its time."
  var design: [String: String] {
    [
      "net": "GoogLeNet of the paper, without batch normalisation, \(Self.width) of its width",
      "start": "normal weights of variance 1 / inputs, no shifts",
      "images": "pixels repeated until there are 84 x 84", "batch": "\(batch)",
      "steps": "\(scale.headSteps)", "learning rate": "\(Self.rate), constant",
      "metric": "norm of the first convolution's weight gradient; loss of the main classifier on "
        + "\(Self.evaluated) training images in inference mode",
    ]
  }

  private static let width = 0.25, rate = 0.01, evaluated = 200
  private var batch: Int { min(8, scale.trainImages) }

  var trials: [Trial] {
    .all([.withHeads, .withoutHeads], seeds: scale.seeds) { _ in Double(scale.headSteps) * 0.03 }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let images = context.images.evaluating(Self.evaluated)
    let net = GoogLeNet.paper(
      auxiliaryHeads: trial.subject == .withHeads, width: Self.width,
      inputChannels: images.train.channels, classes: images.train.classes)
    let side = images.train.height
    let model = EnlargedInput(net, factor: (84 + side - 1) / side)
    for module in model.modules.map(\.module) { Self.setStart(of: module) }
    let run = ShortRun(
      model.initialize(seed: trial.seed),
      .constant(Self.rate, steps: scale.headSteps, batchSize: batch), images, seed: trial.seed)
    try run.run(watchingLayers: true)
    var result = run.measurement(trial)
    let gradient = run.firstGradientNorms
    result[.stemGradient] = gradient.y.first ?? nil
    result.curves[.stemGradient] = gradient
    return result
  }

  private static func setStart(of module: any Module) {
    let start = Initializer.kaimingNormal(fan: .input, gain: 1)
    switch module {
    case let layer as Conv2d:
      layer.weight.initializer = start
      layer.bias?.initializer = .zeros
    case let layer as Linear:
      layer.weight.initializer = start
      layer.bias?.initializer = .zeros
    default: break
    }
  }
}
