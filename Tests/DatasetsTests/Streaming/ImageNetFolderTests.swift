import Foundation
import GradusTestSupport
import Testing

@testable import GradusDatasets

/// The ILSVRC data as they lie: lists and names as they come with them.
@Suite struct ImageNetFolderTests {
  private let folder: TemporaryFolder
  private let synsets = ["n01440764", "n01443537"]

  init() throws {
    folder = try TemporaryFolder()
    for name in [
      "train/n01443537/n01443537_2.JPEG", "train/n01440764/n01440764_10026.JPEG",
      "val/ILSVRC2012_val_00000001.JPEG", "val/ILSVRC2012_val_00000002.JPEG",
    ] { try write(name, "x") }
    try write("LOC_synset_mapping.txt", "n01440764 tench, Tinca tinca\nn01443537 goldfish\n")
  }

  private func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: folder[name])
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func open() throws -> ImageNetFolder {
    try ImageNetFolder(folder.path, indices: PictureIndexFile(folder["indices"]))
  }

  @Test func classesHaveTheNamesOfTheirSynsets() throws {
    let training = try open().training().index
    #expect(
      training.classNames == ["tench, Tinca tinca", "goldfish"] && training.labels == [0, 1])
  }

  @Test(arguments: [
    (
      "val.txt", "ILSVRC2012_val_00000001.JPEG 1\nILSVRC2012_val_00000002.JPEG 0\n"
    ),
    (
      "val.txt", "ILSVRC2012_val_00000002.JPEG n01440764\nILSVRC2012_val_00000001.JPEG n01443537\n"
    ),
    (
      "LOC_val_solution.csv",
      "ImageId,PredictionString\nILSVRC2012_val_00000001,n01443537 85 1 499 272 \n"
        + "ILSVRC2012_val_00000002,n01440764 1 2 3 4 n01440764 5 6 7 8 \n"
    ),
  ]) func listsOfValidationPicturesAreReadAsTheyCome(_ name: String, _ text: String) throws {
    try write(name, text)
    let folder = try open()
    let validation = try folder.validation(synsets: folder.synsets())
    #expect(validation.labels == [1, 0] && validation.count == 2)
    #expect(validation.classNames == ["tench, Tinca tinca", "goldfish"])
    #expect(validation.path(at: 0).hasSuffix("val/ILSVRC2012_val_00000001.JPEG"))
  }

  @Test func foldersOfSynsetsNeedNoList() throws {
    try FileManager.default.removeItem(atPath: folder["val"])
    try write("val/n01443537/a.JPEG", "x")
    try write("val/n01440764/b.JPEG", "x")
    let folder = try open()
    #expect(try folder.validation(synsets: folder.synsets()).labels == [0, 1])
  }

  @Test(arguments: [
    ("ILSVRC2012_val_00000001.JPEG 1\n", nil),
    ("ILSVRC2012_val_00000001.JPEG 1\nILSVRC2012_val_00000002.JPEG 2\n", 2),
    ("ILSVRC2012_val_00000001.JPEG 1\nILSVRC2012_val_00000001.JPEG 1\n", 2),
    ("ILSVRC2012_val_00000001.JPEG\n", 1),
    (
      "ILSVRC2012_val_00000001.JPEG 1\nILSVRC2012_val_00000002.JPEG 0\nmore.JPEG 0\n", nil
    ),
  ]) func aListThatDoesNotFitIsTold(_ text: String, _ line: Int?) throws {
    try write("val.txt", text)
    let folder = try open()
    let error = #expect(throws: ImageNetListError.self) {
      try folder.validation(synsets: folder.synsets())
    }
    #expect(error?.line == line && error?.description.contains("\n") == false)
  }

  @Test func aMissingListAndStrangeNamesAreTold() throws {
    let folder = try open()
    let error = #expect(throws: ImageNetListError.self) {
      try folder.validation(synsets: folder.synsets())
    }
    #expect(error?.description.contains("val.txt or LOC_val_solution.csv") == true)
    try write("LOC_synset_mapping.txt", "tench\n")
    #expect(throws: ImageNetListError.self) { try open() }
  }
}
