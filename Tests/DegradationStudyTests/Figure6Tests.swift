import Foundation
import Gradus
import GradusExampleSupport
import GradusTestSupport
import Testing

@testable import DegradationStudy

/// The preset of He et al. 2015, Fig. 6: its nets, its rates, its time, its panels.
@Suite(.serialized) struct Figure6Tests {
  private func configuration(_ arguments: String) throws -> StudyConfiguration {
    try StudyConfiguration(
      StudyOptions.parse(arguments.split(separator: " ").map(String.init)))
  }

  @Test func threeSeedsOf20And56AndOneOfTheOthers() throws {
    let study = try configuration("--preset fig6 --data x")
    #expect(study.claims == nil && study.dataset == "cifar10" && study.augmentation == .standard)
    #expect(study.steps == 8_000 && study.batchSize == 128 && study.width == 16)
    for kind in RunIdentity.Kind.allCases {
      for (depth, seeds) in [(20, 3), (32, 1), (44, 1), (56, 3), (110, 1)] {
        #expect(study.runs.count { $0.kind == kind && $0.depth == depth } == seeds)
      }
    }
    #expect(study.runs.count == 18)
    // 12, 13 and the dynamics are judged where every seed has both depths.
    let twelve = try #require(study.claimTable[12])
    #expect(
      twelve.criteria.map(\.quantity) == ["training loss after 8000 steps, plain-56 − plain-20"])
    let scaled = try configuration("--preset fig6 --depths 8,14 --dataset mnist:x --seeds 1,2")
    #expect(scaled.runs.count == 8 && scaled.repeatedDepths == nil)
  }

  @Test func theRateIsHesAtAnEighthOfItsLength() throws {
    let study = try configuration("--preset fig6 --data x")
    func rates(_ depth: Int) -> [Double] {
      [0, 399, 400, 3_999, 4_000, 5_999, 6_000, 7_999].map {
        study.rates(depth: depth).learningRate(step: $0)
      }
    }
    let (shallow, deep) = (rates(56), rates(110))
    for (rate, expected) in zip(shallow, [0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001]) {
      #expect(abs(rate - expected) < 1e-12)
    }
    #expect(abs(deep[0] - 0.01) < 1e-12 && abs(deep[1] - 0.01) < 1e-12)
    #expect(Array(deep[2...]) == Array(shallow[2...]))
    let other = try configuration("--depths 110")
    #expect(other.rates(depth: 110).learningRate(step: 0) == 0.1)
  }

  @Test(arguments: ["--claims 12", "--table lecture"])
  func claimsOfOthersAreRefused(_ arguments: String) {
    let error = #expect(throws: UserError.self) {
      try configuration("--preset fig6 --data x \(arguments)")
    }
    #expect(error?.description.contains("the preset fig6 trains nets") == true)
  }

  @Test func theTimeIsASumOverRuns() {
    let times = StepTimes(
      [
        .init(name: "plain-20", runs: 3, seconds: 0.5),
        .init(name: "plain-110", runs: 1, seconds: 3),
      ], steps: 8_000)
    #expect(abs(times.total - 1.1 * 36_000) < 1e-6)
    #expect(times.text.contains("4 runs of 8000 steps"))
    #expect(times.text.hasSuffix("about 11 hours\n"))
    #expect(StepTimes.duration(30) == "30 seconds" && StepTimes.duration(600) == "10 minutes")
  }

  @Test func inSmallItIsPlannedRunResumedAndDrawn() throws {
    let files = try StudyFiles()
    let arguments =
      "--preset fig6 --dataset mnist:data --depths 8,14 --seeds 1,2 --width 2 --steps 40 "
      + "--batch-size 8 --test-images 10"
    func run(_ arguments: String) throws -> BuiltProgram.Ending {
      try files.run(arguments.split(separator: " ").map(String.init))
    }
    let plan = try run("plan \(arguments)")
    #expect(plan.code == 0 && plan.output.contains("8 runs of 40 steps"))
    #expect(!FileManager.default.fileExists(atPath: files.path("study")))
    let first = try run("\(arguments) --output study")
    #expect(first.code == 0 && first.errors.contains { $0.contains("8 runs of 40 steps") })
    let page = String(decoding: try files.data("study/report.html"), as: UTF8.self)
    #expect(page.contains("figure-6-plain") && page.contains("figure-6-residual"))
    #expect(page.contains("Beside the paper") && !page.contains(">nan"))
    let again = try run("--resume --output study --quiet")
    #expect(again.code == 0 && again.errors == [])
    #expect(
      String(decoding: try files.data("study/report.html"), as: UTF8.self) == page)
  }

  /// Runs of a depth that one seed alone has are not compared where others have more.
  @Test func theComparisonTakesTheDepthOfMostSeeds() throws {
    var study = InventedStudy(depths: [20, 56, 110], seeds: [1, 2, 3])
    study.results.runs.removeAll { $0.depth == 110 && $0.seed != 1 }
    let comparison = try #require(DepthComparison(study.results.runs, kind: .plain))
    #expect(comparison.deep == 56 && comparison.pairs.count == 3)
  }
}
