import ArgumentParser
import Gradus

/// What of a network is changed that no name of its weights shows, as an option.
package struct VariantOption: ExpressibleByArgument {
  package let change: NetworkVariant.Change

  package init?(argument: String) {
    guard let change = NetworkVariant.Change(argument) else { return nil }
    self.change = change
  }

  /// What the option is for.
  package static let help = ArgumentHelp(
    "A change of the network that weights do not show: epsilon=0.001, pooling-rounded-down or "
      + "input-transformed; see identify.", valueName: "change")
}
