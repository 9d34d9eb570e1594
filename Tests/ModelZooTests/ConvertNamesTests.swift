import Foundation
import Gradus
import GradusExampleSupport
import GradusTestSupport
import Testing

@testable import ModelZoo

/// Weights whose names are another program's: what does not fit is said with the options that make it
/// fit, and these do.
@Suite struct ConvertNamesTests {
  private let folder: TemporaryFolder
  private let model = CIFARResNet(depth: 20).initialize(seed: 1)

  init() throws { folder = try TemporaryFolder() }

  /// Converts a file with these tensors, and again with the advice of the first try.
  private func convert(
    _ tensors: StateDictionary, _ options: [String] = []
  ) throws -> (first: BuiltProgram.Ending, second: BuiltProgram.Ending?) {
    let (from, to) = (folder["in.safetensors"], folder["out.safetensors"])
    try SafetensorsFormat().write(tensors, metadata: [:], to: from)
    let arguments = ["convert", from, to, "--network", "resnet20-cifar"] + options
    let first = try BuiltProgram.run("ModelZoo", arguments)
    let line = String(first.errors.last ?? "")
    guard first.code == 2, let advice = line.range(of: "; try ")?.upperBound else {
      return (first, nil)
    }
    let words = try Self.words(String(line[advice...]))
    return (first, try BuiltProgram.run("ModelZoo", arguments + words))
  }

  /// What a shell makes of a line.
  private static func words(_ line: String) throws -> [String] {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", "for word in \(line); do printf '%s\\n' \"$word\"; done"]
    let output = Pipe()
    shell.standardOutput = output
    try shell.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    return text.split(separator: "\n").map(String.init)
  }

  private func line(_ ending: BuiltProgram.Ending) -> String {
    ending.errors.joined(separator: "|")
  }

  private var weights: StateDictionary { model.stateDictionary(layout: .pyTorch) }

  /// Filters in TensorFlow's order of axes are seen by their shapes.
  @Test func otherOrdersOfAxesAreAdvised() throws {
    let result = try convert(model.stateDictionary)
    #expect(line(result.first).contains("--layout hwio"), "\(line(result.first))")
    #expect(result.second?.code == 0)
    let written = try SafetensorsFile.read(folder["out.safetensors"])
    for (name, tensor) in weights {
      #expect(written.tensors[name]?.scalars == tensor.scalars, "\(name)")
    }
  }

  @Test func wrappersNeedNoOption() throws {
    for prefix in ["module.", "_orig_mod.", "model.", "net.", "_orig_mod.module."] {
      let result = try convert(weights.prefixed(prefix)).first
      #expect(result.code == 0, "\(prefix): \(line(result))")
    }
  }

  @Test(arguments: [
    ("encoder.", "--strip encoder."), ("my net's.", "--strip 'my net'\\''s.'"),
    ("$(touch x).", "--strip '$(touch x).'"),
  ])
  func aBeginningOfSomeNames(_ prefix: String, _ advice: String) throws {
    var state = weights.prefixed(prefix)
    state["extra.scale"] = Tensor([1], shape: [1])
    state["extra.shift"] = Tensor([1], shape: [1])
    let (first, second) = try convert(state)
    #expect(line(first).contains("; try \(advice) --ignore extra."), "\(line(first))")
    #expect(second?.code == 0, "\(second.map(line) ?? "")")
  }

  @Test func anotherHead() throws {
    let state = weights.renamed { $0.replacing("fc.", with: "linear.") }
    let (first, second) = try convert(state)
    #expect(line(first).contains("; try --rename linear.=fc."), "\(line(first))")
    #expect(second?.code == 0, "\(second.map(line) ?? "")")
  }

  @Test func otherClasses() throws {
    let other = CIFARResNet(depth: 20, classes: 7).initialize(seed: 2)
    let (first, second) = try convert(other.stateDictionary(layout: .pyTorch))
    #expect(line(first).contains("; try --classes 7"), "\(line(first))")
    #expect(second?.code == 0)
  }

  @Test func entriesOfADictionary() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "InterchangeTests/Fixtures/wrapped.pt").path
    let arguments = ["convert", path, folder["out"], "--network", "resnet20-cifar"]
    let result = try BuiltProgram.run("ModelZoo", arguments)
    #expect(result.code == 2 && line(result).contains("--key ema"), "\(line(result))")
    let chosen = try BuiltProgram.run("ModelZoo", arguments + ["--key", "net.state.best"])
    #expect(chosen.code == 2 && line(chosen).contains("do not fit"), "\(line(chosen))")
  }

  @Test(arguments: [["--rename", "fc"], ["--rename", "=x"], ["--strip", ""], ["--ignore", ""]])
  func optionsWithoutAMeaning(_ options: [String]) throws {
    let result = try convert(weights, options).first
    #expect(result.code != 0 && !FileManager.default.fileExists(atPath: folder["out.safetensors"]))
  }
}
