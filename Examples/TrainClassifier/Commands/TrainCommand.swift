import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `train`: from settings to a folder with checkpoints and measurements.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a network; results and checkpoints go to a folder.",
    discussion: """
      The folder holds config.json (every setting, resolved), environment.json, metrics.jsonl and \
      metrics.csv, checkpoints/ (the last ones and best.safetensors) and result.json. Ctrl-C saves; \
      --resume continues to the very bits of an uninterrupted run. Under mpirun (a build with --traits \
      MPI) all ranks train one network, each on its part of every batch.
      """)

  @OptionGroup var settings: SettingOptions
  @OptionGroup var initial: InitialWeights
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var loading: LoadingOptions
  @Option(name: .shortAndLong, help: "The folder for the run.") var output: String
  @Flag(help: "Continue the run in the output folder.") var resume = false
  @Flag(help: "Continue it even if the images, labels or classes have changed.")
  var acceptOtherData = false
  @Flag(
    help: "Batch norm with the statistics of all ranks, under mpirun: n ranks are then one.")
  var synchronizedStatistics = false
  @Flag(
    help: ArgumentHelp(
      "Also write events for TensorBoard to the folder: numbers, histograms, pictures, the graph."))
  var tensorboard = false
  @OptionGroup var page: WatchOptions
  @Flag(help: "No progress on standard error.") var quiet = false
  @Flag(help: "Print the result as one line of JSON.") var json = false

  func validate() throws {
    guard !resume || (initial.weights == nil && initial.network == nil) else {
      throw ValidationError(
        "a run that is resumed has its network and its weights; leave out --network and --weights")
    }
    guard
      initial.network == nil || !settings.assignments.contains(where: { $0.hasPrefix("network=") })
    else { throw ValidationError("--network is --set network=NAME; give one of them") }
  }

  func run() throws {
    try OutputPath.requireFile(output)
    try page.check()
    let folder = RunFolder(output)
    let communicator = try Launch.communicator()
    // The first rank writes; the others look only once it has.
    if let communicator, !communicator.isFirst { _ = try communicator.gather([]) }
    // Everything that can be wrong is found before anything is written.
    var (configuration, data) = try prepare(folder, isFirst: communicator?.isFirst ?? true)
    configuration = try configuration.resolved(for: data.training)
    let test = try RunImages(
      configuration, .test, classes: data.training.classNames, note: StandardError.write)
    try RunResult.check(test, classNames: data.training.classNames, knownBy: data.training.name)
    let network = configuration.network
    let run = try TrainingRun(
      configuration, data, folder, workers: loading.workers, showsTensorBoard: tensorboard,
      communicator: communicator,
      synchronizesStatistics: synchronizedStatistics
    ) { model in
      // A run that is resumed has its own.
      if !resume {
        try initial.load(into: model, of: network, note: StandardError.write)
      }
    }
    threads.apply()
    guard communicator?.isFirst ?? true else {
      if resume { try run.restore { _ in } }
      return try trainBeside(run, configuration, communicator)
    }
    try page.serving(run, note: StandardError.write) {
      try folder.make()
      return try folder.withLock {
        try write(configuration, data, test, in: folder)
        if resume { try run.restore(note: StandardError.write) }
        // What the others wait for is written now.
        if let communicator { _ = try communicator.gather([]) }
        try train(run, configuration, isQuiet: quiet)
        return try finish(folder, test, run, configuration)
      }
    }
  }

  /// Writes what describes a new run, or finds a resumed one described as it should be.
  private func write(
    _ configuration: TrainingConfiguration, _ data: TrainingData, _ test: RunImages,
    in folder: RunFolder
  ) throws {
    guard !resume else { return try noteData(data, test, in: folder) }
    // Another process may have made a run here while this one read its data.
    try requireNoRun(folder)
    try folder.write(RunEnvironment.describe(), to: "environment.json")
    try noteData(data, test, in: folder)
    try AtomicFile.write(configuration.json.text + "\n", to: folder.file("config.json"))
  }

  /// Notes which images the run uses, or finds that they are others than it began with.
  private func noteData(
    _ data: TrainingData, _ test: RunImages, in folder: RunFolder
  ) throws {
    do {
      try folder.note(
        data: [
          "training": data.training.labelled, "validation": data.validation.labelled,
          "test": test.labelled,
        ],
        acceptsOthers: acceptOtherData || !resume)
    } catch let error as DataMismatch {
      throw UserError("\(output): \(error); --accept-other-data goes on with them")
    }
  }

  /// What all ranks but the first do: as that one, and in silence where all know what happened.
  private func trainBeside(
    _ run: TrainingRun, _ configuration: TrainingConfiguration,
    _ communicator: (any Communicator)?
  ) throws {
    do {
      try train(run, configuration, isQuiet: true)
    } catch is ProgramInterrupted {
      Foundation.exit(Interruption.exitCode)
    } catch let error where error is RankMismatch || error is Divergence {
      // The first rank says so and ends the job, and with it this wait.
      _ = try? communicator?.gather([])
      throw error
    }
  }

  private func train(
    _ run: TrainingRun, _ configuration: TrainingConfiguration, isQuiet: Bool
  ) throws {
    let reporter = ProgressReporter(
      name: configuration.network, total: run.steps, firstStep: run.nextStep, isQuiet: isQuiet)
    Interruption.install()
    defer { Interruption.uninstall() }
    do {
      try run.run { step in
        reporter.report(
          step: step.number + 1, ["loss": step.loss, "error": step[.error] ?? .nan])
      }
    } catch is TrainingInterrupted {
      throw ProgramInterrupted(continuation: continuation)
    } catch let error as FileError where error.action == .write {
      throw ProgramFailure(
        "\(error); the run is saved up to its last checkpoint, continue it with: \(continuation)")
    }
  }

  private var continuation: String {
    "TrainClassifier train --resume --output \(output.quotedForShell)"
  }

  /// Measures the best weights, or the last where nothing is held out, on the test images.
  private func finish(
    _ folder: RunFolder, _ test: RunImages, _ run: TrainingRun,
    _ configuration: TrainingConfiguration
  ) throws -> RunResult {
    let result: RunResult
    do {
      result = try RunResult(
        folder.path, dataset: test, steps: run.nextStep, workers: loading.workers,
        onBadPicture: configuration.onBadPicture)
      try folder.write(result, to: "result.json")
    } catch {
      throw ProgramFailure(
        "\(error); \(run.nextStep) steps are trained and saved, measure them with: TrainClassifier "
          + "evaluate \(output.quotedForShell)")
    }
    if json { print(try result.json(indented: false)) } else { print(result.table, terminator: "") }
    return result
  }
}
