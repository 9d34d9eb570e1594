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

  /// A leader line that runs through a name, its own or another's, is taken for a stroke of it; one that
  /// runs far or across other discs cannot be followed.
  @Test func linesOfTheErasAreShortAndCrossNoNameAndNoDisc() throws {
    let drawn = try DrawnBubbles(EraPlot.svg.markup)
    #expect(drawn.names.count == EraPlot.bubbles.count && drawn.discs.count == drawn.names.count)
    #expect(!drawn.lines.isEmpty)
    for line in drawn.lines {
      let points = (0...400).map { step in
        let share = Double(step) / 400
        return (
          x: line.from.x + share * (line.to.x - line.from.x),
          y: line.from.y + share * (line.to.y - line.from.y)
        )
      }
      let crossed = drawn.names.filter { name in
        let width = TextMetrics.width(name.text, size: 12)
        // Letters of 12 pixels reach from 9 above the line of writing to 2 below it.
        return points.contains {
          // A line may end at its own name's edge.
          $0.x > name.x + 0.5 && $0.x < name.x + width - 0.5 && $0.y > name.y - 9
            && $0.y < name.y + 2
        }
      }
      #expect(crossed.map(\.text) == [])
      func distance(_ disc: DrawnBubbles.Disc, _ point: (x: Double, y: Double)) -> Double {
        hypot(point.x - disc.x, point.y - disc.y) - disc.radius
      }
      // A line begins at the rim of its disc.
      let own = try #require(
        drawn.discs.min { abs(distance($0, line.from)) < abs(distance($1, line.from)) })
      let length = hypot(line.to.x - line.from.x, line.to.y - line.from.y)
      let inside = points.count { point in
        drawn.discs.contains { $0 != own && distance($0, point) < 0 }
      }
      #expect(length < 120, "\(own.name)")
      #expect(length * Double(inside) / 401 < 30, "\(own.name)")
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

/// The discs of a bubble plot, their names and the lines between, read from its markup.
private struct DrawnBubbles {
  struct Disc: Equatable {
    let name: String
    let x: Double, y: Double, radius: Double
  }

  private(set) var discs: [Disc] = []
  private(set) var names: [(text: String, x: Double, y: Double)] = []
  private(set) var lines: [(from: (x: Double, y: Double), to: (x: Double, y: Double))] = []

  init(_ markup: String) throws {
    func number(_ attribute: String, in element: Substring) throws -> Double {
      let start = try #require(element.range(of: " \(attribute)=\"")).upperBound
      return try #require(Double(element[start...].prefix { $0 != "\"" }))
    }
    let known = Set(EraPlot.bubbles.map(\.name))
    var title = ""
    for element in markup.split(separator: "<") {
      let text = String(element.drop { $0 != ">" }.dropFirst())
      if element.hasPrefix("title") {
        title = text
      } else if element.hasPrefix("circle "), known.contains(title) {
        discs.append(
          Disc(
            name: title, x: try number("cx", in: element), y: try number("cy", in: element),
            radius: try number("r", in: element)))
      } else if element.hasPrefix("text "), known.contains(text) {
        names.append((text, try number("x", in: element), try number("y", in: element)))
      } else if element.hasPrefix("line "), element.contains("stroke-width=\"0.8\"") {
        lines.append(
          (
            (try number("x1", in: element), try number("y1", in: element)),
            (try number("x2", in: element), try number("y2", in: element))
          ))
      }
    }
  }
}
