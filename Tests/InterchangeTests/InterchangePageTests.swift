import Foundation
import Gradus
import GradusTestSupport
import Testing

// The lines between the markers are the examples of Docs/Interchange.md, to the letter.
// first example begins
func carryWeights(from there: String, to here: String) throws {
  let model = ResNet.resnet18()
  let report = try model.load(from: there)
  print(report)
  try model.save(to: here, format: .pyTorch)
}
// first example ends

// second example begins
func startFrom(_ path: String) throws -> ResNet {
  let model = ResNet.resnet18(classes: 10).initialize(seed: 1)
  let names = NameMap(prefixes: ["backbone.": ""])
  let report = try model.load(from: path, LoadOptions(completeness: .partial, names: names))
  print("trained from scratch:", report.missing + report.wrongShape.map(\.name))
  return model
}
// second example ends

// third example begins
func takeBackbone(of pretrained: ResNet, into model: ResNet) throws {
  let backbone = pretrained.stateDictionary.filtered { name, _ in !name.hasPrefix("fc.") }
  print(try model.load(backbone, .partial))
}
// third example ends

@Suite struct InterchangePageTests {
  @Test(arguments: ["first", "second", "third"]) func examplesAreTheCodeInThisFile(name: String)
    throws
  {
    let here = URL(fileURLWithPath: #filePath)
    let root = here.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let source = try String(contentsOf: here, encoding: .utf8)
    let page = try String(
      contentsOf: root.appendingPathComponent("Docs/Interchange.md"), encoding: .utf8)
    let begin = try #require(source.range(of: "// \(name) example begins\n"))
    let end = try #require(source.range(of: "// \(name) example ends"))
    let code = String(source[begin.upperBound..<end.lowerBound])
    #expect(page.contains("```swift\n" + code + "```"))
  }

  @Test func examplesRun() throws {
    let folder = try TemporaryFolder()
    let model = ResNet.resnet18(classes: 1000).initialize(seed: 2)
    try model.save(to: folder["there"])
    try carryWeights(from: folder["there"], to: folder["here"])
    let started = try startFrom(folder["here"])
    #expect(started.fc.weight.shape == [512, 10])
    let small = ResNet.resnet18(classes: 10).initialize(seed: 3)
    let head = small.fc.weight.value.scalars
    try takeBackbone(of: model, into: small)
    #expect(small.fc.weight.value.scalars == head)
    #expect(small.conv1.weight.value.scalars == model.conv1.weight.value.scalars)
    #expect(
      started.stateDictionary.first?.value.littleEndianBytes()
        == model.stateDictionary.first?.value.littleEndianBytes())
  }
}
