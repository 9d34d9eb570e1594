import Foundation
import Gradus
import Testing

@testable import ModelZoo

/// The lecture as pages: in the repository and to be projected.
@Suite struct LectureCompanionTests {
  // A small net is trained for them.
  private static let made = Result { try LecturePages(lecture).all }
  private static let lecture = Lecture()

  private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test func repositorysPageIsCurrent() throws {
    let pages = try Self.made.get()
    // The comparisons stand outside, so that a failure does not print the page.
    let isCurrent = try text("Docs/Lecture.md") == LectureMarkdown(Self.lecture).text(pages)
    #expect(isCurrent, "swift run ModelZoo lecture --markdown Docs")
    for page in pages {
      guard case .drawing(let drawing)? = page.picture else { continue }
      let file = "Docs/Lecture/\(LectureMarkdown.file(of: page))"
      // A trained net's last digits depend on the machine.
      let isTrained = ["activation-maps", "first-filters"].contains {
        drawing.markup.contains("\($0)-title")
      }
      let isSame = try text(file) == drawing.standalone
      #expect(isTrained || isSame, "\(file)")
    }
  }

  @Test func everySlideHasAPageAndEveryRowIsOnOne() throws {
    let pages = try Self.made.get()
    #expect(Set(pages.map(\.slide)) == Set(LectureSlide.allCases))
    #expect(pages.map(\.slide.rawValue) == pages.map(\.slide.rawValue).sorted())
    #expect(pages.reduce(0) { $0 + $1.rows.count } == Self.lecture.rows.count)
    #expect(pages.allSatisfy { !$0.source.isEmpty && !$0.commands.isEmpty })
  }

  @Test func companionNeedsNothingElse() throws {
    let pages = try Self.made.get()
    let html = LectureCompanion(Self.lecture).html(pages)
    let addresses = html.components(separatedBy: "http").dropFirst()
    #expect(addresses.allSatisfy { $0.hasPrefix("://www.w3.org/2000/svg") })
    #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("<link"))
    #expect(html.components(separatedBy: "<section").count == pages.count + 2)
    let identifiers = html.components(separatedBy: " id=\"").dropFirst()
      .compactMap { $0.split(separator: "\"").first }
    #expect(Set(identifiers).count == identifiers.count)
  }

  @Test func smallNetSeesWhatItIsShown() throws {
    let maps = try ActivationMaps()
    #expect(maps.examples.count == 4)
    for example in maps.examples {
      #expect(example.guess == example.label)
      // Where the class is seen the image is bright: the shape, not the noise.
      let side = Int(Double(example.map.count).squareRoot())
      let best = try #require(example.map.indices.max { example.map[$0] < example.map[$1] })
      let (x, y) = (2 * (best % side), 2 * (best / side))
      #expect(brightest(example.pixels, aroundX: x, y: y) > 0.3)
    }
  }

  /// The largest channel of the pixels around a place of a 32 by 32 image.
  private func brightest(_ pixels: [Double], aroundX x: Int, y: Int) -> Double {
    var most = -1.0
    for row in max(0, y - 4)...min(31, y + 4) {
      for column in max(0, x - 4)...min(31, x + 4) {
        let first: Int = (row * 32 + column) * 3
        for channel in 0..<3 { most = max(most, pixels[first + channel]) }
      }
    }
    return most
  }
}
