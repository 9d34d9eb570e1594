import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// A network and a file of weights that somebody published, and how its pictures are prepared.
struct PublishedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file of weights of any format instead of a model: safetensors, torch.save's, npz.",
      valueName: "file"))
  var weights: String?
  @Option(help: "The network that the weights are of; see ModelZoo list and identify.")
  var network: String?
  @Option(help: VariantOption.help) var variant: VariantOption?
  @OptionGroup var names: NameOptions
  @Option(
    help: ArgumentHelp(
      "A text file with the name of each class, one a line, in the weights' order.",
      valueName: "file"))
  var classes: String?
  @Option(
    help: ArgumentHelp(
      "How pictures are prepared: imagenet, cifar, pytorch-cifar, tensorflow, caffe, "
        + "torchvision-NAME or a network's name; the network's own otherwise.", valueName: "recipe")
  )
  var recipe: String?
  @Option(
    help: "Resize the shorter side to so many pixels; 0 makes pictures cover what --crop cuts.")
  var resize: Int?
  @Option(help: "Cut so many pixels out of the middle.") var crop: Int?
  @Option(help: "How pictures are resized: bilinear or bicubic.")
  var interpolation: Interpolation?
  @Option(help: "What is subtracted from each channel, of full brightness 1: 0.485,0.456,0.406.")
  var mean: NumberList?
  @Option(help: "What each channel is divided by: 0.229,0.224,0.225.")
  var deviation: NumberList?

  func validate() throws {
    guard weights != nil else {
      let given: [(String, Bool)] = [
        ("network", network != nil), ("variant", variant != nil), ("classes", classes != nil),
        ("recipe", recipe != nil), ("resize", resize != nil), ("crop", crop != nil),
        ("interpolation", interpolation != nil), ("mean", mean != nil),
        ("deviation", deviation != nil),
      ]
      if let first = given.first(where: \.1)?.0 ?? names.firstGiven {
        throw ValidationError("--\(first) goes with --weights FILE")
      }
      return
    }
    guard network != nil else {
      throw ValidationError("--weights FILE needs --network NAME; ModelZoo identify FILE finds it")
    }
    let sides = TrainingConfiguration.imageSizes
    for (name, side) in [("crop", crop), ("resize", resize == 0 ? nil : resize)] {
      guard sides.contains(side ?? 1) else {
        throw ValidationError("--\(name) must be between 1 and \(sides.upperBound)")
      }
    }
    if let mean, !mean.numbers.allSatisfy({ (-1...1).contains($0) }) {
      throw ValidationError("--mean is in units of full brightness, -1...1; divide by 255")
    }
    if let deviation, !deviation.numbers.allSatisfy({ $0 > 0 }) {
      throw ValidationError("--deviation must be positive")
    }
  }

  /// The classifier, with everything that is assumed told to `note`; nil where no weights are given.
  func classifier(note: (String) -> Void) throws -> TrainedClassifier? {
    guard let weights, let network else { return nil }
    let entry = try SlideName.entry(network)
    let variant = NetworkVariant(entry.name, variant?.changes ?? [])
    let recipe = try chosenRecipe(variant)
    let names = try classNames()
    guard try ModelCard(besideWeights: weights) == nil else {
      throw UserError(
        "\(weights) says itself which network it is of and how pictures are prepared; give it as the "
          + "model, without --weights and --network")
    }
    let loaded = try LoadedNetwork(
      variant, from: weights, self.names, classes: names?.count, channels: recipe.mean.count,
      program: .namedClasses)
    let card = ModelCard(
      variant, recipe, classNames: names ?? ModelCard.numbered(loaded.model.classes))
    _ = try loaded.model.outputShape(for: [1, card.height, card.width, card.channels])
    loaded.model.convert(to: .float32)
    note("note: \(weights): \(loaded.report)")
    loaded.remarks.forEach { note("note: \($0)") }
    note("note: pictures: \(recipe.summary)")
    return TrainedClassifier(card: card, model: loaded.model, path: weights)
  }

  private func classNames() throws -> [String]? {
    guard let classes else { return nil }
    let text = String(decoding: try FileContents.read(classes), as: UTF8.self)
    let names = Self.names(in: text)
    guard !names.isEmpty else { throw UserError("\(classes): there are no names in it") }
    return names
  }

  /// The lines of a text that are not empty, whatever ends them and begins the file.
  static func names(in text: String) -> [String] {
    let byteOrderMark: Unicode.Scalar = "\u{feff}"
    let scalars = text.unicodeScalars
    return String(scalars.first == byteOrderMark ? scalars.dropFirst() : scalars[...])
      .split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  /// The recipe of a name: a network's, or with `torchvision-` before it torchvision's; nil for none.
  private func namedRecipe(_ name: String, for variant: NetworkVariant) throws -> InputRecipe? {
    let prefix = "torchvision-"
    let isTorchvisions = name.hasPrefix(prefix)
    let network = isTorchvisions ? String(name.dropFirst(prefix.count)) : name
    guard let entry = Catalog.all.first(where: { $0.name == network }) else { return nil }
    guard
      !isTorchvisions
        || entry.publishedErrors.contains(where: { $0.source.hasPrefix("torchvision") })
    else { return nil }
    return try NetworkVariant(
      network, network == variant.network ? variant.changes : []
    ).recipe()
  }

  private func chosenRecipe(_ variant: NetworkVariant) throws -> InputRecipe {
    let entry = try Catalog.entry(named: variant.network)
    var result: InputRecipe
    switch recipe {
    case nil: result = try variant.recipe()
    case "imagenet": result = .imageNet()
    case "cifar": result = .cifar
    case "pytorch-cifar": result = .pyTorchCIFAR
    case "tensorflow": result = .tensorFlow(cropSize: entry.inputSize.height)
    case "caffe": result = .caffe()
    case let name?:
      guard let other = try namedRecipe(name, for: variant) else {
        throw UserError(
          "--recipe is imagenet, cifar, pytorch-cifar, tensorflow, caffe, torchvision-NAME of one of its "
            + "networks or a network's name, not \(name.onOneLine())")
      }
      result = other
    }
    if let resize { result.shorterSide = resize == 0 ? nil : resize }
    if let crop { result.cropSize = crop }
    if let interpolation { result.interpolation = interpolation }
    if let mean { result.mean = mean.numbers }
    if let deviation { result.deviation = deviation.numbers }
    guard result.mean.count == result.deviation.count, [1, 3].contains(result.mean.count) else {
      throw UserError(
        "\(result.mean.count) means and \(result.deviation.count) deviations; give one or three of "
          + "each")
    }
    guard (result.shorterSide ?? result.cropSize) >= result.cropSize else {
      throw UserError(
        "a side of \(result.shorterSide ?? 0) pixels has no \(result.cropSize) in the middle; raise "
          + "--resize or lower --crop")
    }
    return result
  }
}

extension Interpolation: ExpressibleByArgument {}

/// A list of numbers, `0.485,0.456,0.406`.
struct NumberList: ExpressibleByArgument {
  let numbers: [Double]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { Double($0) }
    guard !parts.isEmpty, parts.allSatisfy({ $0?.isFinite ?? false }) else { return nil }
    numbers = parts.compactMap { $0 }
  }
}
