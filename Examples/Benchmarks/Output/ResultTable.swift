import Foundation
import Gradus

/// The measured cases as a table that fits a terminal.
struct ResultTable {
  /// The table with its legend.
  let text: String

  init(_ records: [CaseRecord]) {
    var table = TextTable([
      "case", "batch", "ms", "±%", "images/s", "GFLOP/s", "peak%", "MiB", "first s",
    ])
    for record in records {
      table.rows.append([
        record.name, "\(record.batch)", NumberText.short(record.seconds.median * 1e3, digits: 4),
        NumberText.fixed(record.seconds.spreadPercent, decimals: 1),
        NumberText.short(record.imagesPerSecond, digits: 4),
        record.gigaflops.map { NumberText.fixed($0, decimals: 1) } ?? "",
        record.shareOfPeak.map { NumberText.fixed(100 * $0, decimals: 0) } ?? "",
        record.peakResidentBytes.map { "\($0 >> 20)" } ?? "",
        record.firstRepetitionSeconds.map { NumberText.fixed($0, decimals: 2) } ?? "",
      ])
    }
    text = "\(MachineDescription.text); median ± half the distance of the quartiles\n" + table.text
  }
}
