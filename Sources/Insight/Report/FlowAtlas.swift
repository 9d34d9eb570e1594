import Foundation
import GradusPlots
import GradusTensors

/// Maps of how gradients flow through a network while it trains: layers by log-spaced steps, one map
/// for each quantity.
///
///     let atlas = FlowAtlas(probe.records, title: "plain-56")
///     atlas.heatMap(of: .weightGradientNorm)?.svg().standalone
///     for file in atlas.files { ... }       // all maps as SVG, the numbers as CSV and JSON
public struct FlowAtlas: Sendable {
  /// What was measured, in the order of the steps.
  public let records: [FlowRecord]
  /// The network's name, for titles.
  public let title: String

  /// Makes an atlas of a probe's records.
  public init(_ records: [FlowRecord], title: String = "") {
    (self.records, self.title) = (records, title)
  }

  /// The layers of all records, in the order of the forward run.
  public var layers: [String] {
    var seen: Set<String> = []
    return records.flatMap { $0.layers.map(\.path) }.filter { seen.insert($0).inserted }
  }

  /// The quantities that some layer has.
  public var quantities: [FlowQuantity] {
    FlowQuantity.allCases.filter { quantity in
      records.contains { $0.layers.contains { $0[quantity] != nil } }
    }
  }

  /// The map of a quantity; nil when no layer has it.
  public func heatMap(of quantity: FlowQuantity) -> HeatMap? {
    guard quantities.contains(quantity) else { return nil }
    let values = records.map { record in
      Dictionary(
        record.layers.map { ($0.path, $0[quantity] ?? .nan) }, uniquingKeysWith: { a, _ in a })
    }
    return HeatMap(
      identifier: "atlas-\(quantity.rawValue)",
      title: title.isEmpty ? quantity.label : "\(title): \(quantity.label)", rowLabel: "layer",
      columnLabel: "step", rows: layers, columns: records.map { "\($0.step)" },
      values: layers.map { layer in values.map { $0[layer] ?? .nan } },
      scale: PlotAxis(
        quantity.label, quantity.isLogarithmic ? .logarithmic : .linear,
        limits: quantity == .deadShare ? 0...1 : nil))
  }

  /// All numbers as comma-separated values: step, depth (from 0 at the input), layer, and a column a
  /// quantity; missing ones are empty.
  public var commaSeparatedValues: String {
    let used = quantities
    let head = (["step", "depth", "layer"] + used.map(\.rawValue)).joined(separator: ",")
    let lines = records.flatMap { record in
      record.layers.enumerated().map { depth, layer in
        (["\(record.step)", "\(depth)", CommaSeparated.field(layer.path)]
          + used.map { CommaSeparated.number(layer[$0] ?? .nan) }).joined(separator: ",")
      }
    }
    return ([head] + lines).joined(separator: "\r\n") + "\r\n"
  }

  /// All records as JSON, keys in order, with a final line break.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    guard let data = try? encoder.encode(records) else {
      preconditionFailure("FlowAtlas: records of numbers and strings cannot fail to encode")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// Every map as an SVG file, and the numbers as `flow.csv` and `flow.json`.
  public var files: [(name: String, contents: String)] {
    quantities.compactMap { quantity in
      heatMap(of: quantity).map { ("\(quantity.rawValue).svg", $0.svg().standalone) }
    } + [("flow.csv", commaSeparatedValues), ("flow.json", json)]
  }
}
