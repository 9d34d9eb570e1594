import Gradus

/// A network's modules as a table with torchinfo's columns and what training saves.
struct SummaryText {
  let measured: MeasuredEntry
  let deepest: Int?

  init(_ measured: MeasuredEntry, deepest: Int? = nil) {
    (self.measured, self.deepest) = (measured, deepest)
  }

  /// The table and the totals.
  var text: String {
    var table = TextTable(
      ["module", "output", "kernel", "parameters", "mult-adds, MAC", "saved, KiB"], left: [0])
    table.rows = measured.costs.root.rows(deepest: deepest).map { row in
      let module = row.module
      let name = module.path.isEmpty ? measured.entry.name : module.name
      let title = "\(name) \(module.type)" + (module.repeats == 1 ? "" : " ×\(module.repeats)")
      return [
        String(repeating: " ", count: row.depth) + title,
        module.output.map { $0.dimensions.dropFirst().map(String.init).joined(separator: "x") }
          ?? "not run",
        module.geometry, module.parameters == 0 ? "–" : module.parameters.grouped,
        module.multiplyAdds == 0 ? "–" : module.multiplyAdds.grouped,
        module.savedBytes.map { $0 == 0 ? "–" : (($0 + 1023) / 1024).grouped } ?? "",
      ]
    }
    return table.text + totals
  }

  private var totals: String {
    let (entry, costs) = (measured.entry, measured.costs)
    let size = entry.inputSize
    let auxiliary = costs.parametersWithAuxiliary - costs.parameters
    var lines = [
      "", "\(entry.paper) (\(entry.year))",
      "input                \(size.height)x\(size.width)x\(size.channels), one image",
      "parameters           \(costs.parameters.grouped)"
        + (auxiliary == 0 ? "" : " (and \(auxiliary.grouped) in auxiliary heads)"),
      "buffers              \(costs.buffers.grouped) numbers",
      "mult-adds            \(costs.multiplyAdds.grouped) MAC of conv and fc",
    ]
    if let strict = CostConvention.named("strict")?.arithmetic(of: costs) {
      lines.append("operations           \(strict.count.grouped) FLOP, all counted")
    }
    lines += [
      "results              \(costs.total(\.storedElements).grouped) elements, nonlinearities in place",
      "conv results         \(costs.convolutionOutputElements.grouped) elements",
    ]
    if let saved = measured.saved {
      let mebibytes = NumberText.fixed(Double(saved.total) / 0x1p20, decimals: 1)
      lines.append(
        "saved for backward   \(saved.total.grouped) bytes = \(mebibytes) MiB, "
          + "a training batch of \(saved.input[0]), float32")
    }
    return lines.joined(separator: "\n")
      + "\n×N: N equal modules in a row, the numbers are those of one.\n"
  }
}
