import ArgumentParser
import Foundation
import GradusExampleSupport
import Testing

@testable import DegradationStudy

/// What is typed: nonsense ends in one line that names the option.
@Suite struct StudyConfigurationTests {
  private func configuration(_ arguments: String) throws -> StudyConfiguration {
    try StudyConfiguration(options(arguments))
  }

  private func options(_ arguments: String) throws -> StudyOptions {
    try StudyOptions.parse(arguments.split(separator: " ").map(String.init))
  }

  @Test func presetsFillIn() throws {
    let quick = try configuration("--width 16")
    #expect(quick.depths == [20, 56] && quick.kinds == [.plain, .residual])
    #expect(quick.steps == 120 && quick.seeds == [1] && quick.testImages == 2_000)
    #expect(quick.dataset == "fashion-mnist" && quick.width == 16 && quick.batchSize == 128)
    let overnight = try configuration("--preset overnight --depths 110 --width 8")
    #expect(overnight.steps == 4_800 && overnight.seeds == [1, 2, 3, 4])
    #expect(overnight.depths == [110] && overnight.width == 8)
    #expect(overnight.runs.count == 8)
  }

  @Test func withoutRunOptionsClaimsAreTested() throws {
    let quick = try configuration("")
    #expect(quick.claims == ClaimSelection(numbers: nil, seeds: [1, 2, 3, 4, 5]))
    #expect(quick.seeds == [1] && quick.steps == StudyPreset.quick.scale().curveSteps)
    let some = try configuration("--claims 2,7,12 --seeds 6,7,8")
    #expect(some.claims == ClaimSelection(numbers: [2, 7, 12], seeds: [6, 7, 8]))
    #expect(try configuration("--steps 600").claims == nil)
    #expect(try configuration("--seeds 1,2").claims == nil)
    #expect(try configuration("--preset standard --claims all").claims?.numbers == nil)
  }

  @Test(arguments: [
    ("--depths 21", "--depths: 21 is not 6n + 2; try 8, 14, 20, 32, 44, 56 or 110"),
    ("--depths 2", "--depths takes a list of whole numbers from 8 to 2000, not [2]"),
    ("--depths 2006", "--depths takes a list of whole numbers from 8 to 2000, not [2006]"),
    ("--depths 8,8", "--depths names a depth twice"),
    ("--kinds plain,plain", "--kinds names a kind twice"),
    ("--seeds 1,2,1", "--seeds names a seed twice"),
    ("--claims 12 --seeds 1,2,1", "--seeds names a seed twice"),
    ("--claims 12 --seeds=-1", "--seeds: -1 must not be negative"),
    (
      "--seeds=-1",
      "--seeds takes a list of whole numbers from 0 to 4503599627370496, not [-1]"
    ),
    ("--width 0", "--width takes a whole number from 1 to 1024, not 0"),
    ("--steps 0", "--steps takes a whole number from 1 to 10000000, not 0"),
    ("--batch-size 1", "--batch-size takes a whole number from 2 to 16384, not 1"),
    ("--learning-rate 0", "--learning-rate takes a number from 1e-12 to 1000.0, not 0"),
    ("--learning-rate nan", "--learning-rate takes a number from 1e-12 to 1000.0, not nan"),
    ("--learning-rate inf", "--learning-rate takes a number from 1e-12 to 1000.0, not inf"),
    ("--test-images 0", "--test-images takes a whole number from 1 to 1000000000, not 0"),
  ]) func nonsenseIsNamed(_ arguments: String, _ problem: String) {
    let error = #expect(throws: UserError.self) { try configuration(arguments) }
    #expect(error?.description == problem)
  }

  @Test(arguments: [
    "--depths x", "--depths 8,,14", "--kinds plane", "--width many", "--dataset imagenet",
    "--preset slow", "--seeds 1.5", "--convolution-accuracy exact",
  ]) func whatCannotBeReadIsNamed(_ arguments: String) {
    let error = #expect(throws: (any Error).self) { try configuration(arguments) }
    let option = arguments.split(separator: " ")[0]
    #expect(error.map { StudyOptions.message(for: $0) }?.contains(option) == true)
  }

  @Test(arguments: [
    ("--preset standard", "--preset"), ("--table lecture", "--table"),
    ("--dataset cifar10", "--dataset"), ("--data /x", "--data"),
    ("--depths 8", "--depths"), ("--kinds plain", "--kinds"), ("--width 4", "--width"),
    ("--seeds 2", "--seeds"), ("--steps 7", "--steps"), ("--batch-size 48", "--batch-size"),
    ("--learning-rate 0.2", "--learning-rate"), ("--test-images 5", "--test-images"),
    ("--convolution-accuracy fast", "--convolution-accuracy"),
  ]) func anotherValueConflictsWithAResumedStudy(_ arguments: String, _ option: String) throws {
    let study = try configuration("")
    #expect(try study.conflict(with: options(arguments)) == option)
    let same = try configuration(arguments)
    #expect(try same.conflict(with: options(arguments)) == nil)
    #expect(try same.conflict(with: options("--quiet --json --resume --threads 2")) == nil)
  }

  @Test(arguments: [
    "", "--claims 2,7 --seeds 3,4", "--steps 5 --data x", "--table lecture",
    "--convolution-accuracy fast",
  ])
  func aConfigurationSurvivesItsFile(_ arguments: String) throws {
    let files = try StudyFiles()
    let folder = try StudyFolder(new: files.folder)
    let study = try configuration(arguments)
    try folder.write(study)
    #expect(try StudyConfiguration(readingFrom: folder) == study)
  }

  @Test func accuracyDescribesRuns() throws {
    let study = try configuration("--convolution-accuracy fast")
    #expect(study.convolutionAccuracy == .fast && study.claims == nil)
    #expect(study.summary["convolution-accuracy"] == "fast")
    #expect(try configuration("--width 4").convolutionAccuracy == .automatic)
  }

  /// What a study wrote before there was a second table.
  @Test func anOlderFileIsRead() throws {
    let files = try StudyFiles()
    let text = """
      {"batchSize": 32, "claims": {"numbers": [2], "seeds": [1, 2]}, "dataset": "mnist",
      "depths": [20, 56], "kinds": ["plain", "residual"], "learningRate": 0.03, "momentum": 0.9,
      "preset": "quick", "seeds": [1], "steps": 96, "testImages": 1000, "weightDecay": 0.0001,
      "width": 16}
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: files.path("config.json")))
    let study = try StudyConfiguration(readingFrom: StudyFolder(existing: files.folder))
    #expect(study.table == .degradation && study.data == nil && study.steps == 96)
    #expect(study.claims == ClaimSelection(numbers: [2], seeds: [1, 2]))
    try Data("{}".utf8).write(to: URL(fileURLWithPath: files.path("config.json")))
    let error = #expect(throws: UserError.self) {
      _ = try StudyConfiguration(readingFrom: StudyFolder(existing: files.folder))
    }
    #expect(error?.description.contains("config.json is damaged") == true)
  }

  @Test func theScheduleDropsAtHalfAndThreeQuarters() throws {
    #expect(try configuration("--steps 600").schedule.milestones == [300, 450])
    #expect(try configuration("--steps 1").schedule.milestones == [])
    #expect(try configuration("--dataset cifar10 --data x").augmentation == .standard)
    #expect(try configuration("").augmentation == nil)
  }
}
