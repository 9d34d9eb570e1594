/// The experiments of a study in the order they are made.
enum ExperimentCatalog {
  /// A row for each experiment; one that needs another stands after it.
  static let all: [ExperimentEntry] = [
    ExperimentEntry(.fullyConnectedInitialization) {
      FullyConnectedInitialization(scale: $0.configuration.scale)
    },
    ExperimentEntry(.convolutionalInitialization) {
      ConvolutionalInitialization(scale: $0.configuration.scale)
    },
    ExperimentEntry(.shattering) { Shattering(scale: $0.configuration.scale) },
    ExperimentEntry(.whiteness) { Whiteness(scale: $0.configuration.scale) },
    ExperimentEntry(.jacobianSpectra) { JacobianSpectra(scale: $0.configuration.scale) },
    ExperimentEntry(.auxiliaryHeads) { AuxiliaryHeads(scale: $0.configuration.scale) },
    ExperimentEntry(.learningRateGrid) { LearningRateGrid(scale: $0.configuration.scale) },
    ExperimentEntry(.fullyConnectedDepth) { FullyConnectedDepth(scale: $0.configuration.scale) },
    ExperimentEntry(.identityInitialization) {
      IdentityInitialization(scale: $0.configuration.scale)
    },
    ExperimentEntry(.largestLearningRate) { LargestLearningRate(scale: $0.configuration.scale) },
    ExperimentEntry(.convolutionalDepth) { ConvolutionalDepth(scale: $0.configuration.scale) },
    ExperimentEntry(.identityEmbedding) { IdentityEmbedding(scale: $0.configuration.scale) },
    ExperimentEntry(.lesions) { Lesions(scale: $0.configuration.scale) },
    ExperimentEntry(.pathLengths) { PathLengths(scale: $0.configuration.scale) },
    ExperimentEntry(.lossSurfaces) { LossSurfaces(scale: $0.configuration.scale) },
    ExperimentEntry(.withoutShortcuts, presets: [.tiny, .standard, .overnight]) {
      WithoutShortcuts(scale: $0.configuration.scale)
    },
    ExperimentEntry(.width, presets: [.tiny, .standard, .overnight]) {
      WidthGap(scale: $0.configuration.scale)
    },
    ExperimentEntry(.curves) {
      HeCurves(configuration: $0.configuration, data: $0.data, isQuiet: $0.isQuiet)
    },
  ]

  /// The names in the order the experiments are made.
  static var names: [ExperimentName] { all.map(\.name) }

  /// The experiments of `wanted` and those they need, at the study's sizes.
  static func experiments(
    _ wanted: Set<ExperimentName>, _ inputs: ExperimentInputs
  ) -> [any Experiment] {
    let made = all.map { $0.make(inputs) }
    var names = wanted
    // Needs come before those who need them, so one pass from the end collects all.
    for experiment in made.reversed() where names.contains(experiment.name) {
      names.formUnion(experiment.needs)
    }
    return made.filter { names.contains($0.name) }
  }
}
