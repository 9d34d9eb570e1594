import GradusClaims

/// The experiments of each table in the order they are made.
enum ExperimentCatalog {
  /// Of the table about depth; one that needs another stands after it.
  static let degradation: [ExperimentEntry] =
    foundations
    + comparison(
      NetComparison.normAndShortcut, presets: [.tiny, .standard, .overnight]) + [
      ExperimentEntry(.rewind, presets: [.tiny, .standard, .overnight]) {
        Rewind(scale: $0.configuration.scale)
      },
      ExperimentEntry(.curves) {
        HeCurves(
          configuration: $0.configuration,
          data: $0.data.shrunk(by: $0.configuration.scale.curveShrinkage), isQuiet: $0.isQuiet)
      },
    ]

  private static let foundations: [ExperimentEntry] = [
    ExperimentEntry(.fullyConnectedInitialization) {
      FullyConnectedInitialization(scale: $0.configuration.scale)
    },
    ExperimentEntry(.convolutionalInitialization) {
      ConvolutionalInitialization(scale: $0.configuration.scale)
    },
    ExperimentEntry(.shattering) { Shattering(scale: $0.configuration.scale) },
    ExperimentEntry(.whiteness) { Whiteness(scale: $0.configuration.scale) },
    ExperimentEntry(.jacobianSpectra) { JacobianSpectra(scale: $0.configuration.scale) },
    ExperimentEntry(.auxiliaryHeads, presets: [.tiny, .standard, .overnight]) {
      AuxiliaryHeads(scale: $0.configuration.scale)
    },
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
    ExperimentEntry(.ablations, presets: [.tiny, .standard, .overnight]) {
      Ablations(scale: $0.configuration.scale)
    },
    ExperimentEntry(.width, presets: [.tiny, .standard, .overnight]) {
      WidthGap(scale: $0.configuration.scale)
    },
  ]

  /// Of the lecture's table.
  static let lecture: [ExperimentEntry] =
    [
      ExperimentEntry(.halvingTimes) { TimesInTurn.halving($0.configuration.scale) },
      ExperimentEntry(.stemTimes) { TimesInTurn.stems($0.configuration.scale) },
      ExperimentEntry(.familyFlow) { FamilyFlow(scale: $0.configuration.scale) },
      ExperimentEntry(.auxiliaryHeads) { AuxiliaryHeads(scale: $0.configuration.scale) },
    ] + comparisons + [
      ExperimentEntry(.ensembleVotes) { EnsembleVotes(scale: $0.configuration.scale) },
      ExperimentEntry(.cellSearch) { CellSearch(scale: $0.configuration.scale) },
    ]

  /// Nets that differ in one thing, each after the grid of its learning rates.
  private static let comparisons: [ExperimentEntry] = [
    NetComparison.vggVariants, NetComparison.inceptionModules, NetComparison.plainSizes,
    NetComparison.classifierHeads, NetComparison.stems, NetComparison.families,
  ].flatMap { comparison($0) }

  /// A comparison, after the grid of its learning rates.
  private static func comparison(
    _ make: @escaping @Sendable (ExperimentScale) -> NetComparison,
    presets: Set<StudyPreset> = ExperimentEntry.allPresets
  ) -> [ExperimentEntry] {
    let comparison = make(StudyPreset.quick.scale())
    let entry = ExperimentEntry(comparison.name, presets: presets) {
      make($0.configuration.scale)
    }
    return comparison.needs.map { grid in
      ExperimentEntry(grid, presets: presets) { make($0.configuration.scale).rateGrid }
    } + [entry]
  }

  /// The names of all tables' experiments, each once.
  static var names: [ExperimentName] {
    var seen: Set<ExperimentName> = []
    return StudyTable.allCases.flatMap(\.experiments).map(\.name)
      .filter { seen.insert($0).inserted }
  }

  /// The experiments of `wanted` and those they need, at the study's sizes.
  static func experiments(
    _ wanted: Set<ExperimentName>, _ inputs: ExperimentInputs
  ) -> [any Experiment<ExperimentContext>] {
    let made = inputs.configuration.table.experiments.map { $0.make(inputs) }
    var names = wanted
    // Needs come before those who need them, so one pass from the end collects all.
    for experiment in made.reversed() where names.contains(experiment.name) {
      names.formUnion(experiment.needs)
    }
    return made.filter { names.contains($0.name) }
  }
}
