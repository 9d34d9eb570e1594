import ArgumentParser

/// Runs a study; what the program does when no subcommand is named.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a study, or go on with one (the default).")

  @OptionGroup var options: StudyOptions

  func run() throws {
    let options = try options.resolved()
    if let series = try StudySeries(options) { return try series.run(options) }
    let study = try Study(options)
    try study.run()
  }
}
