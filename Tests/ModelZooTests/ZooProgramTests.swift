import Foundation
import Gradus
import GradusTestSupport
import Testing

@testable import ModelZoo

/// The program as a whole: output, exit codes, wrong input.
@Suite struct ZooProgramTests {
  private func fits(_ text: String) -> Bool {
    text.split(separator: "\n").allSatisfy { $0.count <= 100 && !$0.contains("\u{1b}") }
  }

  @Test(arguments: [
    ["list"], ["summary", "resnet50"], ["summary", "googlenet"], ["costs", "resnet50"],
    ["costs", "resnet18", "vgg16", "--convention", "he2015"], ["lecture"],
    ["diff", "resnet34", "resnet34-a"], ["diff", "googlenet", "googlenet-paper"],
    ["diff", "alexnet", "resnet18"],
  ]) func textFitsTheTerminal(_ arguments: [String]) throws {
    let command = try ModelZoo.parseAsRoot(arguments)
    #expect(type(of: command).configuration.commandName == arguments[0])
    let result = try BuiltProgram.run("ModelZoo", arguments)
    #expect(result.code == 0 && result.errors.isEmpty)
    #expect(fits(result.output))
    #expect(!result.output.isEmpty)
  }

  @Test func summaryCollapsesRepeats() throws {
    let text = try BuiltProgram.run("ModelZoo", ["summary", "resnet50"]).output
    #expect(text.contains("1…2 Bottleneck ×2") && text.contains("1…5 Bottleneck ×5"))
    #expect(text.contains("25,557,032") && text.contains("4,089,184,256 MAC"))
    #expect(text.contains("saved for backward"))
  }

  @Test func jsonListsExactCounts() throws {
    let result = try BuiltProgram.run(
      "ModelZoo", ["costs", "googlenet-paper", "resnet18-a", "--json"])
    #expect(result.code == 0)
    let list = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    #expect(list.count == 2)
    #expect(
      Set(list[0].keys) == [
        "name", "input", "parameters", "parametersWithAuxiliary", "multiplyAdds",
        "convolutionOutputElements",
      ])
    #expect(list[0]["input"] as? [Int] == [1, 3, 224, 224])
    #expect(list[0]["parameters"] as? Int == 6_998_552)
    #expect(list[0]["parametersWithAuxiliary"] as? Int == 13_378_280)
    #expect(
      list[1]["multiplyAdds"] as? Int == (try Catalog.entry(named: "resnet18-a").multiplyAdds))
  }

  @Test(arguments: [
    (["summary", "resnet5"], "did you mean \"resnet50\"?"),
    (["costs", "--convention", "flops"], "there is no convention"),
    (["draw", "vgg16", "--format", "png"], "png"),
    (["parity", "alexnet", "--input", "1,3,8"], "1,3,8"),
    (["filters", "/nowhere.safetensors"], "/nowhere.safetensors"),
    (["plot", "ages"], "ages"), (["fly"], "fly"), (["summary", "vgg16", "--batch"], "--batch"),
  ]) func wrongInputIsOneLine(_ arguments: [String], _ part: String) throws {
    let result = try BuiltProgram.run("ModelZoo", arguments)
    #expect(result.code == 2 && result.output.isEmpty)
    #expect(result.errors.count == 1 && result.errors[0].contains(part), "\(result.errors)")
  }

  @Test func smallImagesNameTheLayer() throws {
    let result = try BuiltProgram.run(
      "ModelZoo", ["parity", "zfnet-paper", "--input", "1,3,20,20"])
    #expect(result.code == 2 && result.errors.count == 1)
    #expect(result.errors[0].contains("features.14") && result.errors[0].contains("20x20"))
  }

  @Test func parityPrintsARecord() throws {
    let result = try BuiltProgram.run(
      "ModelZoo", ["parity", "resnet20-cifar", "--input", "2,3,8,8"])
    #expect(result.code == 0)
    let record = try JSONDecoder().decode(ParityRecord.self, from: Data(result.output.utf8))
    #expect(record.input == [2, 3, 8, 8] && record.model == "resnet20-cifar")
    #expect(record.parameters == 269_722 && record.train.loss.isFinite)
  }

  @Test(arguments: ["svg", "dot"]) func drawsToAFile(_ format: String) throws {
    let folder = try TemporaryFolder()
    let path = folder["net.\(format)"]
    let result = try BuiltProgram.run(
      "ModelZoo", ["draw", "resnet18", "--format", format, "--output=\(path)"])
    #expect(result.code == 0 && result.output.isEmpty)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("BasicBlock") && text.contains(format == "svg" ? "<svg" : "digraph"))
  }

  @Test func plotsTheEras() throws {
    let result = try BuiltProgram.run("ModelZoo", ["plot", "eras"])
    #expect(result.code == 0 && result.output.contains("</svg>"))
    for name in ["alexnet", "vgg16", "googlenet", "resnet152", "mobilenet_v2"] {
      #expect(result.output.contains(">\(name)<"), "\(name)")
    }
  }

  @Test func filtersOfBothLayoutsGiveOnePicture() throws {
    let filters = Tensor.normal([11, 11, 3, 4], from: RandomStream(seed: 1, name: "f"))
    var pictures: [String] = []
    for tensor in [filters, filters.permuted([3, 2, 0, 1])] {
      let folder = try TemporaryFolder()
      let path = folder["weights.safetensors"]
      try SafetensorsFile(tensors: ["features.0.weight": tensor]).write(to: path)
      let result = try BuiltProgram.run("ModelZoo", ["filters", path])
      #expect(result.code == 0, "\(result.errors)")
      pictures.append(result.output.split(separator: "\n").filter { $0.contains("<rect") }.joined())
    }
    #expect(pictures[0] == pictures[1] && pictures[0].count { $0 == "#" } == 4 * 121)
  }
}
