import Foundation
import Gradus
import GradusTestSupport
import Testing

@testable import ModelZoo

/// The program's pictures.
@Suite struct ZooPictureTests {
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
    for name in [
      "alexnet", "vgg16", "googlenet", "resnet152", "mobilenet_v2", "zfnet-paper*", "inception_v4*",
    ] {
      #expect(result.output.contains(">\(name)<"), "\(name)")
    }
    // A name that stands apart has a line to its disc.
    #expect(result.output.contains("stroke-width=\"0.8\""))
  }

  /// A leader line that runs through a name, its own or another's, is taken for a stroke of it.
  @Test func linesOfTheErasCrossNoName() throws {
    let markup = EraPlot.svg.markup
    func number(_ attribute: String, in element: Substring) throws -> Double {
      let start = try #require(element.range(of: " \(attribute)=\"")).upperBound
      return try #require(Double(element[start...].prefix { $0 != "\"" }))
    }
    let elements = markup.split(separator: "<")
    let names = Set(EraPlot.bubbles.map(\.name))
    let boxes = try elements.compactMap { element -> (name: String, x: Double, y: Double)? in
      let name = String(element.drop { $0 != ">" }.dropFirst())
      guard element.hasPrefix("text "), names.contains(name) else { return nil }
      return (name, try number("x", in: element), try number("y", in: element))
    }
    #expect(boxes.count == names.count)
    let lines = elements.filter { $0.hasPrefix("line ") && $0.contains("stroke-width=\"0.8\"") }
    #expect(!lines.isEmpty)
    for line in lines {
      let (x1, y1) = (try number("x1", in: line), try number("y1", in: line))
      let (x2, y2) = (try number("x2", in: line), try number("y2", in: line))
      let crossed = boxes.filter { box in
        let width = TextMetrics.width(box.name, size: 12)
        return (0...400).contains { step in
          let x = x1 + Double(step) / 400 * (x2 - x1)
          let y = y1 + Double(step) / 400 * (y2 - y1)
          // Letters of 12 pixels reach from 9 above the line of writing to 2 below it.
          return x > box.x && x < box.x + width && y > box.y - 9 && y < box.y + 2
        }
      }
      #expect(crossed.map(\.name) == [])
    }
  }

  @Test func plotsTheWinnersAndTheLayers() throws {
    let winners = try BuiltProgram.run("ModelZoo", ["plot", "winners"]).output
    for part in [
      ">2012<", ">AlexNet<", "16.4 %", "152 layers", "2.99 %", "a trained person, 5.1 %",
    ] {
      #expect(winners.contains(part), "\(part)")
    }
    let layers = try BuiltProgram.run("ModelZoo", ["plot", "layers"]).output
    #expect(layers.contains("alexnet-paper") && layers.contains("vgg16"))
    // Three bars for each of 11 and 21 layers.
    #expect(layers.split(separator: "\n").count { $0.contains("fill-opacity=\"0.8\"") } == 96)
  }

  @Test func drawsSeveralNetworksAndParts() throws {
    let beside = try BuiltProgram.run(
      "ModelZoo",
      ["draw", "plain34", "resnet34", "--module", "layer1.0", "--direction", "right"])
    #expect(beside.code == 0 && beside.output.contains(">+<"))
    let large = try BuiltProgram.run("ModelZoo", ["draw", "nasnet_a_mobile"])
    #expect(large.code == 0 && large.errors.count == 1 && large.errors[0].contains("--depth"))
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
