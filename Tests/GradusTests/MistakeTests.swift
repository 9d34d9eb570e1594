import Foundation
import Gradus
import Testing

/// What users do wrong is answered by one line that says where, what, and what to do.
@Suite struct MistakeTests {
  private static let traps =
    Mistake.shapes + Mistake.tapes + Mistake.gradients + Mistake.derivatives + Mistake.layers
  private static let errors = Mistake.training + Mistake.checks + Mistake.files

  @Test func catalogueHasFortyMistakes() {
    let names = (Self.traps + Self.errors).map(\.name)
    #expect(names.count >= 40 && Set(names).count == names.count)
  }

  @Test(arguments: traps.indices) func programmingErrorStopsWithItsMessage(_ index: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [index = index as Int] in
      // A crash needs no report of its own here; the message alone is read.
      for number in [SIGILL, SIGTRAP, SIGABRT] { signal(number, SIG_DFL) }
      try Self.traps[index].commit("")
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    let found =
      text.split(separator: "Fatal error: ", maxSplits: 1).last
      .map { $0.prefix { $0 != "\n" } } ?? ""
    let expected = Self.traps[index].message
    #expect(found == expected, "\(Self.traps[index].name): \(text)")
  }

  @Test(arguments: errors.indices) func wrongInputIsThrownWithItsMessage(_ index: Int) throws {
    let mistake = Self.errors[index]
    let folder = NSTemporaryDirectory() + "gradus-mistake-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var found = "nothing was thrown"
    do { try mistake.commit(folder) } catch { found = "\(error)" }
    found = found.replacing(folder, with: "FOLDER")
      .replacing(
        /is [0-9a-f]{8} and should be [0-9a-f]{8}/, with: "is CHECKSUM and should be CHECKSUM")
    #expect(found == mistake.message, "\(mistake.name)")
  }
}
