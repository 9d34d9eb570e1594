import Foundation
import Gradus
import GradusExampleSupport
import GradusTestSupport
import Testing

@testable import TrainClassifier

/// A file of weights and the name of its network are enough to measure, to predict and to export.
@Suite struct PublishedWeightsTests {
  private static let names = ["cat", "dog", "frog"]

  /// A folder with pictures of two sizes, and a network for them.
  private func prepare(_ folder: TemporaryFolder) throws -> CIFARResNet {
    let model = CIFARResNet(depth: 8, shortcut: .paddedOnBothSides, classes: 3).initialize(seed: 4)
    let stream = RandomStream(seed: 9, name: "pictures")
    for (label, name) in Self.names.enumerated() {
      try RunFolder(folder["pictures/\(name)"]).make()
      for number in 0..<5 {
        let side = number == 0 ? 48 : 32
        let pixels = (0..<side * side * 3).map {
          UInt8(stream.integer((label * 5 + number) * 10_000 + $0, below: 256))
        }
        try RasterImage(height: side, width: side, channels: 3, pixels: pixels)
          .writePNG(to: folder["pictures/\(name)/\(number).png"])
      }
    }
    return model
  }

  @Test func optionsThatBelongTogetherAreAskedFor() {
    for wrong in [
      ["--strip", "a"], ["--rename", "a=b"], ["--key", "a"], ["--ignore", "a"],
      ["--names", "flax"],
      ["--layout", "hwio"],
      ["--weights", "w", "--network", "resnet18", "--mean", "123.675,116,103"],
      ["--network", "resnet18"], ["--weights", "w"], ["--crop", "32"], ["--mean", "1,2,3"],
      ["--weights", "w", "--network", "resnet18", "--crop", "0"],
      ["--weights", "w", "--network", "resnet18", "--deviation", "0"],
      ["--weights", "w", "--network", "resnet18", "--mean", "a"],
    ] {
      #expect(throws: (any Error).self, "\(wrong)") { try PublishedOptions.parse(wrong) }
    }
  }

  /// What would be ignored is refused.
  @Test func optionsThatDoNothingAreRefused() {
    let weights = ["--weights", "w", "--network", "resnet18"]
    for wrong in [
      ["evaluate", "run", "--pictures", "p", "--set", "dataset=mnist"],
      ["evaluate", "run", "--pictures", "p", "--config", "c"],
      ["evaluate", "run", "--pictures", "p", "--split", "train"],
      ["evaluate", "--pictures", "p", "--values", "raw"] + weights,
      ["train", "-o", "run", "--strip", "a"], ["train", "-o", "run", "--resume"] + weights,
      ["train", "-o", "run", "--network", "resnet18", "--set", "network=resnet34"],
    ] {
      #expect(throws: (any Error).self, "\(wrong)") { try TrainClassifier.parseAsRoot(wrong) }
    }
    for right in [
      ["evaluate", "run", "--split", "train"], ["evaluate", "run", "--values", "raw"],
      ["evaluate", "--pictures", "p"] + weights, ["train", "-o", "run", "--network", "resnet18"],
    ] {
      #expect(throws: Never.self, "\(right)") { try TrainClassifier.parseAsRoot(right) }
    }
  }

  /// Lines as Windows and old editors write them.
  @Test func namesOfClassesAreTheLinesOfAFile() {
    for text in ["cat\ndog\nfrog\n", "\u{feff}cat\r\ndog\r\n\r\nfrog", "cat\r dog \rfrog\r"] {
      #expect(PublishedOptions.names(in: text) == Self.names, "\(text.debugDescription)")
    }
  }

  /// Folders go by name, by order only where the weights have no names, and never by both.
  @Test func foldersAreMatchedByNameOrRefused() throws {
    func labels(_ folders: [String], _ names: [String]) throws -> [Int] {
      let card = ModelCard(NetworkVariant("resnet18"), .cifar, classNames: names)
      return try PictureEvaluation.labels(folders, of: card, path: "p", note: { _ in })
    }
    #expect(try labels(["dog", "cat"], Self.names) == [1, 0])
    #expect(try labels(["a", "b"], ["class 0", "class 1"]) == [0, 1])
    for (folders, names) in [
      (["cat", "dog", "toad"], Self.names), (["a", "b", "c"], Self.names),
      (["a", "class 1"], ["class 0", "class 1"]), (["a"], ["class 0", "class 1"]),
    ] {
      #expect(throws: UserError.self, "\(folders)") { try labels(folders, names) }
    }
  }

  /// Data sets are refused where they prepare pictures otherwise than the weights want them.
  @Test func recipesThatADataSetDoesNotFollowAreRefused() throws {
    func follows(_ recipe: InputRecipe, _ dataset: String) throws -> Bool {
      let card = ModelCard(NetworkVariant("resnet18"), recipe, classNames: ["a"])
      var configuration = TrainingConfiguration()
      configuration.dataset = dataset
      do {
        try card.requireRecipe(followedBy: configuration, "w")
        return true
      } catch is UserError { return false }
    }
    #expect(try follows(.imageNet(shorterSide: nil, cropSize: 32), "folder"))
    #expect(try follows(.imageNet(shorterSide: 224), "folder"))
    #expect(try !follows(.imageNet(), "folder") && follows(.imageNet(), "imagenet"))
    #expect(try !follows(.imageNet(shorterSide: 224, interpolation: .bicubic), "folder"))
    #expect(try !follows(.caffe(shorterSide: 224), "folder") && !follows(.caffe(), "cifar10"))
    #expect(try follows(.cifar, "cifar10") && !follows(.imageNet(shorterSide: 342), "imagenet"))
  }

  /// Advice names options that the program has.
  @Test func adviceIsOfTheProgramAtHand() throws {
    let folder = try TemporaryFolder()
    try CIFARResNet(depth: 20, classes: 7).initialize(seed: 1).save(to: folder["w.safetensors"])
    let network = NetworkVariant("resnet20-cifar")
    func message(_ program: NameAdvice.Program) throws -> String {
      let error = #expect(throws: UserError.self) {
        try LoadedNetwork(network, from: folder["w.safetensors"], .parse([]), program: program)
      }
      return "\(try #require(error))"
    }
    #expect(try message(.anyHead).contains("try --classes 7"))
    #expect(try message(.namedClasses).contains("try --classes FILE with the names of 7 classes"))
    #expect(try !message(.training).contains("--classes"))
  }

  /// Torchvision's recipes by name, in the scale that the variant of the network wants.
  @Test func torchvisionsRecipesHaveNames() throws {
    let folder = try TemporaryFolder()
    try CIFARResNet(depth: 20).initialize(seed: 1).save(to: folder["w.safetensors"])
    func notes(_ recipe: String) throws -> String {
      var notes: [String] = []
      let options = try PublishedOptions.parse([
        "--weights", folder["w.safetensors"], "--network", "resnet20-cifar", "--recipe", recipe,
      ])
      _ = try options.classifier { notes.append($0) }
      return notes.joined(separator: "\n")
    }
    #expect(try notes("torchvision-resnet18").contains("shorter side 256, bilinear"))
    #expect(try notes("torchvision-efficientnet_b0").contains("shorter side 256, bicubic"))
    #expect(try notes("torchvision-googlenet").contains("minus 0.5000"))
    for wrong in ["torchvision-nasnet_mobile", "torchvision-", "torchvision"] {
      #expect(throws: UserError.self, "\(wrong)") { try notes(wrong) }
    }
  }

  /// An exported file knows what it is.
  @Test func exportedFilesAreNoPublishedWeights() throws {
    let folder = try TemporaryFolder()
    let weights = CIFARResNet(depth: 20).initialize(seed: 1).stateDictionary(layout: .pyTorch)
    let card = ModelCard(
      NetworkVariant("resnet20-cifar"), .cifar, classNames: ModelCard.numbered(10))
    try SafetensorsFile(metadata: [ModelCard.key: try card.text()], tensors: weights).write(
      to: folder["e.safetensors"])
    #expect(try ModelCard(besideWeights: folder["e.safetensors"]) == card)
    let options = try PublishedOptions.parse([
      "--weights", folder["e.safetensors"], "--network", "resnet20-cifar",
    ])
    let error = #expect(throws: UserError.self) { try options.classifier { _ in } }
    #expect("\(error!)".contains("as the model"))
    // Its normalisation is not its network's published one once it is another's.
    let other = ModelCard(
      NetworkVariant("resnet20-cifar"), .pyTorchCIFAR, classNames: ModelCard.numbered(10))
    try SafetensorsFile(metadata: [ModelCard.key: try other.text()], tensors: weights).write(
      to: folder["o.safetensors"])
    let train = try #require(
      try TrainClassifier.parseAsRoot([
        "train", "-o", folder["run"], "--weights", folder["o.safetensors"], "--network",
        "resnet20-cifar", "--set", "dataset=folder", "--set", "data=\(folder.path)", "--set",
        "imageSize=32",
      ]) as? TrainCommand)
    let refused = #expect(throws: UserError.self) { try train.run() }
    #expect("\(refused!)".contains("normalised otherwise"))
  }

  @Test(.enabled(if: RasterImage.canDecode)) func measuresAFolderAsByHand() throws {
    let folder = try TemporaryFolder()
    let model = try prepare(folder)
    let card = ModelCard(
      NetworkVariant("resnet20-cifar-both-sides"), .imageNet(shorterSide: nil, cropSize: 32),
      classNames: Self.names)
    let classifier = TrainedClassifier(card: card, model: model, path: "w")
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: folder["pictures/dog/bad.png"]))
    var notes: [String] = []
    let vote = PictureVote([
      .init(classifier: classifier, views: try PictureViews(classifier, .parse([])))
    ])
    let result = try PictureEvaluation(
      vote, folder["pictures"], isQuiet: true, note: { notes.append($0) })
    #expect(result.images == 15 && result.skipped == 1 && notes.count == 1)
    var wrong = 0
    for (label, name) in Self.names.enumerated() {
      for number in 0..<5 {
        let picture = try RasterImage(readingFrom: folder["pictures/\(name)/\(number).png"])
          .covering(height: 32, width: 32)
        let inputs = (0..<32 * 32 * 3).map { index in
          let (mean, deviation) = (
            [0.485, 0.456, 0.406][index % 3], [0.229, 0.224, 0.225][index % 3]
          )
          return Float((Double(picture.pixels[index]) / 255 - mean) / deviation)
        }
        let scores = model(Tensor(inputs, shape: [1, 32, 32, 3])).scalars
        let guess = scores.indices.max { scores[$0] < scores[$1] }
        wrong += guess == label ? 0 : 1
      }
    }
    #expect(abs(result.error - Double(wrong) / 15) < 1e-9)
    #expect(result.table.contains("pictures per second"))
  }

  /// Two scales, ten crops each: the mean of twenty probabilities, computed one by one.
  @Test(.enabled(if: RasterImage.canDecode)) func viewsOfPicturesAreAveraged() throws {
    let folder = try TemporaryFolder()
    let model = try prepare(folder)
    let card = ModelCard(
      NetworkVariant("resnet20-cifar-both-sides"), .imageNet(shorterSide: nil, cropSize: 32),
      classNames: Self.names)
    let classifier = TrainedClassifier(card: card, model: model, path: "w")
    func vote(_ options: [String]) throws -> PictureVote {
      PictureVote([
        .init(classifier: classifier, views: try PictureViews(classifier, .parse(options)))
      ])
    }
    let ten = try vote(["--scales", "36,40", "--views", "ten-crop"])
    #expect(ten.views == 20)
    let file = folder["pictures/dog/0.png"]
    let picture = try RasterImage(readingFrom: file)
    let logits = ten.logits([
      try ten.memberViews.images(of: picture), try ten.memberViews.images(of: picture),
    ])
    let images = [36, 40].flatMap { picture.tenCrops(32, shorterSide: $0) }
    let rows = images.map { classifier.probabilities([$0])[0] }
    for name in 0..<3 {
      let mean = rows.reduce(0) { $0 + $1[name] } / 20
      #expect(abs(logits[1, name] - log(mean)) < 1e-5)
    }
    let result = try PictureEvaluation(ten, folder["pictures"], isQuiet: true, note: { _ in })
    #expect(result.views == 20 && result.images == 15 && result.table.contains("20 views of each"))
    // Whole pictures of two shapes in one batch; and a vote of one net with itself changes nothing.
    let wide = RasterImage(
      height: 32, width: 48, channels: 3, pixels: .init(repeating: 9, count: 32 * 48 * 3))
    let whole = try vote(["--views", "whole", "--scales", "40"])
    let both = whole.logits([
      try whole.memberViews.images(of: picture), try whole.memberViews.images(of: wide),
    ])
    #expect(both.shape == [2, 3])
    let alone = whole.logits([try whole.memberViews.images(of: wide)])
    #expect(abs(both[1, 0] - alone[0, 0]) < 1e-6)
    let single = try vote([])
    let twice = PictureVote(single.members + single.members)
    let pair = (
      single.logits([try single.memberViews.images(of: picture)]).logSoftmax(),
      twice.logits([try twice.memberViews.images(of: picture)])
    )
    #expect((pair.0 - pair.1).absolute().maximum().item < 1e-5)
    #expect(throws: (any Error).self) { try vote(["--scales", "16"]) }
  }

  /// What was published is how fine-tuning normalises, unless told otherwise.
  @Test(.enabled(if: RasterImage.canDecode)) func fineTuningNormalisesAsPublished() throws {
    let folder = try TemporaryFolder()
    let model = try prepare(folder)
    try model.save(to: folder["w.safetensors"])
    for part in ["train", "test"] {
      try FileManager.default.createDirectory(
        atPath: folder["data"], withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: folder["pictures"], toPath: folder["data/\(part)"])
    }
    func train(_ run: String, _ options: [String]) throws -> [String] {
      let result = try BuiltProgram.run(
        "TrainClassifier",
        [
          "train", "-o", folder[run], "--weights", folder["w.safetensors"], "--network",
          "resnet20-cifar-both-sides", "--set", "dataset=folder", "--set",
          "data=\(folder["data"])", "--set", "steps=1", "--set", "batchSize=4", "--set",
          "validationShare=0", "--quiet",
        ] + options.flatMap { ["--set", $0] })
      #expect(result.code == 0, "\(result.errors)")
      return result.errors.map(String.init)
    }
    let told = try train("a", []).joined(separator: "\n")
    #expect(told.contains("minus 0.4850, 0.4560, 0.4060"))
    let exported = try TrainedClassifier(folder["a"])
    #expect(exported.card.normalization.mean == [0.485, 0.456, 0.406])
    let other = try train("b", ["normalization=per-channel", "paddingFill=black"])
    #expect(!other.joined().contains("minus 0.4850"))
    #expect(try TrainedClassifier(folder["b"]).card.normalization.mean[0] != 0.485)
  }

  @Test(.enabled(if: RasterImage.canDecode)) func oneCommandGoesFromWeightsToLabels() throws {
    let folder = try TemporaryFolder()
    let model = CIFARResNet(depth: 20, shortcut: .paddedOnBothSides).initialize(seed: 4)
    try model.save(to: folder["w.safetensors"])
    let picture = folder["p.png"]
    try writePicture(to: picture)
    let weights = ["--weights", folder["w.safetensors"], "--network", "resnet20-cifar-both-sides"]
    let direct = try BuiltProgram.run("TrainClassifier", ["predict", picture] + weights)
    #expect(direct.code == 0, "\(direct.errors)")
    let told = direct.errors.joined(separator: "\n")
    #expect(told.contains("97 of 97 tensors match"))
    #expect(told.contains("zero channels stand") && told.contains("Idelbayev"))
    #expect(
      told.contains(
        "pictures: as they are where they are 32x32, made to cover that otherwise, the middle 32x32, minus 0.4850"
      ))
    let exported = folder["e.safetensors"]
    let export = try BuiltProgram.run("TrainClassifier", ["export", "-o", exported] + weights)
    #expect(export.code == 0, "\(export.errors)")
    let again = try BuiltProgram.run("TrainClassifier", ["predict", exported, picture])
    #expect(again.code == 0 && again.output == direct.output)
    // The names of the other variant are the same, its answers are not.
    let other = try BuiltProgram.run(
      "TrainClassifier",
      ["predict", picture] + weights.dropLast() + [
        "resnet20-cifar", "--recipe", "imagenet",
        "--resize", "0", "--crop", "32",
      ])
    #expect(other.code == 0 && other.output != direct.output)
  }

  /// Fine-tuning: everything but the head starts from the file, and the head is listed.
  @Test func trainingStartsFromAFile() throws {
    let task = try SmallTask()
    let other = try task.configuration()
    let entry = try Catalog.entry(named: other.network)
    let donor = entry.make(7, 1)
    donor.initialize(seed: 77)
    try donor.save(to: task.folder["donor.safetensors"])
    let initial = try InitialWeights.parse(["--weights", task.folder["donor.safetensors"]])
    let data = try TrainingData(other, note: { _ in })
    var (notes, started) = ([String](), StateDictionary())
    _ = try TrainingRun(other, data, RunFolder(task.folder["run"])) { model in
      try initial.load(into: model, of: other.network) { notes.append($0) }
      started = model.stateDictionary
    }
    #expect(notes[0].contains("wrong shape"))
    #expect(notes.count > 1 && notes.dropFirst().allSatisfy { $0.contains("weights do not show") })
    let given = donor.stateDictionary
    let same = started.count { identical(given[$0.name], $0.value) }
    #expect(same >= given.names.count - 2 && same < given.names.count)
  }

  private func identical(_ a: Tensor?, _ b: Tensor) -> Bool {
    a?.shape == b.shape && a?.scalars == b.scalars
  }

  private func writePicture(to path: String) throws {
    let stream = RandomStream(seed: 2, name: "picture")
    let pixels = (0..<40 * 36 * 3).map { UInt8(stream.integer($0, below: 256)) }
    try RasterImage(height: 40, width: 36, channels: 3, pixels: pixels)
      .writePNG(to: path)
  }
}
