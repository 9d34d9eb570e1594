import Gradus
import GradusClaims

/// What experiments share: images, sizes, and what was recorded before.
struct ExperimentContext {
  /// The images of the small nets.
  let images: StudyImages
  /// As many of them, not shrunk.
  let fullSizeImages: StudyImages
  let scale: ExperimentScale
  /// The study's folder.
  let folder: StudyFolder
  /// The random weights of the stacks at initialisation.
  let stackWeights = StackWeights()

  /// What was recorded.
  var store: EvidenceStore { folder.evidence }

  /// The records of an experiment that is finished.
  func measurements(_ experiment: ExperimentName) throws -> [TrialRecord] {
    try store.measurements(experiment)
  }

  /// A small convolutional net with fresh weights.
  func convolutionalNet(_ subject: Subject, seed: UInt64) -> CIFARResNet {
    let net = NetName(subject)
    return CIFARResNet(
      depth: net.depth, shortcut: net.isResidual ? .padded : .none,
      width: scale.convolutionalWidth, inputChannels: images.train.channels,
      classes: images.train.classes
    ).initialize(seed: seed)
  }

  /// A small convolutional net as ``ConvolutionalDepth`` left it; throws when it was not trained, and
  /// `DivergedSource` when it diverged.
  func trainedNet(_ subject: Subject, seed: UInt64) throws -> CIFARResNet {
    try store.requireFinite(.convolutionalDepth, subject, seed: seed)
    let model = convolutionalNet(subject, seed: seed)
    try store.load(model, .convolutionalDepth, subject, seed: seed)
    return model
  }
}

/// A net's kind and depth, told from a subject such as `plain-56` or `plain-32, warm-up`.
struct NetName: Hashable {
  let isResidual: Bool
  let depth: Int

  init(_ subject: Subject) {
    let net = subject.rawValue.split(separator: ",")[0].split(separator: "-")
    guard net.count == 2, let depth = Int(net[1]) else {
      preconditionFailure("\(subject) names no net")
    }
    (isResidual, self.depth) = (net[0] == "residual", depth)
  }
}
