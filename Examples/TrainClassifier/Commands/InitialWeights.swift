import ArgumentParser
import Gradus
import GradusExampleSupport

/// Weights that training starts from instead of random ones.
struct InitialWeights: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Start from a file of weights of any format; what does not fit, as a head for other classes, "
        + "starts at random and is listed.", valueName: "file"))
  var weights: String?
  @Option(help: "The network, as --set network=NAME.") var network: String?
  @OptionGroup var names: NameOptions

  func validate() throws {
    if weights == nil, let first = names.firstGiven {
      throw ValidationError("--\(first) goes with --weights FILE")
    }
  }

  /// Loads what fits into a model that is initialised, the network of a name, and tells `note` what was
  /// left out and what the weights do not show; throws `UserError` when nothing fits and the file's errors.
  func load(
    into model: any Classifier, of network: String, note: (String) -> Void
  ) throws {
    guard let weights else { return }
    do {
      let report = try model.load(from: weights, names.loadOptions(.partial))
      note("note: \(weights): \(report)")
      for line in report.leftOut { note("note: \(weights): \(line)") }
      for remark in NetworkVariant(network).remarks { note("note: \(remark)") }
    } catch let mismatch as StateMismatch {
      throw NameAdvice.error(mismatch, for: .training)
    }
  }
}
