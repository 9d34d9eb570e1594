import ArgumentParser
import Gradus
import Testing

@testable import TrainClassifier

/// What is set, by whom, and what is said about nonsense.
@Suite struct TrainingConfigurationTests {
  private func configuration(
    _ file: String? = nil, _ assignments: [String] = []
  ) throws -> TrainingConfiguration {
    var result = TrainingConfiguration()
    if let file {
      try result.apply(JSONValue(parsing: Array(file.utf8), path: "c.json"), path: "c.json")
    }
    for assignment in assignments { try result.apply(assignment: assignment) }
    return result
  }

  @Test func theLastOneWins() throws {
    let file = #"{"batchSize": 64, "learningRate": 0.5, "milestones": [0.25]}"#
    let result = try configuration(file, ["learningRate=0.3", "seed=4", "learningRate=0.2"])
    #expect(result.batchSize == 64 && result.learningRate == 0.2 && result.seed == 4)
    #expect(result.milestones == [0.25] && result.network == "resnet20-cifar")
  }

  @Test func ofEpochsAndStepsTheLastOneCounts() throws {
    let steps = try configuration(#"{"epochs": 3, "steps": 50}"#)
    #expect(steps.steps == 50 && steps.epochs == nil)
    let epochs = try configuration(#"{"epochs": null, "steps": 50}"#, ["epochs=2.5"])
    #expect(epochs.steps == nil && epochs.epochs == 2.5)
  }

  @Test func textsNeedNoQuotes() throws {
    let result = try configuration(nil, ["data=7", "network=\"resnet18\"", "flips=false"])
    #expect(result.data == "7" && result.network == "resnet18" && !result.flips)
    #expect(try configuration(nil, ["data=null"]).data == nil)
  }

  @Test func aConfigurationSurvivesItsFile() throws {
    var original = try configuration(
      nil,
      [
        "learningRate=0.1", "weightDecay=1e-4", "averageDecay=0.999", "data=/a \"b\"\\c",
        "milestones=[0.1, 0.7]", "steps=10", "optimizer=adamw", "minimumImprovement=1e-9",
      ])
    #expect(try configuration(original.json.text) == original)
    original = try original.resolved()
    #expect(try configuration(original.json.text) == original)
  }

  @Test(arguments: [
    (#"{"batchsize": 3}"#, #"c.json: there is no setting "batchsize"; did you mean batchSize?"#),
    (
      #"{"learning-rate": 3}"#,
      #"c.json: there is no setting "learning-rate"; did you mean learningRate?"#
    ),
    (#"{"batchSize": 1}"#, "c.json: batchSize takes a whole number from 2 to 16384, not 1"),
    (
      #"{"batchSize": "64"}"#,
      #"c.json: batchSize takes a whole number from 2 to 16384, not "64""#
    ),
    (#"{"batchSize": 64.5}"#, "c.json: batchSize takes a whole number from 2 to 16384, not 64.5"),
    (#"{"flips": 1}"#, "c.json: flips takes true or false, not 1"),
    (
      #"{"optimizer": "lion"}"#,
      #"c.json: optimizer takes one of sgd, adam, adamw, rmsprop, not "lion""#
    ),
    (
      #"{"milestones": [0.5, 2]}"#,
      "c.json: milestones takes a list of numbers from 0.0 to 1.0, such as [0.5, 0.75], not [0.5, 2]"
    ),
    (#"[1]"#, "c.json: an object of settings expected, not a list"),
    ("{\"seed\": 1,\n \"seed\": 2}", "c.json, line 2, column 2: the key stands here a second time"),
    (#"{"seed": 1"#, "c.json, line 1, column 11: '}' expected"),
    (#"{"seed": 01}"#, "c.json, line 1, column 10: a number with a leading zero"),
    (#"{"seed": 1} x"#, "c.json, line 1, column 13: text after the end of the value"),
  ]) func nonsenseInAFileIsNamed(_ file: String, _ message: String) {
    let error = #expect(throws: (any Error).self) { try configuration(file) }
    #expect(error.map { "\($0)" } == message)
  }

  @Test(arguments: [
    ("epochs", "--set epochs: key=value expected, such as --set epochs=3"),
    ("epoch=3", #"--set: there is no setting "epoch"; did you mean epochs?"#),
    ("seed=x", #"--set seed takes a whole number from 0 to 4503599627370496, not "x""#),
    (
      "learningRate=-1",
      #"--set learningRate takes a number from 1e-12 to 1000.0, or null, not "-1""#
    ),
    (
      "learningRate=nan",
      #"--set learningRate takes a number from 1e-12 to 1000.0, or null, not "nan""#
    ),
    (
      "schedule=linear",
      #"--set schedule takes one of constant, steps, cosine, one-cycle, not "linear""#
    ),
  ]) func nonsenseOnTheCommandLineIsNamed(_ assignment: String, _ message: String) {
    let error = #expect(throws: (any Error).self) { try configuration(nil, [assignment]) }
    #expect(error.map { "\($0)" } == message)
  }

  @Test(arguments: [
    (["network=resnet21-cifar"], #"there is no network named "resnet21-cifar" in the zoo; "#),
    (["dataset=folder"], "dataset=folder needs its place: add --set data=DIR"),
    (["channels=2"], "channels must be 1 (grey) or 3 (colour), not 2"),
    (["milestones=[0.5, 0.2]"], "milestones must rise, such as [0.5, 0.75]"),
    (["schedule=one-cycle", "warmUpSteps=5"], "schedule=one-cycle warms up by itself; "),
    (["patience=2", "validationShare=0"], "patience needs held-out images; "),
    (["steps=null", "epochs=null"], "set epochs or steps; both are null"),
  ]) func contradictionsAreNamed(_ assignments: [String], _ message: String) {
    let error = #expect(throws: (any Error).self) {
      try configuration(nil, assignments).resolved()
    }
    #expect(error.map { "\($0)".hasPrefix(message) } == true)
  }

  @Test func defaultsFollowFromTheRest() throws {
    let usual = try configuration().resolved()
    #expect(usual.learningRate == 0.1 && usual.weightDecay == 1e-4 && usual.augmentation == "none")
    let other = try configuration(nil, ["dataset=cifar10", "optimizer=adamw"]).resolved()
    #expect(other.learningRate == 0.001 && other.weightDecay == 0.01)
    #expect(other.imageAugmentation == .standard)
    let folder = try configuration(
      nil,
      [
        "dataset=folder", "data=/x", "network=inception_v3",
      ]
    ).resolved()
    #expect(folder.imageSize == 299 && folder.channels == 3)
  }

  @Test func schedulesCoverTheWholeRun() throws {
    func rates(_ assignments: [String]) throws -> [Double] {
      let schedule = try configuration(nil, assignments + ["steps=100"]).resolved()
        .learningRateSchedule
      return (0..<100).map { schedule.learningRate(step: $0) }
    }
    let steps = try rates([])
    #expect(steps[49] == 0.1 && abs(steps[50] - 0.01) < 1e-12 && abs(steps[75] - 0.001) < 1e-12)
    let cosine = try rates(["schedule=cosine", "warmUpSteps=20"])
    #expect(abs(cosine[0] - 0.01) < 1e-12 && cosine[20] == 0.1 && cosine[99] < 0.001)
    let cycle = try rates(["schedule=one-cycle"])
    #expect(abs(cycle[0] - 0.004) < 1e-12 && cycle[99] < 1e-5 && abs(cycle.max()! - 0.1) < 1e-12)
    #expect(try rates(["schedule=constant"]).allSatisfy { $0 == 0.1 })
  }
}
