import Foundation
import Gradus
import GradusTestSupport
import Testing

/// The four small programs run, say what they found, and fit on a page: at most 80 lines of code.
@Suite struct SmallProgramTests {
  private static let names = ["Regression", "PictureClassifier", "NetFlow", "PlainNormalizers"]

  @Test(arguments: names) func fitsOnAPage(_ name: String) throws {
    let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples/\(name)").standardized
    let files = try FileManager.default.contentsOfDirectory(
      at: examples, includingPropertiesForKeys: nil)
    let lines = try files.reduce(0) { sum, file in
      sum
        + (try String(contentsOf: file, encoding: .utf8)).split(
          separator: "\n", omittingEmptySubsequences: true
        ).filter { !$0.contains(/^ *\/\//) }.count
    }
    #expect(files.count == 1 && lines <= 80, "\(lines) lines")
  }

  @Test func aCurveIsFitted() throws {
    let folder = try TemporaryFolder()
    let result = try BuiltProgram.run("Regression", ["--steps", "400"], in: folder[""])
    #expect(result.code == 0, "\(result.errors)")
    let text = try #require(result.output.split(separator: " ").last)
    // The noise has a deviation of 0.1.
    let error = try #require(Double(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(error < 0.25)
    #expect(try String(contentsOfFile: folder["regression.svg"], encoding: .utf8).contains("<svg"))
    try "1,2\n2,4\nthree,6".write(toFile: folder["p.csv"], atomically: true, encoding: .utf8)
    let wrong = try BuiltProgram.run("Regression", ["p.csv"], in: folder[""])
    let line = try #require(wrong.errors.last)
    #expect(wrong.code == 2 && line.contains("'three,6' is not two finite numbers"))
  }

  @Test(.enabled(if: RasterImage.canDecode)) func picturesAreToldApart() throws {
    let folder = try TemporaryFolder()
    // Red and blue pictures with noise, twice as many of the one.
    for (name, count, channel) in [("red", 24, 0), ("blue", 12, 2)] {
      try FileManager.default.createDirectory(
        atPath: folder["pictures/\(name)"], withIntermediateDirectories: true)
      for number in 0..<count {
        let stream = RandomStream(seed: UInt64(number), name: name)
        let pixels = (0..<20 * 24 * 3).map {
          UInt8(stream.integer($0, below: 100) + ($0 % 3 == channel ? 150 : 0))
        }
        let picture = RasterImage(height: 20, width: 24, channels: 3, pixels: pixels)
        try picture.writePNG(to: folder["pictures/\(name)/\(number).png"])
      }
    }
    let result = try BuiltProgram.run(
      "PictureClassifier",
      ["pictures", "--steps", "30", "--side", "16", "--batch-size", "16"], in: folder[""])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("7 pictures held out: error 0.0 %"), "\(result.output)")
    #expect(FileManager.default.fileExists(atPath: folder["pictures.safetensors"]))
  }

  @Test func gradientsOfAnOwnNetAreShown() throws {
    let folder = try TemporaryFolder()
    let result = try BuiltProgram.run(
      "NetFlow", ["--steps", "4", "--depth", "3"], in: folder[""])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("step 3\n") && result.output.contains("units.2.second"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(FileManager.default.fileExists(atPath: folder["flow/weightGradientNorm.svg"]))
  }

  @Test func normalizersAreCompared() throws {
    let folder = try TemporaryFolder()
    let names = ["batch", "batch+clip", "group", "layer", "standardized", "own", "none"]
    let result = try BuiltProgram.run(
      "PlainNormalizers", names + ["--depth", "8", "--steps", "2", "--seeds", "2"],
      in: folder[""])
    #expect(result.code == 0, "\(result.errors)")
    let rows = result.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(rows.count == 14)
    var firsts: [String: Double] = [:]
    for row in rows {
      let numbers = row.dropFirst(2).compactMap { Double($0) }
      #expect(numbers.count == 3 && numbers.allSatisfy(\.isFinite), "\(row)")
      if row[1] == "1" { firsts[String(row[0])] = numbers[1] }
    }
    #expect(Set(firsts.keys) == Set(names))
    // Clipping changes what the optimiser gets, not what was computed.
    #expect(firsts["batch"] == firsts["batch+clip"] && firsts["batch"] != firsts["group"])
    let wrong = try BuiltProgram.run("PlainNormalizers", ["bath"], in: folder[""])
    #expect(wrong.code == 2 && wrong.errors.last?.contains("'bath'") == true)
  }
}
