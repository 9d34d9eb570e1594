import ArgumentParser

/// Prints the errors that a study's nets had while they trained.
struct ErrorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors",
    abstract: "Print training and test errors along the training of a study's nets as CSV.",
    discussion: """
      In percent; the training error is the mean over the batches since the line before. Test errors \
      along the way are those of the first 1,000 test images, the last one is that of all.
      """)

  @Argument(help: "The study's folder.")
  var folder: String

  func run() throws {
    let records = try StudyRecords(try StudyFolder(existing: folder))
    print(ErrorCurves(records.curves).csv, terminator: "")
  }
}
