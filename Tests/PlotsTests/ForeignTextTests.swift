import GradusTensors
import Testing

@testable import GradusPlots

/// Names that somebody else chose do nothing but be read.
@Suite struct ForeignTextTests {
  private static let hostile = [
    "\u{1b}[31mred", "bell\u{7}", "two\nlines", "return\rover", "tab\tstop", "\u{202e}gnp.exe",
    "\u{2066}isolate\u{2069}", "nul\0", "c1\u{9b}2J", "line\u{2028}separator", "del\u{7f}",
  ]

  private func isVisible(_ text: String) -> Bool {
    !text.unicodeScalars.contains(where: \.isInvisible)
  }

  @Test(arguments: hostile)
  func itIsOneVisibleLine(_ text: String) {
    #expect(isVisible(text.onOneLine()) && text.onOneLine() != text)
    var table = TextTable(["name", "value"])
    table.rows = [[text, "1"]]
    #expect(table.text.split(separator: "\n").count == 3)
    #expect(table.markdown.split(separator: "\n").count == 3)
    #expect(isVisible(table.text.replacing("\n", with: "")))
  }

  @Test func ordinaryTextStays() {
    for text in ["layer1.0.conv1.weight", "Größe, 猫 and 🐈", "", "a b"] {
      #expect(text.onOneLine() == text && MarkupText.escaped(text) == text)
    }
  }

  @Test func longTextIsBounded() {
    let long = "begin" + String(repeating: "x", count: 5_000_000) + "end"
    let shown = long.onOneLine()
    #expect(shown.count < 500 && shown.hasPrefix("begin") && shown.hasSuffix("end"))
    #expect(shown.contains("5000008 characters"))
    // One character of very many marks.
    #expect(("a" + String(repeating: "\u{301}", count: 100_000)).onOneLine().utf8.count < 2_000)
  }

  @Test func picturesAndPagesKeepTheirDirection() {
    for text in ["\u{202e}gnp.exe", "\u{2066}isolate", "\u{200f}", "c1\u{9b}2J", "\u{1b}[31m"] {
      #expect(isVisible(MarkupText.escaped(text)), "\(text.debugDescription)")
    }
  }
}
