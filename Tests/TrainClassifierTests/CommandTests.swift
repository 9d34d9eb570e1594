import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport
import Testing

@testable import TrainClassifier

/// The program as it is typed: wrong input leaves nothing behind.
@Suite(.serialized) struct CommandTests {
  private func run(_ arguments: [String]) throws {
    var command = try TrainClassifier.parseAsRoot(arguments)
    try command.run()
  }

  private func message(_ arguments: [String]) -> String {
    do {
      try run(arguments)
      return "no error"
    } catch {
      return TrainClassifier.message(for: error)
    }
  }

  @Test func wrongInputLeavesNothingBehind() throws {
    let task = try SmallTask()
    let output = task.folder["run"]
    let data = [
      "--set", "dataset=mnist", "--set", "data=\(task.folder.path)", "--set", "batchSize=8",
    ]
    for (wrong, expected) in [
      ("batchSize=100", "batchSize=100 is more than the 54 training images"),
      ("network=resnet19", "there is no network named"),
      ("network=vgg16", "images of 6x6 pixels are too small"),
      ("data=/nowhere", "/nowhere/train-images-idx3-ubyte.gz: no such file"),
      ("warmUpSteps=2000", "leaves none of the"),
      ("dataset=folder", task.folder.path),
    ] {
      let text = message(["train", "--quiet", "--output", output] + data + ["--set", wrong])
      #expect(text.contains(expected), "\(text)")
      #expect(!FileManager.default.fileExists(atPath: output), "\(wrong)")
    }
    #expect(message(["train", "--resume", "--output", output]).contains("no run to resume"))
  }

  @Test func aRunIsNeitherOverwrittenNorChanged() throws {
    let task = try SmallTask()
    let output = task.folder["run"]
    let arguments = [
      "train", "--quiet", "--output", output, "--set", "dataset=mnist", "--set",
      "data=\(task.folder.path)", "--set", "batchSize=8", "--set", "steps=2",
    ]
    try run(arguments)
    let config = try String(contentsOfFile: output + "/config.json", encoding: .utf8)
    #expect(config.contains("\"steps\": 2") && config.contains("\"learningRate\": 0.1"))
    #expect(message(arguments).contains("already holds a run"))
    let changed = message(["train", "--resume", "--output", output, "--set", "steps=4"])
    #expect(changed.hasPrefix("steps differs from the run"), "\(changed)")
    try run(["train", "--resume", "--quiet", "--output", output, "--set", "steps=2"])
    try run(["evaluate", output])
    try run(["evaluate", output, output, "--ensemble", "--scales", "6,8", "--views", "ten-crop"])
    #expect(message(["evaluate", output, output]).contains("several models need --ensemble"))
    #expect(
      message(["evaluate", output, "--scales", "5"]).contains(
        "--scales: 5 is smaller than the 6 pixels of resnet20-cifar"))
    #expect(
      message(["evaluate", output, "--scales", "8", "--views", "whole"]).contains("mean picture"))
    try run(["summary", output])
    try run(["export", output, "--output", task.folder["weights.safetensors"]])
    try run(
      [
        "sample", "--count", "3", "--output", task.folder["pictures"], "--set", "dataset=mnist",
        "--set", "data=\(task.folder.path)",
      ])
    #expect(
      try FileContents.names(in: task.folder["pictures"]) == [
        "00000-0.png", "00001-1.png", "00002-2.png",
      ])
    let predict = [
      "predict", task.folder["weights.safetensors"], task.folder["pictures/00001-1.png"],
    ]
    if RasterImage.canDecode {
      try run(predict + ["--top", "2", "--json"])
    } else {
      #expect(message(predict).contains("build with --traits Images"))
    }
  }

  /// A picture becomes as large as the file says, before anything else can limit it.
  @Test(arguments: [(0, false), (1, true), (4_096, true), (4_097, false), (1 << 40, false)])
  func sidesInAFileAreLimited(side: Int, isSound: Bool) {
    let text =
      #"{"network":"resnet20-cifar","classNames":["a"],"height":\#(side),"width":8,"#
      + #""channels":1,"normalization":{"mean":[0],"standardDeviation":[1]}}"#
    func read() throws -> ModelCard { try ModelCard(metadata: [ModelCard.key: text], path: "x") }
    if isSound {
      #expect((try? read())?.height == side)
    } else {
      let error = #expect(throws: UserError.self) { try read() }
      #expect(error?.description == "x: its description of the classifier is damaged")
    }
  }

  @Test func fileNamesAreSafe() {
    #expect(SampleCommand.fileName(3, "T-shirt/top") == "00003-t-shirt-top.png")
    #expect(SampleCommand.fileName(123_456, "../x") == "123456-x.png")
  }

  @Test func guessesComeInOrder() {
    let guesses = PictureGuesses(
      file: "a.png", probabilities: [0.1, 0.4, 0.1, 0.4], names: ["a", "b", "c", "d"], top: 3)
    #expect(guesses.guesses.map(\.name) == ["b", "d", "a"])
    #expect(guesses.text == "a.png\n   40.00 %  b\n   40.00 %  d\n   10.00 %  a\n")
  }
}
