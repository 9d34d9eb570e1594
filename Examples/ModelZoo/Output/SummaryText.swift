import Gradus

/// A network's modules in the order of the run as a table: window, result and its memory, parameters,
/// multiply-adds, and what training saves.
struct SummaryText {
  let measured: MeasuredEntry
  let deepest: Int?

  init(_ measured: MeasuredEntry, deepest: Int? = nil) {
    (self.measured, self.deepest) = (measured, deepest)
  }

  /// The table and the totals.
  var text: String {
    var table = TextTable(
      ["module", "output", "window", "KiB", "parameters", "MMAC", "saved KiB"], left: [0])
    table.rows = measured.costs.root.rows(deepest: deepest).map { row in
      let module = row.module
      let name = module.path.isEmpty ? measured.entry.name : module.name
      let title = "\(name) \(module.type)" + (module.repeats == 1 ? "" : " ×\(module.repeats)")
      return [
        String(repeating: " ", count: row.depth) + title,
        module.output.map { $0.dimensions.dropFirst().map(String.init).joined(separator: "x") }
          ?? "not run",
        module.geometry + (module.padding.isEmpty ? "" : " p\(module.padding)"),
        module.output.map { Self.kibibytes(4 * $0.count) } ?? "–",
        module.parameters == 0 ? "–" : module.parameters.grouped,
        module.multiplyAdds == 0
          ? "–" : NumberText.fixed(Double(module.multiplyAdds) / 1e6, decimals: 3),
        module.savedBytes.map { $0 == 0 ? "–" : Self.kibibytes($0) } ?? "",
      ]
    }
    return table.text + totals
  }

  /// Rounded up, so that nothing is 0.
  private static func kibibytes(_ bytes: Int) -> String { ((bytes + 1023) / 1024).grouped }

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
      + "\nwindow: height x width / stride, g groups, p zeros around. KiB: the result of one image, "
      + "float32.\n×N: N equal modules in a row, the numbers are those of one.\n"
  }
}
