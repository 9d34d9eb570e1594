import ArgumentParser
import Gradus
import GradusExampleSupport

/// `identify FILE`: which networks a file of weights fits.
struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract:
      "Find the networks that a file of weights fits, and the variant that makes known logits.",
    discussion: """
      Networks that differ in what names and shapes do not show take each other's weights without \
      complaint. With pictures and the logits that the publisher's program makes of them, both as npy, \
      the variants are run and those that agree are named; exit code 1 where none does.
      """)

  @Argument(help: "The file of weights.") var file: String
  @OptionGroup var names: NameOptions
  @Option(help: "The npy file of pictures as the network gets them, [n, c, h, w].")
  var input: String?
  @Option(help: "The npy file of their logits, [n, classes].") var logits: String?

  func validate() throws {
    guard (input == nil) == (logits == nil) else {
      throw ValidationError("--input and --logits go together")
    }
  }

  func run() throws {
    let images = try input.map { path in
      let images = try NumPyFile.read(path)
      guard images.rank == 4, images.shape[0] > 0 else {
        throw UserError("\(path): pictures have shape [n, c, h, w], not \(images.shape)")
      }
      return images.permuted([0, 2, 3, 1])
    }
    let known = try logits.map { path in
      let logits = try NumPyFile.read(path)
      guard logits.rank == 2, logits.shape[0] == images?.shape[0] else {
        throw UserError(
          "\(path): logits have shape [n, classes] for the n of the pictures, not \(logits.shape)")
      }
      return logits
    }
    let found = try Identification(file, names, images: images, logits: known)
    print(IdentificationText(found).text, terminator: "")
    if found.candidates.isEmpty { throw ProgramFailure("\(file): no network of the zoo fits") }
    guard known == nil || found.candidates.contains(where: \.agrees) else {
      throw ProgramFailure("\(file): no network that fits makes the logits of \(logits ?? "")")
    }
  }
}
