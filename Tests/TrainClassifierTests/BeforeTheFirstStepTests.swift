#if Images
  import ArgumentParser
  import Foundation
  import Gradus
  import GradusTestSupport
  import Testing

  @testable import TrainClassifier

  /// What can be wrong is found before anything is trained or written, and one bad item among many does
  /// not spoil the others.
  @Suite(.serialized) struct BeforeTheFirstStepTests {
    /// Pictures of two classes, to train on and to test with.
    private final class Pictures {
      let folder: TemporaryFolder

      init() throws {
        folder = try TemporaryFolder()
        for part in ["train", "test"] {
          for (label, name) in ["cat", "dog"].enumerated() {
            for number in 0..<6 { try add("\(part)/\(name)/\(number).png", UInt8(60 + 90 * label)) }
          }
        }
      }

      func add(_ name: String, _ brightness: UInt8) throws {
        let file = folder["data/" + name]
        try FileManager.default.createDirectory(
          atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let picture = RasterImage(
          height: 8, width: 8, channels: 3, pixels: .init(repeating: brightness, count: 192))
        try picture.writePNG(to: file)
      }

      func cut(_ name: String) throws {
        let file = folder["data/" + name]
        let bytes = try FileContents.read(file)
        try Data(bytes[..<(bytes.count / 2)]).write(to: URL(fileURLWithPath: file))
      }

      var output: String { folder["a run"] }

      func train(_ more: [String] = []) throws -> BuiltProgram.Ending {
        try BuiltProgram.run(
          "TrainClassifier",
          ["train", "--output", output]
            + [
              "dataset=folder", "data=\(folder["data"])", "imageSize=8", "batchSize=4", "steps=2",
              "network=resnet20-cifar", "validationShare=0",
            ].flatMap { ["--set", $0] } + more)
      }
    }

    private func expectRefusal(
      _ pictures: Pictures, _ ending: BuiltProgram.Ending, naming words: String
    ) {
      #expect(ending.code == 2 && ending.errors.count == 1, "\(ending.errors)")
      #expect(ending.errors.first?.contains(words) == true, "\(ending.errors)")
      #expect(!FileManager.default.fileExists(atPath: pictures.output), "\(words)")
    }

    @Test func aMissingTestFolderIsFoundFirst() throws {
      let pictures = try Pictures()
      try FileManager.default.removeItem(atPath: pictures.folder["data/test"])
      expectRefusal(pictures, try pictures.train(), naming: "no folder test or val")
    }

    @Test func aTruncatedTestPictureIsFoundFirst() throws {
      let pictures = try Pictures()
      try pictures.cut("test/dog/3.png")
      expectRefusal(pictures, try pictures.train(), naming: "test/dog/3.png")
      let skipping = try pictures.train(["--set", "onBadFile=skip"])
      #expect(skipping.code == 0, "\(skipping.errors)")
      #expect(skipping.errors.contains { $0.contains("skipped 1 bad files of the test images") })
    }

    @Test(arguments: ["test/fox/0.png", "train/fox/0.png"])
    func aClassOnOneSideOnlyIsFoundFirst(_ name: String) throws {
      let pictures = try Pictures()
      try pictures.add(name, 3)
      expectRefusal(pictures, try pictures.train(), naming: "fox")
    }

    @Test func aBatchThatCannotBeTrainedOnIsFoundFirst() throws {
      let pictures = try Pictures()
      expectRefusal(
        pictures, try pictures.train(["--set", "network=inception_v3", "--set", "imageSize=100"]),
        naming: "AuxLogits")
    }

    @Test func changedImagesAreNoticedOnResuming() throws {
      let pictures = try Pictures()
      #expect(try pictures.train().code == 0)
      try pictures.add("train/cat/0.png", 61)
      let changed = try pictures.train(["--resume"])
      #expect(changed.code == 2 && changed.errors.count == 1)
      #expect(changed.errors.first?.contains("(training): the images, labels or classes") == true)
      #expect(try pictures.train(["--resume", "--accept-other-data"]).code == 0)
      #expect(try pictures.train(["--resume"]).code == 0)
    }

    @Test func badPicturesDoNotSpoilGoodOnes() throws {
      let pictures = try Pictures()
      #expect(try pictures.train().code == 0)
      try pictures.cut("test/dog/0.png")
      let good = ["cat/1", "dog/1", "cat/2"].map { pictures.folder["data/test/\($0).png"] }
      let bad = [pictures.folder["data/test/dog/0.png"], pictures.folder["none.png"], "/dev/null"]
      let mixed = [good[0], bad[0], good[1], bad[1], bad[2], good[2]]
      let ending = try BuiltProgram.run("TrainClassifier", ["predict", pictures.output] + mixed)
      #expect(ending.code == 1 && ending.errors.count == 4, "\(ending.errors)")
      #expect(ending.errors.last == "error: 3 of 6 pictures could not be read")
      let alone = try BuiltProgram.run("TrainClassifier", ["predict", pictures.output] + good)
      #expect(alone.code == 0 && alone.output == ending.output)
      let lines = try BuiltProgram.run(
        "TrainClassifier", ["predict", "--json", pictures.output] + mixed
      ).output.split(separator: "\n")
      #expect(lines.count == 3)
    }
  }
#endif
