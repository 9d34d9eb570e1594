import ArgumentParser
import Gradus
import GradusExampleSupport

/// `flow NETWORK`: how gradients flow through a network of the zoo in its first steps.
struct FlowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flow",
    abstract: "Train a network for a few steps and show how gradients flow through it.",
    discussion: """
      Measures every weighted layer at steps 0, 1, 3, 10, 30, ... and says what is out of the \
      ordinary. With --output a folder gets a map of each quantity, layers by steps, as SVG, and \
      all numbers as flow.csv and flow.json. A run whose loss stops being finite is reported as \
      diverged, with what was measured before.
      """)

  @Argument(help: "The network; see list.") var network: String
  @Option(help: "Side of the images, in pixels; the network's own when not given.")
  var size: Int?
  @Option(help: "Images a step.") var batchSize = 8
  @Option(help: "Training steps.") var steps = 4
  @Option(help: "The learning rate, with momentum 0.9.") var learningRate = 0.01
  @Option(help: "Decides initial weights and the order of the images.") var seed: UInt64 = 1
  @Option(help: "The images: fashion-mnist, mnist, cifar10 or cifar100.")
  var dataset = BuiltInDataset.fashionMNIST
  @Option(help: "The data set's folder; Fashion-MNIST has Debian's as default.")
  var data: String?
  @Option(name: .shortAndLong, help: "A folder for pictures and numbers.") var output: String?

  func validate() throws {
    func require(_ isFine: Bool, _ problem: String) throws {
      if !isFine { throw ValidationError(problem) }
    }
    try require((1...4_096).contains(size ?? 1), "--size must be between 1 and 4096")
    try require((2...4_096).contains(batchSize), "--batch-size must be between 2 and 4096")
    try require((1...1_000_000).contains(steps), "--steps must be between 1 and 1000000")
    try require(
      learningRate > 0 && learningRate <= 1_000,
      "--learning-rate must be a positive number up to 1000")
  }

  func run() throws {
    let entry = try Catalog.entry(named: network)
    let all = try dataset.load(from: data, split: .train)
    let (height, width) = (size ?? entry.inputSize.height, size ?? entry.inputSize.width)
    try MemoryNeed.check(
      images: all.count, height: height, width: width, channels: entry.inputSize.channels)
    let images = all.fitted(
      height: height, width: width, channels: entry.inputSize.channels)
    let model = entry.make(images.classes, images.channels)
    try MemoryNeed.check(
      model, images: [batchSize, images.height, images.width, images.channels], mode: .training)
    let folder = output.map { RunFolder($0) }
    try folder?.make()
    let run = FlowRun(model.initialize(seed: seed), images, self)
    try run.train()
    print(run.text, terminator: "")
    guard let folder else { return }
    for file in FlowAtlas(run.records, title: network).files {
      try AtomicFile.write(file.contents, to: folder.file(file.name))
    }
    StandardError.write("pictures and numbers: \(folder.path)")
  }
}

extension BuiltInDataset: ExpressibleByArgument {}
