import GradusClaims
import GradusPlots

/// Every trial that was recorded, summed up by subject, with all numbers to download.
struct MeasurementTable {
  let evidence: Evidence

  /// A section with the training losses of each subject; empty without any.
  var html: String {
    let rows = ExperimentCatalog.names.flatMap(rows)
    guard !rows.isEmpty else { return "" }
    let address = MarkupText.dataAddress(commaSeparatedValues, type: "text/csv")
    return HTMLPage.section(
      "All trainings", id: "trainings",
      HTMLPage.paragraph(
        "Means over seeds, and the lowest and highest seed; a run whose loss stopped being finite "
          + "counts as diverged and is left out of the means.")
        + HTMLPage.table(
          label: "Trainings", caption: "Every value of every trial is in the file below.",
          header: [
            "experiment", "net", "seeds", "diverged", "training loss", "lowest … highest",
            "test loss", "test error %",
          ], rows: rows)
        + "<p><a class=\"download\" download=\"measurements.csv\" href=\"\(address)\">download all "
        + "measurements</a></p>\n")
  }

  private func rows(_ experiment: ExperimentName) -> [[String]] {
    var order: [Subject] = []
    var groups: [Subject: [TrialRecord]] = [:]
    for measurement in evidence[experiment] where measurement.curves[.trainLoss] != nil {
      if groups[measurement.subject] == nil { order.append(measurement.subject) }
      groups[measurement.subject, default: []].append(measurement)
    }
    return order.map { subject in
      let group = groups[subject] ?? []
      let losses = group.compactMap { $0[.trainLoss] }
      let extremes = [losses.min(), losses.max()].map { NumberText.short($0) }
      return [
        experiment.rawValue, subject.rawValue, "\(group.count)",
        "\(group.count(where: \.diverged))",
        NumberText.short(mean(group, .trainLoss)), extremes.joined(separator: " … "),
        NumberText.short(mean(group, .testLoss)),
        NumberText.fixed(mean(group, .testError).map { 100 * $0 }, decimals: 1),
      ]
    }
  }

  private func mean(_ group: [TrialRecord], _ quantity: Quantity) -> Double? {
    let values = group.compactMap { $0[quantity] }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// A line for each value: experiment, subject, seed, quantity, value (empty where not finite).
  var commaSeparatedValues: String {
    let lines = ExperimentCatalog.names.flatMap { experiment in
      evidence[experiment].flatMap { measurement in
        measurement.values.sorted { $0.key.rawValue < $1.key.rawValue }.map { quantity, value in
          [
            experiment.rawValue, "\"\(measurement.subject)\"", "\(measurement.seed)",
            "\"\(quantity)\"", value.map { "\($0)" } ?? "",
          ].joined(separator: ",")
        }
      }
    }
    return (["experiment,subject,seed,quantity,value"] + lines).joined(separator: "\r\n") + "\r\n"
  }
}
