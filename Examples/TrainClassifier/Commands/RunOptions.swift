import ArgumentParser
import Foundation
import Gradus

/// The settings of a run: defaults, then the file, then each `--set` in turn; the last one wins.
struct SettingOptions: ParsableArguments {
  @Option(help: "A JSON file of settings, such as a run's config.json.")
  var config: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A setting; may be repeated, overrides the file. See settings.", valueName: "key=value"))
  var assignments: [String] = []

  /// Whether nothing is set.
  var isEmpty: Bool { config == nil && assignments.isEmpty }

  /// Lays the file and the assignments over a configuration; throws `UserError`, `FileError` and
  /// `JSONError`.
  func apply(to configuration: inout TrainingConfiguration) throws {
    if let config { try configuration.apply(JSONValue(readingFrom: config), path: config) }
    for assignment in assignments { try configuration.apply(assignment: assignment) }
  }
}

/// The number of threads.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads; results do not depend on it.")
  var threads: Int?

  func validate() throws {
    guard let threads else { return }
    guard (1...1_024).contains(threads) else {
      throw ValidationError("--threads must be between 1 and 1024, not \(threads)")
    }
  }

  /// Takes the number of threads into use.
  func apply() {
    if let threads { Parallel.threadCount = threads }
    if let warning = BLAS.warning { StandardError.write(warning) }
  }
}

/// Threads beside those that compute.
struct LoadingOptions: ParsableArguments {
  @Option(help: "Threads that read pictures ahead; the order does not depend on it.")
  var workers = 1

  func validate() throws {
    guard (1...256).contains(workers) else {
      throw ValidationError("--workers must be between 1 and 256, not \(workers)")
    }
  }
}
