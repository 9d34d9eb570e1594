import Foundation
import Gradus
import GradusExampleSupport
import GradusTestSupport
import Testing

@testable import ModelZoo

/// The program as a whole: output, exit codes, wrong input.
@Suite struct ZooProgramTests {
  private func fits(_ text: String) -> Bool {
    text.split(separator: "\n").allSatisfy { $0.count <= 100 && !$0.contains("\u{1b}") }
  }

  @Test(arguments: [
    ["list"], ["summary", "resnet50"], ["summary", "googlenet-paper"], ["costs", "resnet50"],
    ["costs", "resnet18", "vgg16", "--convention", "he2015"], ["lecture"],
    ["lecture", "--explain", "48.6"], ["lecture", "--explain", "25X"],
    ["diff", "resnet34", "resnet34-a"], ["diff", "googlenet-paper", "inception_v3"],
    ["diff", "alexnet-paper", "resnet18"], ["diff", "resnet34", "resnet50"],
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

  @Test func summaryStandsInTheOrderOfTheRunWithWindowsAndMemory() throws {
    let lines = try BuiltProgram.run("ModelZoo", ["summary", "googlenet-paper"]).output
      .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let names = lines.compactMap(\.first)
    let order = ["conv1", "maxpool1", "conv2", "maxpool2", "inception3a", "dropout", "fc", "aux1"]
    let places = order.compactMap { names.firstIndex(of: $0) }
    #expect(places.count == order.count && places == places.sorted())
    // 7x7 with stride 2 and three zeros around, a result of 112 · 112 · 64 · 4 bytes.
    #expect(lines.contains { $0.contains("7x7/2") && $0.contains("p3") && $0.contains("3,136") })
  }

  @Test(arguments: [
    ("AlexNet", "alexnet-paper", "2012"), ("zfnet", "zfnet-lecture", "512, 1024, 512"),
    ("VGG-16", "vgg16", "taken for"), ("GoogLeNet", "googlenet-paper", "Table 1"),
    ("ResNet-152", "resnet152", "taken for"), ("DenseNets", "", ""),
    ("alexnet", "alexnet", "alexnet-paper"), ("googlenet", "googlenet", "googlenet-paper"),
    ("resnet50", "resnet50", ""),
  ]) func namesOfTheSlidesMeanOneVariant(_ typed: String, _ name: String, _ part: String) throws {
    guard !name.isEmpty else {
      #expect(throws: CatalogError.self) { try SlideName.meaning(of: typed) }
      return
    }
    let (entry, remark) = try SlideName.meaning(of: typed)
    #expect(entry.name == name)
    #expect(part.isEmpty ? remark == nil : remark?.contains(part) == true, "\(remark ?? "")")
  }

  @Test func everySlideNameMeansANetworkOfTheZoo() {
    for slide in SlideName.meanings {
      #expect(Catalog.all.contains { $0.name == slide.network }, "\(slide.network)")
    }
  }

  @Test func noteGoesToStandardError() throws {
    let result = try BuiltProgram.run("ModelZoo", ["summary", "zfnet", "--depth", "0"])
    #expect(result.code == 0 && result.errors.count == 1)
    #expect(result.errors[0].hasPrefix("note: ") && result.errors[0].contains("zfnet-lecture"))
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
    (["draw", "vgg16", "--depth", "0"], "positive"),
    (["draw", "resnet18", "--module", "layer1.7"], "did you mean \"layer1.0\"?"),
    (["draw", "googlenet-paper", "--module", "aux1"], "add --training"),
    (["draw", "vgg16", "vgg19", "--format", "dot"], "one network"),
    (["lecture", "--explain", "48.7"], "no slide prints 48.7"),
    (["plot", "winners", "vgg16"], "takes no networks"),
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
}
