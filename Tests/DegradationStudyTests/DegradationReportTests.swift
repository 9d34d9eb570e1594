import Foundation
import Testing

@testable import DegradationStudy

@Suite struct DegradationReportTests {
  private func html(_ study: InventedStudy, environment: [String: String] = [:]) -> String {
    DegradationReport(
      results: study.results, curves: study.curves, environment: environment,
      configuration: study.results.configuration
    ).html()
  }

  @Test func saysWhatWasMeasured() {
    let usual = html(InventedStudy())
    #expect(
      usual.contains("<h1>With this seed, depth hurt the plain nets, not the residual ones</h1>"))
    #expect(usual.contains("plain-56 ended with a higher training loss than plain-20 ("))
    #expect(usual.contains("One seed is no proof"))
    let reversed = html(InventedStudy(plainGap: -0.2))
    #expect(
      reversed.contains(
        "<h1>With this seed, depth hurt neither the plain nor the residual nets</h1>"))
    #expect(reversed.contains("plain-56 ended with a lower training loss than plain-20 ("))
    let diverged = html(InventedStudy(diverging: ["plain-56"]))
    #expect(diverged.contains("plain-56 and plain-20 cannot be compared"))
    #expect(
      diverged.contains("<h1>With this seed, nets diverged: no full comparison of depths</h1>"))
    let seeds = html(InventedStudy(seeds: [1, 2, 3]))
    #expect(seeds.contains("plain-20 in 3 of 3 pairs of runs"))
  }

  @Test func gradientsAreJudgedStepByStep() {
    let page = html(InventedStudy())
    #expect(page.contains("A single moment can show exploding, healthy or vanishing gradients"))
    #expect(page.contains("plain-56: exploding at step 0 ("))
    #expect(page.contains(", healthy from step 1 ("))
    #expect(page.contains(", vanishing from step 3 ("))
  }

  @Test func isSelfContained() {
    let page = html(InventedStudy(), environment: ["cpu": "<b>\"x\" & y</b>"])
    #expect(!page.contains("<script"))
    for address in page.matches(of: /(?:href|src)="([^"]*)"/) {
      #expect(address.1.hasPrefix("data:text/csv"))
    }
    #expect(page.contains("&lt;b&gt;&quot;x&quot; &amp; y&lt;/b&gt;"))
    let plots = page.matches(of: /role="img"/).count
    #expect(plots == 3 + 4 + 1)
    #expect(page.matches(of: /href="data:text\/csv/).count == plots)
    let identifiers = page.matches(of: /\ id="([^"]*)"/).map { String($0.1) }
    #expect(Set(identifiers).count == identifiers.count)
  }

  @Test(arguments: [
    InventedStudy(depths: []), InventedStudy(depths: [8]), InventedStudy(steps: 1),
    InventedStudy(depths: [8, 20, 32, 44, 56, 110], seeds: [1, 2], steps: 30),
    InventedStudy(diverging: ["plain-20", "plain-56", "residual-20", "residual-56"]),
  ])
  func survivesUnusualStudies(_ study: InventedStudy) {
    let page = html(study)
    #expect(page.hasSuffix("</html>\n"))
    #expect(!page.contains(">nan") && !page.contains("Optional("))
  }

  @Test func runningMeanAgreesWithTheDefinition() {
    let points = [4, 8, 1, .nan, 3, 5].enumerated()
      .map { TrainingCurve.Point(step: $0.offset, value: $0.element) }
    let smooth = RunningMean.smoothed(points, window: 3).map(\.value)
    #expect(smooth[0] == 4 && smooth[5] == 5 && smooth[3].isNaN)
    #expect(abs(smooth[1] - 13.0 / 3) < 1e-12 && smooth[2] == 4.5 && smooth[4] == 4)
  }
}
