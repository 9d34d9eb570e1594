import Foundation
import GradusExampleSupport
import Testing

@testable import DegradationStudy

/// The output folder, and what is said when it cannot be used.
@Suite struct StudyFolderTests {
  private func message(_ body: () throws -> Void) -> String? {
    (#expect(throws: UserError.self) { try body() })?.description
  }

  @Test func aNewStudyNeedsAFolderWithoutOne() throws {
    let files = try StudyFiles()
    let folder = try StudyFolder(new: files.output)
    try folder.make("runs")
    try folder.make("runs")
    #expect(try StudyFolder(new: files.output).path == files.output)
    try folder.write(["a": 1], to: "config.json")
    #expect(
      message { _ = try StudyFolder(new: files.output) }
        == "\(files.output) already holds a study; continue it with --resume, or give another "
        + "--output")
    #expect(
      try StudyFolder(resuming: files.output).read([String: Int].self, from: "config.json")
        == ["a": 1])
    #expect(
      message { _ = try folder.read([Int].self, from: "config.json") }
        == "\(files.output)/config.json is damaged or of another version of this program")
  }

  @Test func resumingNeedsAStudy() throws {
    let files = try StudyFiles()
    #expect(
      message { _ = try StudyFolder(resuming: files.output) }
        == "there is no study to resume in \(files.output): config.json is missing")
    #expect(
      message { _ = try StudyFolder(resuming: nil) }
        == "--resume needs the study's folder: add --output DIR")
    #expect(message { _ = try StudyFolder(new: "") } == "--output needs the name of a folder")
  }

  @Test func anUnwritableFolderHasAReason() throws {
    #expect(
      message { try StudyFolder(new: "/dev/null/x").make("runs") }
        == "cannot write to the output folder /dev/null/x: Not a directory; give another --output")
    let files = try StudyFiles()
    let file = files.path("file")
    try Data().write(to: URL(fileURLWithPath: file))
    #expect(
      message { try StudyFolder(new: file).make("runs") }
        == "cannot write to the output folder \(file): Not a directory; give another --output")
    let long = files.path(String(repeating: "x", count: 300))
    #expect(
      message { try StudyFolder(new: long).make("runs") }?.contains(": File name too long; ")
        == true)
  }
}
