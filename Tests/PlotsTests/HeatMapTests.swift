import Foundation
import GradusPlots
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Heat maps are well formed, fit their box and say in words what they show.
@Suite struct HeatMapTests {
  private func map(_ values: [[Double]], _ kind: AxisScale.Kind = .logarithmic) -> HeatMap {
    HeatMap(
      identifier: "h", title: "Norm <of> \"a\" & 'b'", rowLabel: "layer", columnLabel: "step",
      rows: values.indices.map { "layer1.\($0).conv1" },
      columns: (values.first ?? []).indices.map { "\($0)" }, values: values,
      scale: PlotAxis("norm", kind))
  }

  @Test(
    arguments: [
      [], [[]], [[.nan]], [[1]], [[1, 1], [1, 1]], [[0, -1], [.infinity, 1e300]], [[1e-30, 1e30]],
    ] as [[[Double]]])
  func isWellFormedWhateverTheData(_ values: [[Double]]) {
    for kind in [AxisScale.Kind.linear, .logarithmic] {
      let markup = map(values, kind).svg(width: 300).standalone
      #expect(XMLParser(data: Data(markup.utf8)).parse())
      #expect(!markup.contains("nan") && !markup.contains("inf"))
    }
  }

  @Test func everythingLiesInsideTheBox() throws {
    let values = (0..<57).map { row in (0..<6).map { Double(row * 6 + $0 + 1) } }
    for width in [200.0, 520, 900] {
      let markup = map(values).svg(width: width).markup
      let view = try #require(markup.firstMatch(of: /viewBox="0 0 ([\d.]+) ([\d.]+)"/))
      let (wide, high) = (try #require(Double(view.1)), try #require(Double(view.2)))
      let cells = markup.matches(
        of: /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/)
      #expect(cells.count == 57 * 6 + 60)
      for cell in cells {
        let (x, y) = (Self.number(cell.1), Self.number(cell.2))
        #expect(x + Self.number(cell.3) <= wide)
        #expect(y + Self.number(cell.4) <= high)
      }
      for text in markup.matches(of: /<text x="([\d.]+)" y="([\d.]+)"/) {
        #expect(Self.number(text.1) <= wide)
        #expect(Self.number(text.2) <= high)
      }
    }
  }

  /// Names of columns of any length stand equally far apart and do not touch.
  @Test func columnsAreNamedEvenly() throws {
    for width in [300.0, 520] {
      var long = map([(0..<40).map { Double($0 + 1) }])
      long.columns = (0..<40).map { "\($0 * 16)" }
      let markup = long.svg(width: width).markup
      let named = markup.matches(of: /<text x="([\d.]+)"[^>]*>(\d+)</).compactMap { Int($0.2) }
        .filter { $0.isMultiple(of: 16) }
      let steps = Set(zip(named, named.dropFirst()).map { $1 - $0 })
      #expect(named.count > 3 && steps.count == 1, "\(width): \(named)")
    }
  }

  private static func number(_ text: Substring) -> Double { Double(text) ?? .infinity }

  @Test func coloursRunFromDarkToBright() {
    let markup = map([[1, 10, 100]]).svg().markup
    #expect(markup.contains("fill=\"#440154\"") && markup.contains("fill=\"#fde725\""))
    #expect(!markup.contains("×"))
    #expect(map([[1, .nan]]).svg().markup.contains(">×</text>"))
  }

  @Test func describesItselfAndReadsBackExactly() {
    let some = map([[0.1, 2], [.nan, 1e-30]])
    #expect(
      some.description
        == "norm by layer (2) and step (2). Lowest 10⁻³⁰ at layer1.1.conv1, step 1; highest 2 at "
        + "layer1.0.conv1, step 1; 1 of 4 values missing.")
    #expect(
      some.commaSeparatedValues
        == "layer,0,1\r\nlayer1.0.conv1,0.1,2\r\nlayer1.1.conv1,,1e-30\r\n")
  }
}
