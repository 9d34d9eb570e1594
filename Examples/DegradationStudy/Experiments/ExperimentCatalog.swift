/// The experiments of a study in the order they are made.
enum ExperimentCatalog {
  /// The experiments of `wanted` and those they need, at the study's sizes.
  static func experiments(
    _ wanted: Set<ExperimentName>, _ configuration: StudyConfiguration, _ data: StudyData,
    isQuiet: Bool
  ) -> [any Experiment] {
    let scale = configuration.scale
    let all: [any Experiment] = [
      FullyConnectedInitialization(scale: scale), ConvolutionalInitialization(scale: scale),
      Shattering(scale: scale), Whiteness(scale: scale), JacobianSpectra(scale: scale),
      AuxiliaryHeads(scale: scale), LearningRateGrid(scale: scale),
      FullyConnectedDepth(scale: scale), IdentityInitialization(scale: scale),
      LargestLearningRate(scale: scale), ConvolutionalDepth(scale: scale),
      IdentityEmbedding(scale: scale), Lesions(scale: scale), PathLengths(scale: scale),
      LossSurfaces(scale: scale), WithoutShortcuts(scale: scale), WidthGap(scale: scale),
      HeCurves(configuration: configuration, data: data, isQuiet: isQuiet),
    ]
    var names = wanted
    // Needs come before those who need them, so one pass from the end collects all.
    for experiment in all.reversed() where names.contains(experiment.name) {
      names.formUnion(experiment.needs)
    }
    return all.filter { names.contains($0.name) }
  }
}
