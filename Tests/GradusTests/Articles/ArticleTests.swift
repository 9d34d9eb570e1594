import Foundation
import Gradus
import Testing

/// The articles' code is compiled, to the letter, and runs.
@Suite struct ArticleTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appendingPathComponent("Sources/Gradus/Gradus.docc")

  private static let articles =
    ((try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)) ?? [])
    .filter { $0.pathExtension == "md" && $0.lastPathComponent != "Gradus.md" }
    .map { $0.deletingPathExtension().lastPathComponent }.sorted()

  /// Lines without what indents them.
  private func lines(_ text: some StringProtocol) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test(arguments: articles) func codeIsThatOfTheTests(_ article: String) throws {
    let text = try String(
      contentsOf: Self.folder.appendingPathComponent(article + ".md"), encoding: .utf8)
    let files = try FileManager.default.contentsOfDirectory(
      at: URL(fileURLWithPath: #filePath).deletingLastPathComponent(),
      includingPropertiesForKeys: nil
    ).filter { $0.lastPathComponent.hasSuffix("Code.swift") }
    let code = try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined(
      separator: "// MARK: - ")
    let part = try #require(
      code.components(separatedBy: "// MARK: - ").first { $0.hasPrefix(article + "\n") })
    let compiled = "\n" + lines(part).joined(separator: "\n")
    let blocks = text.components(separatedBy: "```swift\n").dropFirst()
      .map { $0.components(separatedBy: "```")[0] }
    #expect(!blocks.isEmpty)
    for block in blocks {
      #expect(compiled.contains("\n" + lines(block).joined(separator: "\n")), "\(block)")
      // A page cuts off what is longer.
      for line in block.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }
  }

  @Test func everyArticleIsListed() throws {
    let page = try String(
      contentsOf: Self.folder.appendingPathComponent("Gradus.md"), encoding: .utf8)
    #expect(Self.articles.count >= 10)
    for article in Self.articles { #expect(page.contains("- <doc:\(article)>"), "\(article)") }
  }

  @Test func startsWell() throws {
    let (slope, wrong) = try gettingStarted()
    #expect(slope == 6 && wrong < 0.05)
  }

  @Test func operationsAreRight() throws {
    try checkedOperation()
    let x = Variable(Tensor([0.4, 1.6]))
    #expect(
      x.rounded().value.scalars == [0, 2]
        && abs(x.filled(with: 0).logCosh().value.scalars[0]) < 1e-7)
    let (error, passed) = checkedDerivatives()
    #expect(error < 1e-9 && !passed)
  }

  @Test func layersAreFound() throws {
    let model = try ownModel()
    #expect(model.parameters.first?.path == "gated.values.weight")
    #expect(Scale(2).initialize(seed: 1)(Tensor([[3, 4]])).scalars == [3, 4])
  }

  @Test func loopsLearnAndResume() throws {
    let folder = NSTemporaryDirectory() + "gradus-article-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let input = Tensor.uniform([64, 2], in: -1..<1, from: RandomStream(seed: 2, name: "input"))
    let pair = Pair(input: input, target: input.sum(axis: 1, keepingAxes: true))
    let make = { Sequential { Linear(2, 1) }.initialize(seed: 1) }
    let losses = try train(make(), pair, steps: 30)
    #expect(losses.last! < 0.5 * losses[0])
    let (model, other) = (make(), make())
    #expect(try resumed(regression(model), folder) { _ in pair }.count == 20)
    try careful(model, pair, SGD(model))
    try savedAndLoaded(model, other, folder)
    #expect(other(input).scalars == model(input).scalars)
    let classifier = Sequential { Linear(2, 2) }.initialize(seed: 1)
    let labels = pair.target.scalars.map { $0 > 0 ? 1 : 0 }
    let logits = try aStep(classifier, SGD(classifier), input, labels, step: 0)
    #expect(logits.shape == [64, 2])
  }

  @Test func ownDataIsLearned() throws {
    // Rising and falling lines, three times as many of the one.
    let ramp = Tensor.range(32) * (1.0 / 16) - 1
    let rows = (0..<40).map { number in
      let isFalling = number % 4 == 0
      return Labelled<Tensor>(isFalling ? -ramp : ramp, label: isFalling ? 1 : 0)
    }
    let signals = Signals(rows: rows)
    let model = Sequential { Linear(32, 2) }.initialize(seed: 1)
    try learn(signals, model)
    let logits = model(Tensor.stack(rows.map(\.value)))
    #expect(topKError(logits: logits, labels: rows.map(\.label)) == 0)
    let stream = RandomStream(seed: 1, name: "pixels")
    let pixels: [UInt8] = (0..<16 * 40 * 40 * 3).map { UInt8(stream.integer($0, below: 256)) }
    let labels: [Int] = (0..<16).map { $0 % 2 }
    let images = ImageDataset(
      name: "noise", pixels: pixels, height: 40, width: 40, channels: 3, labels: labels,
      classNames: ["even", "odd"])
    let loader = BatchLoader(pictures(images), from: 0, to: 2)
    let batch = try #require(try loader.next())
    #expect(batch.images.shape == [8, 32, 32, 3] && batch.images.floats.allSatisfy(\.isFinite))
    let small = Sequential {
      Flatten()
      Linear(32 * 32 * 3, 2)
    }.initialize(seed: 1)
    #expect(try mixing(small, classes: 2).step(batch).loss.isFinite)
  }

  @Test func runsAreWatched() throws {
    let folder = NSTemporaryDirectory() + "gradus-article-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let input = Tensor.uniform([64, 2], in: -1..<1, from: RandomStream(seed: 2, name: "input"))
    let pair = Pair(input: input, target: input.sum(axis: 1, keepingAxes: true))
    let model = Sequential {
      Linear(2, 6)
      Tanh()
      Linear(6, 1)
    }.initialize(seed: 1)
    #expect(watched(model, input).keys.sorted() == ["", "0", "1", "2"])
    let (largest, negative) = curvature(model, pair)
    #expect(largest > 0 && (0...1).contains(negative))
    let atlas = try flow(regression(model), pair)
    #expect(atlas.records.map(\.step) == [0, 1, 3, 10, 30])
    try write(atlas, to: folder)
    #expect(FileManager.default.fileExists(atPath: folder + "/weightGradientNorm.svg"))
    #expect(plot([3, 2, 1]).standalone.contains("Training loss"))
  }

  @Test func seedsRunAtOnce() async throws {
    let losses = try await ofSeveralSeeds(5)
    #expect(try losses == (0..<5).map { try trained(seed: $0) })
    #expect(Set(losses).count == 5)
    #expect(compared(losses, losses.map { $0 + 1 }) == 1.0 / 32)
  }
}
