import Foundation
import Gradus

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
        throw StudyInputError("--threads must be between 1 and 1024, not \(threads)")
      }
      Parallel.threadCount = threads
    }
    if options.resume {
      folder = try StudyFolder(resuming: options.output)
      configuration = try folder.read(StudyConfiguration.self, from: "config.json")
      try configuration.check()
      if let option = configuration.conflict(with: options) {
        throw StudyInputError(
          "\(option) differs from the study in \(folder.path); leave it out to resume")
      }
    } else {
      configuration = try StudyConfiguration(options)
      folder = try StudyFolder(new: options.output)
    }
    data = try StudyData(configuration)
  }

  /// Runs what is left to run and writes the results; throws `StudyInterrupted` after Ctrl-C.
  func run() throws {
    try folder.create()
    try folder.lock()
    if !options.resume {
      try folder.write(StudyEnvironment.describe(), to: "environment.json")
      try folder.write(configuration, to: "config.json")
    }
    for warning in [BLAS.warning, Parallel.warning].compactMap(\.self) { note(warning) }
    Interruption.install()
    var (records, curves): ([RunRecord], [TrainingCurve]) = ([], [])
    for (number, identity) in configuration.runs.enumerated() {
      // One net's memory is free before the next one starts.
      do {
        let run = StudyRun(identity, configuration, data, folder)
        let record = try run.run(progress(identity, number))
        records.append(record)
        curves.append(try run.curve(record))
      }
    }
    Interruption.uninstall()
    try write(records, curves)
  }

  private func progress(_ identity: RunIdentity, _ number: Int) -> (Int, Double) -> Void {
    let total = configuration.runs.count
    let reporter = ProgressReporter(
      name: "[\(number + 1)/\(total)] \(identity.kind.rawValue)-\(identity.depth) "
        + "seed \(identity.seed)", total: configuration.steps, isQuiet: options.quiet)
    return { step, loss in reporter.report(step: step, ["loss": loss]) }
  }

  private func write(_ records: [RunRecord], _ curves: [TrainingCurve]) throws {
    let results = StudyResults(configuration: configuration.summary, runs: records)
    try CombinedMetrics(configuration.runs, folder).write()
    let environment = try folder.read([String: String].self, from: "environment.json")
    let report = DegradationReport(
      results: results, curves: curves, environment: environment,
      configuration: configuration.summary)
    try AtomicFile.write(report.html(), to: folder.file("report.html"))
    let encoded = try results.encoded()
    try AtomicFile.write(Array(encoded), to: folder.file("results.json"))
    if options.json {
      FileHandle.standardOutput.write(encoded)
    } else {
      let layers = Dictionary(uniqueKeysWithValues: curves.map { ($0.run, $0.layers) })
      print(TerminalSummary(runs: records, layers: layers).text())
    }
    if !options.quiet { note("report: \(folder.file("report.html"))") }
  }

  private func note(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}
