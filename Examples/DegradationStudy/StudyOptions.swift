import ArgumentParser
import GradusDatasets
import GradusTensors

/// What the user typed; what is left out comes from the preset, or on resuming from the folder.
struct StudyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How much to run: quick (5 minutes), standard (an hour), overnight, fig6 (days; see plan), "
        + "power (more seeds for what --pilot left undecided)."))
  var preset: StudyPreset?

  @Option(help: "The table of claims: degradation (depth and gradient flow) or lecture.")
  var table: StudyTable?

  @Option(
    help: "Claims to test, such as 2,7,12, or all; see the subcommand claims. The default is all.")
  var claims: ClaimList?

  @Option(
    help: ArgumentHelp(
      "The images: fashion-mnist, mnist, cifar10, cifar100, folder:DIR or noise; a list of them for "
        + "verdicts across data.", valueName: "name[:dir],..."))
  var dataset: DatasetList?

  @Option(
    help:
      "The data set's folder, or of several the one that holds theirs; Fashion-MNIST has Debian's.")
  var data: String?

  @Option(help: "Depths, 6n + 2 each, such as 20,56.")
  var depths: NumberList?

  @Option(help: "Kinds of nets: plain,residual.")
  var kinds: KindList?

  @Option(help: "Channels of the first stage; 16 in the paper.")
  var width: Int?

  @Option(help: "Seeds, a run of every net for each, such as 1,2,3.")
  var seeds: NumberList?

  @Option(help: "Training steps of each run.")
  var steps: Int?

  @Option(help: "Images in a batch.")
  var batchSize: Int?

  @Option(help: "Learning rate, divided by 10 at half and three quarters of the steps.")
  var learningRate: Double?

  @Option(
    help: ArgumentHelp(
      "How convolutions of the runs may round: direct, fast, or automatic, which is direct for narrow "
        + "layers."))
  var convolutionAccuracy: ConvolutionAccuracy?

  @Option(help: "Test images for the test error; the first of the test set.")
  var testImages: Int?

  @Option(
    help: ArgumentHelp(
      "With --preset power: the folder of the study whose undecided claims get more seeds.",
      valueName: "dir"))
  var pilot: String?

  @Option(help: "With --preset power: the time to be spent; 30 by default.")
  var minutes: Int?

  @Option(help: "Threads, each with a trial of its own; results do not depend on it.")
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "One part of the study, such as 2/4; report joins the parts' folders.", valueName: "I/N"))
  var shard: Shard?

  @Option(help: "The folder for results; a new one in the current folder by default.")
  var output: String?

  @Flag(help: "Continue the study in the output folder, bit for bit.")
  var resume = false

  @Flag(help: "Continue it even if the images, labels or classes have changed.")
  var acceptOtherData = false

  @Flag(help: "Also write events for TensorBoard, to the folder tensorboard in the study's.")
  var tensorboard = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  @Flag(help: "Print results.json instead of the table.")
  var json = false
}

/// A list of whole numbers, `20,56`.
struct NumberList: ExpressibleByArgument {
  let values: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { return nil }
    values = parts.compactMap { $0 }
  }
}

/// A list of claims, `2,7,12`, or `all`.
struct ClaimList: ExpressibleByArgument {
  /// The numbers; nil for all.
  let numbers: [Int]?

  init?(argument: String) {
    if argument == "all" {
      numbers = nil
    } else if let list = NumberList(argument: argument) {
      numbers = list.values
    } else {
      return nil
    }
  }
}

extension ConvolutionAccuracy: ExpressibleByArgument {}

/// A list of kinds of nets, `plain,residual`.
struct KindList: ExpressibleByArgument {
  let values: [RunIdentity.Kind]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { RunIdentity.Kind(rawValue: String($0)) }
    guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { return nil }
    values = parts.compactMap { $0 }
  }
}

extension Shard: ExpressibleByArgument {
  /// Reads `2/4`.
  public init?(argument: String) { self.init(argument) }
}
