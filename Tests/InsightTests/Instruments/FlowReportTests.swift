import Foundation
import Gradus
import Testing

@testable import GradusInsight

/// The atlas holds what was measured, and the health report says what is in it.
@Suite struct FlowReportTests {
  private func record(_ step: Int, _ layers: [(String, [FlowQuantity: Double])]) -> FlowRecord {
    FlowRecord(step: step, layers: layers.map { LayerFlow(path: $0.0, values: $0.1) })
  }

  /// The plain-56 of the literature in miniature: exploded at first, starved after a few steps.
  private var collapse: [FlowRecord] {
    [
      record(
        0,
        [
          ("conv1", [.weightGradientNorm: 2_100, .weightNorm: 1, .effectiveLearningRate: 0.1]),
          ("layer1.0.conv1", [.weightGradientNorm: 900, .weightNorm: 2]),
          ("fc", [.weightGradientNorm: 1, .weightNorm: 1]),
        ]),
      record(
        1,
        [
          ("conv1", [.weightGradientNorm: 1.2, .weightNorm: 23]),
          ("layer1.0.conv1", [.weightGradientNorm: 1, .weightNorm: 3]),
          ("fc", [.weightGradientNorm: 1, .weightNorm: 1]),
        ]),
      record(
        10,
        [
          ("conv1", [.weightGradientNorm: 0.02, .weightNorm: 100]),
          ("layer1.0.conv1", [.weightGradientNorm: 1.0 / 90, .weightNorm: 3]),
          ("fc", [.weightGradientNorm: 1, .weightNorm: 1]),
        ]),
      record(
        100,
        [
          (
            "conv1",
            [.weightGradientNorm: 0.02, .weightNorm: 226, .effectiveLearningRate: 2e-6]
          ),
          ("layer1.0.conv1", [.weightGradientNorm: 1.0 / 90, .weightNorm: 3, .deadShare: 0.75]),
          ("fc", [.weightGradientNorm: 1, .weightNorm: 1.06]),
        ]),
    ]
  }

  @Test func saysWhatHappened() {
    let health = FlowHealth(collapse)
    let expected: [String] = [
      "the gradient of conv1 is 2100 times fc's at step 0 (and 1 more layer)",
      "the gradient of layer1.0.conv1 is 1/90 of fc's from step 10 on (and 1 more layer)",
      "the weight norm of conv1 grew 226-fold by step 100; its effective learning rate went from 0.1 "
        + "to 2×10⁻⁶",
      "75 % of the channels of layer1.0.conv1 are dead at step 100",
    ]
    #expect(health.findings.map(\.text) == expected)
    #expect(health.summary.hasPrefix("4 findings, steps 0 to 100"))
    #expect(health.findings.map(\.kind).first == .explodedGradient)
  }

  @Test func anOrdinaryRunGivesNoFinding() {
    let calm = [0, 1, 3].map { step in
      record(
        step,
        (0..<4).map { layer in
          (
            "layer\(layer)",
            [
              .weightGradientNorm: Double(4 - layer), .weightNorm: 1 + Double(step) / 10,
              .updateNorm: 1e-3, .deadShare: 0.1, .gradientKurtosis: 5, .responseDeviation: 1,
            ]
          )
        })
    }
    #expect(FlowHealth(calm).findings.isEmpty)
    #expect(FlowHealth(calm).text.hasPrefix("nothing out of the ordinary"))
    #expect(FlowHealth([]).text == "nothing was measured")
    var strict = FlowHealth.Limits()
    strict.gradientRatio = 2
    #expect(FlowHealth(calm, limits: strict).findings.map(\.kind) == [.explodedGradient])
  }

  @Test func aGradientOfZeroIsNamed() {
    let records = [0, 1].map { step in
      record(
        step,
        [
          ("0", [.weightGradientNorm: 0, .weightNorm: 1]),
          ("1", [.weightGradientNorm: step == 0 ? 0 : 1, .weightNorm: 1]),
          ("2", [.weightGradientNorm: 1, .weightNorm: 1]),
        ])
    }
    #expect(
      FlowHealth(records).findings.map(\.text)
        == ["the gradient of 0 is 0 from step 0 on (and 1 more layer)"])
  }

  @Test func atlasHoldsEveryNumber() throws {
    let atlas = FlowAtlas(collapse, title: "plain")
    #expect(atlas.layers == ["conv1", "layer1.0.conv1", "fc"])
    let map = try #require(atlas.heatMap(of: .weightGradientNorm))
    #expect(map.columns == ["0", "1", "10", "100"])
    let starved = 1.0 / 90
    #expect(map.values[1] == [900, 1, starved, starved] as [Double])
    #expect(atlas.heatMap(of: .updateAngle)?.title == nil)
    let lines = atlas.commaSeparatedValues.components(separatedBy: "\r\n")
    #expect(
      lines[0] == "step,depth,layer,weightNorm,weightGradientNorm,effectiveLearningRate,deadShare")
    #expect(lines[1] == "0,0,conv1,1,2100,0.1,")
    let back = try JSONDecoder().decode([FlowRecord].self, from: Data(atlas.json.utf8))
    #expect(back == collapse)
    #expect(atlas.json.contains("\"weightNorm\" : 226"))
    #expect(
      atlas.files.map(\.name) == [
        "weightNorm.svg", "weightGradientNorm.svg", "effectiveLearningRate.svg", "deadShare.svg",
        "flow.csv", "flow.json",
      ])
  }
}
