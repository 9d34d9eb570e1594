extension TerminalSummary {
  /// The summary of everything a study has recorded.
  init(_ records: StudyRecords) {
    self.init(
      runs: records.runs,
      layers: Dictionary(uniqueKeysWithValues: records.curves.map { ($0.run, $0.layers) }),
      judgements: records.judgements,
      answer: Answer(records.judgements, records.configuration.table).sentences)
  }
}
