import Foundation
import Testing

/// Docs/Coverage.md names nothing that is not there.
@Suite struct CoveragePageTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// All words of the library's sources.
  private static let words: Set<Substring> = {
    var words: Set<Substring> = []
    let files = FileManager.default.enumerator(
      at: root.appendingPathComponent("Sources"), includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift",
        let text = try? String(contentsOf: file, encoding: .utf8)
      else { continue }
      words.formUnion(text.split { !($0.isLetter || $0.isNumber) })
    }
    return words
  }()

  @Test func everyNameIsOfTheLibrary() throws {
    let page = try String(
      contentsOf: Self.root.appendingPathComponent("Docs/Coverage.md"), encoding: .utf8)
    var names = 0
    for line in page.split(separator: "\n") where line.hasPrefix("| ") {
      guard let cell = line.split(separator: " | ").last, !cell.hasPrefix("---") else { continue }
      for quoted in cell.matches(of: /`([^`]+)`/) {
        // Of `gathered(along:_:)` the name is what counts.
        guard let name = quoted.1.split(whereSeparator: { !($0.isLetter || $0.isNumber) }).first
        else { continue }
        names += 1
        let isKnown = Self.words.contains(name) || name == "MPI" || name == "TrainClassifier"
        #expect(isKnown, "\(quoted.1) in '\(line.prefix(60))'")
      }
    }
    #expect(names > 200)
  }
}
