import Gradus

/// The layers, parameters and multiply-adds in which two networks differ.
struct NetworkDifference {
  /// A layer by its path, in one of the networks or in both.
  struct Line {
    let path: String
    let left, right: ModuleCost?
  }

  let left, right: MeasuredEntry

  /// Layers that differ, in the order of the left network, then those only the right one has.
  var lines: [Line] {
    let (a, b) = (Self.leaves(left.costs.root), Self.leaves(right.costs.root))
    let inRight = Dictionary(b.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let inLeft = Set(a.map(\.path))
    return a.filter { layer in inRight[layer.path].map { !Self.isSame(layer, $0) } ?? true }
      .map { Line(path: $0.path, left: $0, right: inRight[$0.path]) }
      + b.filter { !inLeft.contains($0.path) }.map { Line(path: $0.path, left: nil, right: $0) }
  }

  /// The differences as a table, the totals and the published reason.
  var text: String {
    let (a, b) = (left.entry.name, right.entry.name)
    var table = TextTable(
      ["layer", a, b, "parameters", "mult-adds, MAC"], left: [0, 1, 2])
    table.rows = lines.map { line in
      [
        line.path, Self.describe(line.left), Self.describe(line.right),
        Self.change(line.left?.parameters, line.right?.parameters),
        Self.change(line.left?.multiplyAdds, line.right?.multiplyAdds),
      ]
    }
    let same = table.rows.isEmpty ? "no layer differs\n" : table.text
    return same + "\n" + totals
  }

  private var totals: String {
    var table = TextTable(["total", left.entry.name, right.entry.name, "change"])
    func add(_ name: String, _ count: (NetworkCosts) -> Int) {
      let (a, b) = (count(left.costs), count(right.costs))
      table.rows.append([name, a.grouped, b.grouped, Self.change(a, b)])
    }
    add("parameters") { $0.parameters }
    add("with auxiliary heads") { $0.parametersWithAuxiliary }
    add("mult-adds, MAC") { $0.multiplyAdds }
    add("conv results, elements") { $0.convolutionOutputElements }
    let sizes = [left, right].map(\.entry.inputSize.height)
    let size = sizes[0] == sizes[1] ? "" : "images of \(sizes[0]) and \(sizes[1]) pixels\n"
    let reason = VariantReason.between(left.entry.name, right.entry.name).map {
      "why: \($0)".wrapped
    }
    return table.text + size + (reason ?? "")
  }

  private static func leaves(_ module: ModuleCost) -> [ModuleCost] {
    let below = module.children.flatMap(leaves)
    return below.isEmpty ? [module] : below
  }

  private static func isSame(_ a: ModuleCost, _ b: ModuleCost) -> Bool {
    a.type == b.type && a.geometry == b.geometry && a.output == b.output
      && a.parameters == b.parameters && a.multiplyAdds == b.multiplyAdds
  }

  private static func describe(_ module: ModuleCost?) -> String {
    guard let module else { return "–" }
    let size = module.output.map {
      $0.dimensions.dropFirst().map(String.init).joined(separator: "x")
    }
    return [module.type, module.geometry, size ?? "not run"].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  private static func change(_ a: Int?, _ b: Int?) -> String {
    let change = (b ?? 0) - (a ?? 0)
    return change == 0 ? "=" : (change > 0 ? "+" : "") + change.grouped
  }
}
