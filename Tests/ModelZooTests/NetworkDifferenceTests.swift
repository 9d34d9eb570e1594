import Gradus
import Testing

@testable import ModelZoo

/// Differences of networks are few lines: sequences are aligned, repeats counted.
@Suite struct NetworkDifferenceTests {
  private func difference(_ a: String, _ b: String) throws -> NetworkDifference {
    NetworkDifference(left: try MeasuredEntry(named: a), right: try MeasuredEntry(named: b))
  }

  @Test func aDeeperVGGHasOneMoreConvolutionInThreeStages() throws {
    let lines = try difference("vgg16", "vgg19").differences
    #expect(lines.count == 3)
    for (line, size) in zip(lines, [56, 28, 14]) {
      #expect(line.left.isEmpty && line.right.map(\.type) == ["Conv2d", "ReLU"])
      #expect(line.right[0].output?[1] == size)
    }
  }

  @Test func aDeeperResNetHasMoreBlocksInTwoStages() throws {
    let lines = try difference("resnet101", "resnet152").differences
    #expect(lines.map(\.left).map { $0.map(\.repeats) } == [[3], [22]])
    #expect(lines.map(\.right).map { $0.map(\.repeats) } == [[7], [35]])
    #expect(lines.map { String($0.place.prefix(6)) } == ["layer2", "layer3"])
  }

  @Test func bottlenecksStandForBasicBlocksStageByStage() throws {
    let result = try difference("resnet34", "resnet50")
    let lines = result.differences
    #expect(lines.count == 5, "four stages and the classifier")
    #expect(lines.prefix(4).allSatisfy { $0.left.allSatisfy { $0.type == "BasicBlock" } })
    #expect(lines.prefix(4).allSatisfy { $0.right.allSatisfy { $0.type == "Bottleneck" } })
    #expect(result.text.contains("BasicBlock ×6") && result.text.contains("Bottleneck ×6"))
  }

  @Test func changesAddUp() throws {
    for (a, b) in [
      ("vgg16", "vgg19"), ("resnet34", "resnet50"), ("alexnet-paper", "zfnet-paper"),
      ("resnet18", "resnet18-c"), ("mobilenet_v2", "mnasnet1_0"),
    ] {
      let result = try difference(a, b)
      func sum(_ side: KeyPath<ModuleAlignment.Difference, [ModuleCost]>) -> Int {
        result.differences.reduce(0) { total, line in
          line[keyPath: side].reduce(total) { $0 + line.repeats * $1.repeats * $1.parameters }
        }
      }
      let change = result.right.costs.parameters - result.left.costs.parameters
      #expect(sum(\.right) - sum(\.left) == change, "\(a) \(b)")
    }
  }

  @Test func equalNetworksDifferNowhere() throws {
    let result = try difference("resnet18", "resnet18")
    #expect(result.differences.isEmpty && result.text.hasPrefix("no layer differs"))
    #expect(!result.text.contains("auxiliary"))
  }
}
