import Gradus
import GradusClaims

extension ExperimentName {
  static let familyFlow = ExperimentName("family-flow")
}

extension Subject {
  /// Deep nets of 56 layers or nearly so.
  static let deepPlain = Subject("plain"), deepResidual = Subject("residual")
  static let deepPreActivation = Subject("pre-activation"), deepDense = Subject("dense")
  static let deepExcitation = Subject("squeeze and excitation")
}

/// How gradients reach the first layer of deep nets of several families before the first step.
struct FamilyFlow: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.familyFlow
  let summary = "Weight gradients of deep nets of several families before the first step."
  var design: [String: String] {
    [
      "layers": "about \(6 * blocks + 2)", "width": "\(Self.width)",
      "batch": "\(scale.initialBatch)",
      "metric": "norm of the weight gradient of the first convolution over that of the last one",
    ]
  }

  private static let width = 8
  /// Blocks of two layers in each of three stages.
  private var blocks: Int { scale.preset == .tiny ? 1 : 9 }

  private var nets: [ComparedNet] {
    let (width, blocks) = (Self.width, blocks)
    return [
      ComparedNet(.deepPlain) {
        CIFARResNet(
          depth: 6 * blocks + 2, shortcut: .none, width: width, inputChannels: $0.channels,
          classes: $0.classes)
      },
      ComparedNet(.deepResidual) {
        CIFARResNet(
          depth: 6 * blocks + 2, width: width, inputChannels: $0.channels, classes: $0.classes)
      },
      ComparedNet(.deepPreActivation) {
        PreActivationResNet.cifar(
          depth: 6 * blocks + 2, width: width, inputChannels: $0.channels, classes: $0.classes)
      },
      ComparedNet(.deepDense) {
        DenseNet.cifarBC(
          depth: 6 * blocks + 4, growth: width / 2, inputChannels: $0.channels, classes: $0.classes)
      },
      ComparedNet(.deepExcitation) {
        CIFARResNet(
          depth: 6 * blocks + 2, width: width, reduction: 4, inputChannels: $0.channels,
          classes: $0.classes)
      },
    ]
  }

  var trials: [Trial] { .all(nets.map(\.subject), seeds: scale.seeds) { _ in 0.4 } }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    guard let net = nets.first(where: { $0.subject == trial.subject }) else {
      preconditionFailure("\(name.rawValue) has no subject \(trial.subject)")
    }
    let images = context.images
    let model = net.make(NetInput(images.train)).initialize(seed: trial.seed)
    let norms = InitialGradients.norms(
      model, images.trainingBatches(scale.initialBatch, seed: trial.seed).batch(epoch: 0, index: 0),
      seed: trial.seed)
    var result = TrialRecord(
      trial, values: [.gradientRatio: norms[0] / norms[norms.count - 2]])
    result.curves[.gradientNorm] = Curve(norms)
    return result
  }
}
