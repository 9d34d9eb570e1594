import Foundation
import Gradus
import GradusClaims
import GradusExampleSupport

/// A study from its options to its report.
struct Study {
  private let options: StudyOptions
  private let configuration: StudyConfiguration
  private let data: StudyData
  private let folder: StudyFolder

  /// Checks everything that can be wrong before anything is written.
  init(_ options: StudyOptions) throws {
    self.options = options
    if let threads = options.threads {
      guard (1...1_024).contains(threads) else {
        throw UserError("--threads must be between 1 and 1024, not \(threads)")
      }
      Parallel.threadCount = threads
    }
    if options.resume {
      folder = try StudyFolder(resuming: options.output)
      configuration = try StudyConfiguration(readingFrom: folder)
      if let option = try configuration.conflict(with: options) {
        throw UserError(
          "\(option) differs from the study in \(folder.path); leave it out to resume")
      }
    } else {
      configuration = try StudyConfiguration(options)
      folder = try StudyFolder(new: options.output)
    }
    data = try StudyData(configuration)
  }

  /// Runs what is left to run and writes the results; throws `ProgramInterrupted` after Ctrl-C.
  func run() throws {
    try folder.make("runs")
    try folder.withLock(runLocked)
  }

  private func runLocked() throws {
    try folder.removeLeftovers()
    if !options.resume {
      // Another process may have made a study here while this one read its data.
      try folder.requireNoStudy()
      try folder.write(RunEnvironment.describe(), to: "environment.json")
      try folder.write(configuration)
    }
    try folder.note(data, acceptsOthers: options.acceptOtherData || !options.resume)
    if let warning = BLAS.warning { StandardError.write(warning) }
    Interruption.install()
    if let selection = configuration.claims {
      try runExperiments(selection)
    } else {
      try runNets()
    }
    Interruption.uninstall()
    let output = try StudyOutput(folder)
    try output.write()
    try output.show(asJSON: options.json, isQuiet: options.quiet)
  }

  /// Makes the experiments that the claims need.
  private func runExperiments(_ selection: ClaimSelection) throws {
    let table = configuration.claimTable
    let experiments = ExperimentCatalog.experiments(
      selection.numbers.map(table.experiments(for:))
        ?? configuration.table.experiments(in: configuration.preset),
      ExperimentInputs(configuration: configuration, data: data, isQuiet: options.quiet))
    let claims = table.claims.filter { configuration.asksFor($0.number) }
    let plan = ExperimentPlan(experiments, claims, seeds: selection.seeds.map(UInt64.init))
    // A study that was killed early may have been left without its plan.
    if !options.resume || !folder.contains("plan.json") {
      try folder.write(plan, to: "plan.json")
    }
    let context = ExperimentContext(
      images: data.small(configuration.scale),
      fullSizeImages: data.small(configuration.scale, shrinkage: 1), scale: configuration.scale,
      folder: folder)
    let runner = ExperimentRunner(experiments, store: context.store)
    let progress = StudyProgress(runner, isQuiet: options.quiet)
    do {
      try runner.run(in: context, onEvent: progress.heed)
    } catch is ExperimentsInterrupted {
      throw folder.interruption
    }
    progress.end()
  }

  /// Trains the full-size nets that the options describe.
  private func runNets() throws {
    for (number, identity) in configuration.runs.enumerated() {
      // One net's memory is free before the next one starts.
      do {
        let run = StudyRun(identity, configuration, data, folder)
        _ = try run.run(progress(identity, number))
      }
    }
  }

  private func progress(_ identity: RunIdentity, _ number: Int) -> (Int, Double) -> Void {
    let total = configuration.runs.count
    let reporter = ProgressReporter(
      name: "[\(number + 1)/\(total)] \(identity.kind.rawValue)-\(identity.depth) "
        + "seed \(identity.seed)", total: configuration.steps, isQuiet: options.quiet)
    return { step, loss in reporter.report(step: step, ["loss": loss]) }
  }
}
