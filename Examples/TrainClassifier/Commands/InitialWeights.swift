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

  /// Loads what fits into a model that is initialised, and tells `note` what was left out; throws
  /// `UserError` when nothing fits and the file's errors.
  func load(into model: any Classifier, note: (String) -> Void) throws {
    guard let weights else { return }
    do {
      let report = try model.load(from: weights, names.loadOptions(.partial))
      note("note: \(weights): \(report)")
    } catch let mismatch as StateMismatch {
      let advice = NameAdvice(mismatch.report).options
      throw UserError(
        advice.isEmpty ? "\(mismatch)" : "\(mismatch.reason); try \(advice.joined(separator: " "))")
    }
  }
}
