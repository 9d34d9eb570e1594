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
  /// The processes that share the study's trials; nil for this one alone.
  private let communicator: (any Communicator)?

  /// Checks everything that can be wrong before anything is written; of several processes all but the first
  /// wait for what that one writes.
  init(_ options: StudyOptions) throws {
    self.options = options
    communicator = try Launch.communicator()
    if let threads = options.threads {
      guard (1...1_024).contains(threads) else {
        throw UserError("--threads must be between 1 and 1024, not \(threads)")
      }
      Parallel.threadCount = threads
    }
    if communicator != nil, options.shard != nil {
      throw UserError(
        "--shard is for processes that do not know each other; leave it out under mpirun")
    }
    if let communicator, !communicator.isFirst {
      let path = String(decoding: try communicator.gather([])[0], as: UTF8.self)
      folder = try StudyFolder(existing: path)
      configuration = try StudyConfiguration(readingFrom: folder)
    } else if options.resume {
      folder = try StudyFolder(resuming: options.output)
      configuration = try StudyConfiguration(readingFrom: folder)
      if let option = try configuration.conflict(with: options) {
        throw UserError(
          "\(option) differs from the study in \(folder.path); leave it out to resume")
      }
    } else {
      var chosen = try StudyConfiguration(options)
      folder = try StudyFolder(new: options.output)
      data = try StudyData(chosen)
      try chosen.fit(data)
      configuration = chosen
      return
    }
    data = try StudyData(configuration)
  }

  /// Runs what is left to run, writes the results and shows them unless told otherwise; throws
  /// `ProgramInterrupted` after Ctrl-C.
  func run(shows: Bool = true) throws {
    guard communicator?.isFirst ?? true else { return try runAsOneOfMany() }
    try folder.make("runs")
    try folder.withLock { try runLocked(shows) }
  }

  /// What all processes but the first do.
  private func runAsOneOfMany() throws {
    try agree()
    Interruption.install()
    do { try runTrials() } catch is ProgramInterrupted {
      Foundation.exit(Interruption.exitCode)
    }
    Interruption.uninstall()
  }

  /// All processes must have the same program and images.
  private func agree() throws {
    guard let communicator else { return }
    let own = "\(GradusVersion.current)\n\(data.train.fingerprint) \(data.test.fingerprint)"
    let all = try communicator.gather(Array(own.utf8)).map { String(decoding: $0, as: UTF8.self) }
    for (rank, text) in all.enumerated() where text != all[0] {
      // The first rank says so and ends the job, and with it the others' wait.
      if !communicator.isFirst { _ = try? communicator.gather([]) }
      let isVersion = text.prefix { $0 != "\n" } != all[0].prefix { $0 != "\n" }
      throw UserError(
        "rank \(rank) has \(isVersion ? "another version of this program" : "other images") than rank 0; "
          + "give all hosts the same")
    }
  }

  private func runLocked(_ shows: Bool) throws {
    try folder.removeLeftovers()
    if !options.resume {
      // Another process may have made a study here while this one read its data.
      try folder.requireNoStudy()
      try folder.write(RunEnvironment.describe(), to: "environment.json")
      try folder.write(configuration)
    }
    try folder.note(data, acceptsOthers: options.acceptOtherData || !options.resume)
    if let warning = BLAS.warning { StandardError.write(warning) }
    if let communicator {
      // The others have waited for this: what they need is written now.
      _ = try communicator.gather(Array(folder.path.utf8))
      try agree()
    }
    Interruption.install()
    try runTrials()
    Interruption.uninstall()
    if let shard = configuration.shard {
      // Verdicts are about the whole study.
      if !options.quiet { StandardError.write(joiningAdvice(shard)) }
      return
    }
    let output = try StudyOutput(folder)
    try output.write()
    if shows { try output.show(asJSON: options.json, isQuiet: options.quiet) }
  }

  private func joiningAdvice(_ shard: Shard) -> String {
    "part \(shard) is done; join all \(shard.count) with: DegradationStudy report FOLDERS --output JOINED"
  }

  private func runTrials() throws {
    let tensorBoard = try StudyTensorBoard(folder, configuration, isAsked: options.tensorboard)
    if configuration.claims != nil {
      try runExperiments(tensorBoard)
    } else {
      try runNets(tensorBoard)
    }
  }

  /// Makes the experiments that the claims need.
  private func runExperiments(_ tensorBoard: StudyTensorBoard?) throws {
    let inputs = ExperimentInputs(
      configuration: configuration, data: data, isQuiet: options.quiet)
    let experiments = configuration.experiments(inputs)
    // A study that was killed early may have been left without its plan.
    if communicator?.isFirst ?? true, !options.resume || !folder.contains("plan.json") {
      try folder.write(configuration.plan(inputs), to: "plan.json")
    }
    let images = (
      small: data.small(configuration.scale), whole: data.small(configuration.scale, shrinkage: 1)
    )
    let makeContext = { @Sendable [configuration, folder] in
      ExperimentContext(
        images: images.small, fullSizeImages: images.whole, scale: configuration.scale,
        folder: folder)
    }
    let context = makeContext()
    let runner = ExperimentRunner(
      experiments, store: context.store, shard: configuration.shard ?? .whole)
    let left = runner.remaining.count
    // What an earlier process recorded and had no time to show.
    if communicator?.isFirst ?? true { tensorBoard?.showRecorded() }
    do {
      if let communicator {
        let progress = FarmProgress("trials on all ranks", isQuiet: options.quiet, total: left)
        try runner.run(in: context, over: communicator) { _ in
          progress.count()
          tensorBoard?.showRecorded()
        }
      } else if let count = trialsAtOnce(of: left) {
        let progress = FarmProgress("trials", isQuiet: options.quiet, total: left)
        try runner.run(onThreads: count, in: makeContext) { _ in
          progress.count()
          tensorBoard?.showRecorded()
        }
      } else {
        let progress = StudyProgress(runner, isQuiet: options.quiet)
        try runner.run(in: context) { event in
          progress.heed(event)
          if case .ends = event { tensorBoard?.showRecorded() }
        }
        progress.end()
      }
    } catch is ExperimentsInterrupted {
      throw folder.interruption
    }
    try tensorBoard?.check()
  }

  /// How many trials are made side by side: one a thread, and a gibibyte of memory for each; nil for one
  /// after the other.
  private func trialsAtOnce(of trials: Int) -> Int? {
    let memory = Int(ProcessInfo.processInfo.physicalMemory >> 30)
    let count = min(Parallel.threadCount, trials, memory)
    return count > 1 ? count : nil
  }

  /// Trains the full-size nets that the options describe.
  private func runNets(_ tensorBoard: StudyTensorBoard?) throws {
    if let communicator { return try shareNets(communicator, tensorBoard) }
    if configuration.preset == .fig6, !options.quiet, !options.resume {
      StandardError.put(try StepTimes(configuration.ownRuns, configuration, data).text)
    }
    for (number, identity) in configuration.ownRuns.enumerated() {
      // One net's memory is free before the next one starts.
      do {
        let run = StudyRun(identity, configuration, data, folder, tensorBoard)
        _ = try run.run(progress(identity, number))
      }
    }
  }

  private func progress(_ identity: RunIdentity, _ number: Int) -> (Int, Double) -> Void {
    let total = configuration.ownRuns.count
    let reporter = ProgressReporter(
      name: "[\(number + 1)/\(total)] \(identity.kind.rawValue)-\(identity.depth) "
        + "seed \(identity.seed)", total: configuration.steps, isQuiet: options.quiet)
    return { step, loss in reporter.report(step: step, ["loss": loss]) }
  }

  /// Trains each net on the process that is free.
  private func shareNets(
    _ communicator: any Communicator, _ tensorBoard: StudyTensorBoard?
  ) throws {
    let runs = configuration.ownRuns
    let farm = TaskFarm(
      needs: runs.map { _ in [] }, costs: runs.map { Double($0.depth * $0.width * $0.width) })
    let progress = FarmProgress("trials on all ranks", isQuiet: options.quiet, total: runs.count)
    try farm.run(
      over: communicator, isEnding: { Interruption.isRequested }, onEnd: { _ in progress.count() },
      perform: { number in
        // Interrupted, it is saved; a rank that left without a word would be waited for.
        do {
          _ = try StudyRun(runs[number], configuration, data, folder, tensorBoard).run { _, _ in }
        } catch is ProgramInterrupted {}
      })
    if Interruption.isRequested { throw folder.interruption }
  }
}
