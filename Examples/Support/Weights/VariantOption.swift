import ArgumentParser
import Gradus

/// What of a network is changed that no name of its weights shows, as an option.
package struct VariantOption: ExpressibleByArgument {
  package let changes: [NetworkVariant.Change]

  package init?(argument: String) {
    guard let changes = NetworkVariant.Change.list(argument) else { return nil }
    self.changes = changes
  }

  /// What the option is for.
  package static let help = ArgumentHelp(
    "Changes of the network that weights do not show, with commas between: epsilon=0.001, "
      + "padding-same, pooling-rounded-down or input-transformed; see identify.",
    valueName: "changes")
}
