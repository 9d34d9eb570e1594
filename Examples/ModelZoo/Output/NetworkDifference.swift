import Gradus
import GradusExampleSupport

/// The layers, parameters and multiply-adds in which two networks differ.
struct NetworkDifference {
  let left, right: MeasuredEntry

  /// Where they differ, in the order of the run.
  var differences: [ModuleAlignment.Difference] {
    ModuleAlignment(left.costs.root.collapsed(), right.costs.root.collapsed()).differences
  }

  /// The differences as a table, the totals and the published reason.
  var text: String {
    var table = TextTable(
      ["where", left.entry.name, right.entry.name, "parameters", "mult-adds, MAC"],
      left: [0, 1, 2])
    table.rows = differences.map { difference in
      let times = difference.repeats == 1 ? "" : " ×\(difference.repeats)"
      return [
        difference.place + times, Self.describe(difference.left), Self.describe(difference.right),
        Self.change(of: \.parameters, in: difference),
        Self.change(of: \.multiplyAdds, in: difference),
      ]
    }
    return (table.rows.isEmpty ? "no layer differs\n" : table.text) + "\n" + totals
  }

  private var totals: String {
    var table = TextTable(["total", left.entry.name, right.entry.name, "change"])
    func add(_ name: String, _ count: (NetworkCosts) -> Int) {
      let (a, b) = (count(left.costs), count(right.costs))
      table.rows.append([name, a.grouped, b.grouped, Self.change(a, b)])
    }
    add("parameters") { $0.parameters }
    if [left, right].contains(where: { $0.costs.parameters != $0.costs.parametersWithAuxiliary }) {
      add("with auxiliary heads") { $0.parametersWithAuxiliary }
    }
    add("mult-adds, MAC") { $0.multiplyAdds }
    add("conv results, elements") { $0.convolutionOutputElements }
    let sizes = [left, right].map(\.entry.inputSize.height)
    let size = sizes[0] == sizes[1] ? "" : "images of \(sizes[0]) and \(sizes[1]) pixels\n"
    let reason = VariantReason.between(left.entry.name, right.entry.name).map {
      "why: \($0)".wrapped
    }
    return table.text + size + (reason ?? "")
  }

  private static func change(
    of count: KeyPath<ModuleCost, Int>, in difference: ModuleAlignment.Difference
  ) -> String {
    func total(_ modules: [ModuleCost]) -> Int {
      modules.reduce(0) { $0 + difference.repeats * $1.repeats * $1[keyPath: count] }
    }
    return change(total(difference.left), total(difference.right))
  }

  /// `Conv2d 3x3 56x56x256, ReLU`; neighbours of one type are counted, `Bottleneck ×3`.
  private static func describe(_ modules: [ModuleCost]) -> String {
    var parts: [(module: ModuleCost, count: Int)] = []
    for module in modules {
      if let last = parts.last, last.module.type == module.type {
        parts[parts.count - 1] = (module, last.count + module.repeats)
      } else {
        parts.append((module, module.repeats))
      }
    }
    if parts.isEmpty { return "–" }
    let size =
      modules.last?.output.map {
        $0.dimensions.dropFirst().map(String.init).joined(separator: "x")
      } ?? "not run"
    let names = parts.prefix(3).map { part in
      let window = part.count == 1 ? part.module.geometry : ""
      return [part.module.type, window, part.count == 1 ? "" : "×\(part.count)"]
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
    let more = parts.count > 3 ? ", \(parts.count - 3) more" : ""
    return names.joined(separator: ", ") + more + " " + size
  }

  private static func change(_ a: Int, _ b: Int) -> String {
    b == a ? "=" : (b > a ? "+" : "") + (b - a).grouped
  }
}
