import Foundation
import GradusPlots
import Testing

@Suite struct MarkupTextTests {
  @Test func escapesMarkupAndForbiddenCharacters() {
    #expect(
      MarkupText.escaped("</script>&\"'\u{0}\n") == "&lt;/script&gt;&amp;&quot;&#39;\u{fffd}\n")
  }

  @Test func dataAddressDecodesToTheText() throws {
    let text = "a,b\r\n1,\"ü 100 %\" & # ?\n"
    let address = MarkupText.dataAddress(text, type: "text/csv")
    let encoded = try #require(address.split(separator: ",", maxSplits: 1).last)
    #expect(String(encoded).removingPercentEncoding == text)
    #expect(address.allSatisfy { $0.isASCII && !"\"<> ".contains($0) })
  }

  @Test(arguments: [
    (0, "0"), (0.01234, "0.0123"), (999.96, "1000"), (1234.5, "1234"), (-2.5, "−2.5"),
    (4.2e7, "4.2×10⁷"),
    (1e-9, "10⁻⁹"), (Double.nan, "n/a"), (-Double.infinity, "n/a"), (0.9999, "1"),
  ])
  func writesNumbersForPeople(_ value: Double, _ text: String) {
    #expect(NumberText.short(value) == text)
  }
}
