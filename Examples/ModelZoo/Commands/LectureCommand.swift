import ArgumentParser
import Gradus
import GradusExampleSupport

/// `lecture`: what the slides say beside what is true.
struct LectureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lecture",
    abstract: "Recompute every number of the lecture's slides, in their order.",
    discussion: """
      lecture --explain 48.6    the sum behind a number, layer by layer
      lecture --html folder     the lecture as pages with pictures, to be projected
      lecture --markdown Docs   the same as Docs/Lecture.md, with its pictures
      """)

  @Option(help: "Show how a number of the slides comes about, layer by layer.") var explain: String?
  @Option(help: "Write the lecture as self-contained pages into this folder.") var html: String?
  @Option(help: "Write the lecture as Lecture.md and its pictures into this folder.")
  var markdown: String?

  func validate() throws {
    let count = (explain == nil ? 0 : 1) + (html == nil ? 0 : 1) + (markdown == nil ? 0 : 1)
    if count > 1 { throw ValidationError("--explain, --html and --markdown exclude each other") }
  }

  func run() throws {
    let lecture = Lecture()
    if let explain {
      let rows = lecture.rows(printing: explain)
      guard !rows.isEmpty else {
        throw UserError(
          "no slide prints \(explain); see `lecture` for the numbers, such as 48.6, 418 or 25X")
      }
      return print(rows.map { LectureExplanation($0).text }.joined(separator: "\n"), terminator: "")
    }
    if let html { return try LectureCompanion(lecture).write(to: html) }
    if let markdown { return try LectureMarkdown(lecture).write(to: markdown) }
    print(LectureText(lecture).text, terminator: "")
  }
}
