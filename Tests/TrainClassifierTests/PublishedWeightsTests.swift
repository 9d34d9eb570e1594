import Foundation
import Gradus
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
      ["--network", "resnet18"], ["--weights", "w"], ["--crop", "32"], ["--mean", "1,2,3"],
      ["--weights", "w", "--network", "resnet18", "--crop", "0"],
      ["--weights", "w", "--network", "resnet18", "--deviation", "0"],
      ["--weights", "w", "--network", "resnet18", "--mean", "a"],
    ] {
      #expect(throws: (any Error).self, "\(wrong)") { try PublishedOptions.parse(wrong) }
    }
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
    #expect(told.contains("pictures: as they are, the middle 32x32, minus 0.4850"))
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
      try initial.load(into: model) { notes.append($0) }
      started = model.stateDictionary
    }
    #expect(notes.count == 1 && notes[0].contains("wrong shape"))
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
