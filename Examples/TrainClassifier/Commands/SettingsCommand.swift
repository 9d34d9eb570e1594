import ArgumentParser
import Gradus

/// `settings`: what can be set.
struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "List all settings with their defaults, or print a configuration.",
    discussion: """
      Defaults, then --config, then each --set in turn: the last one wins. null follows from the \
      others.
      """)

  @OptionGroup var settings: SettingOptions
  @Flag(help: "Print the configuration as JSON.") var json = false

  func run() throws {
    var configuration = TrainingConfiguration()
    try settings.apply(to: &configuration)
    if json { return print(configuration.json.text) }
    var table = TextTable(["setting", "value", "meaning"], left: [0, 1, 2])
    table.rows = TrainingConfiguration.settings.map {
      [$0.name, $0.value(configuration).text, $0.summary]
    }
    print(table.text, terminator: "")
  }
}
