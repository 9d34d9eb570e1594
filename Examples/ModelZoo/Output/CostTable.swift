import Gradus

/// What networks cost, as tables.
enum CostTable {
  /// One network under every convention.
  static func conventions(_ entry: CatalogEntry, batch: Int) -> String {
    var table = TextTable(
      ["convention", "parameters", "arithmetic", "memory", "network"], left: [0, 4])
    var notes = ""
    let measured = MeasuredEntry(entry, savingBatch: batch)
    for convention in CostConvention.all where applies(convention, to: entry) {
      let counted = variant(of: entry, for: convention).map { MeasuredEntry($0) } ?? measured
      notes += "\(convention.name): \(convention.summary)\n"
      table.rows.append(
        [convention.name] + figures(counted, convention, saved: measured.saved) + [
          counted.entry.name
        ])
    }
    return "\(entry.name), \(entry.paper)\n\n" + table.text + "\n" + notes
      + "\nMAC: one multiply-add; FLOP: one operation on a number. "
      + "strict memory: a batch of \(batch), float32.\n"
  }

  /// Several networks under one convention.
  static func networks(
    _ entries: [CatalogEntry], _ convention: CostConvention, batch: Int
  ) -> String {
    var table = TextTable(["network", "input", "parameters", "arithmetic", "memory"])
    let needsTraining = convention.name == "strict"
    for entry in entries {
      let entry = variant(of: entry, for: convention) ?? entry
      let measured = MeasuredEntry(entry, savingBatch: needsTraining ? batch : nil)
      table.rows.append(
        [entry.name, "\(entry.inputSize.height)"]
          + figures(measured, convention, saved: measured.saved))
    }
    return table.text + "\n\(convention.name): \(convention.summary)\n"
  }

  private static func figures(
    _ measured: MeasuredEntry, _ convention: CostConvention, saved: SavedForBackward?
  ) -> [String] {
    [
      convention.parameters(of: measured.costs), convention.arithmetic(of: measured.costs),
      convention.memory(of: measured.costs, saved: saved),
    ].map { $0?.description ?? "–" }
  }

  /// Whether a convention says something about a network: exceptions are for some nets.
  private static func applies(_ convention: CostConvention, to entry: CatalogEntry) -> Bool {
    switch convention.name {
    case "keras-resnet": ["resnet50-v1", "resnet101-v1", "resnet152-v1"].contains(entry.name)
    case "keras-inception", "torchvision-inception": entry.name == "inception_v3"
    default: true
    }
  }

  /// The network that He et al. 2015 counted under a name: option A, and the stride in the 1x1.
  static func variant(of entry: CatalogEntry, for convention: CostConvention) -> CatalogEntry? {
    let paper = [
      "resnet18": "resnet18-a", "resnet34": "resnet34-a", "resnet50": "resnet50-v1",
      "resnet101": "resnet101-v1", "resnet152": "resnet152-v1",
    ]
    guard convention.name == "he2015", let name = paper[entry.name] else { return nil }
    return Catalog.all.first { $0.name == name }
  }
}
