import Foundation
import Gradus
import GradusExampleSupport
import Testing

@testable import DegradationStudy

/// The images that can be named, and what they are.
@Suite struct DatasetChoiceTests {
  private func configuration(_ arguments: String) throws -> StudyConfiguration {
    try StudyConfiguration(
      StudyOptions.parse(arguments.split(separator: " ").map(String.init)))
  }

  @Test func namesAndFoldersAreRead() throws {
    let list = try #require(DatasetList(argument: "mnist,cifar10:/data/c:1,folder:flowers,noise"))
    #expect(list.choices.map(\.name) == ["mnist", "cifar10", "folder", "noise"])
    #expect(list.choices.map(\.path) == [nil, "/data/c:1", "flowers", nil])
    for wrong in ["", "mnist,", "imagenet", "mnist:", "noise:x", "MNIST"] {
      #expect(DatasetList(argument: wrong) == nil, "\(wrong)")
    }
  }

  @Test func aFolderOfItsOwnIsThatOfData() throws {
    #expect(try configuration("--dataset cifar10:/x").data == "/x")
    #expect(try configuration("--dataset cifar10 --data /x").data == "/x")
    #expect(try configuration("--dataset noise").data == nil)
  }

  @Test(arguments: [
    ("--dataset folder", "--dataset folder needs the folder of the pictures: folder:DIR"),
    ("--dataset noise --data x", "--data: noise is made and has no folder; leave it out"),
    (
      "--dataset mnist:a --data b",
      "--data and --dataset mnist:DIR both name a folder; leave one out"
    ),
  ]) func nonsenseIsNamed(_ arguments: String, _ problem: String) {
    let error = #expect(throws: UserError.self) { try configuration(arguments) }
    #expect(error?.description == problem)
  }

  @Test func noiseIsTheSameInAnyNumberAndHasNoStructure() {
    let few = NoiseImages.dataset(.train, count: 20)
    let many = NoiseImages.dataset(.train, count: 400)
    #expect(few.fingerprint == many.prefix(20).fingerprint)
    #expect(many.fingerprint != NoiseImages.dataset(.test, count: 400).fingerprint)
    let values = many.images(at: Array(0..<400))
    // Bytes drawn evenly: mean 1/2, variance (256² − 1) / (12 · 255²), within 5 standard errors.
    let count = Double(values.count)
    #expect(abs(values.mean().item - 0.5) < 5 * 0.2898 / count.squareRoot())
    #expect(abs(values.variance().item - 65_535 / (12 * 65_025)) < 0.001)
    let counts = (0..<10).map { label in many.labels.count { $0 == label } }
    #expect(counts.allSatisfy { (15...70).contains($0) }, "\(counts)")
  }

  @Test(.enabled(if: RasterImage.canDecode)) func picturesComeMixedAndInTheSameClasses() throws {
    let files = try StudyFiles()
    for (split, count) in [("train", 12), ("val", 3)] {
      for (label, name) in ["dark", "light"].enumerated() {
        let folder = files.path("pictures/\(split)/\(name)")
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
        for number in 0..<count {
          let pixels = [UInt8](repeating: UInt8(200 * label + number), count: 40 * 36)
          try RasterImage(height: 40, width: 36, channels: 1, pixels: pixels)
            .writePNG(to: "\(folder)/\(100 + number).png")
        }
      }
    }
    let origin = ImageOrigin.pictures(folder: files.path("pictures"))
    let train = try origin.load(.train)
    let test = try origin.load(.test, classes: train.classNames)
    #expect(train.classNames == ["dark", "light"] && test.classNames == train.classNames)
    #expect(train.imageShape == [32, 32, 3] && train.count == 24 && test.count == 6)
    // Pictures lie class by class; the study takes the first so many.
    #expect(Set(train.labels.prefix(12)).count == 2)
    for (place, label) in train.labels.enumerated() {
      #expect((train.images(at: [place]).mean().item > 0.5) == (label == 1))
    }
    let missing = #expect(throws: UserError.self) {
      try ImageOrigin.pictures(folder: files.path("data")).load(.train)
    }
    #expect(missing?.description.contains("no folder train in it") == true)
  }

  @Test func chanceNamesTheMostFrequentClass() {
    #expect(FullyConnectedDepth.chance([1, 1, 0, 2]) == 0.5)
  }
}
