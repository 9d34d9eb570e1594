import Foundation
import GradusTensors
import Testing

@testable import GradusDatasets

@Suite struct BuiltInDatasetTests {
  let files: SampleFiles

  init() throws { files = try SampleFiles() }

  static let isFashionMNISTInstalled = FileManager.default.fileExists(
    atPath: "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz")

  @Test(.enabled(if: isFashionMNISTInstalled))
  func installedFashionMNIST() throws {
    for (split, count) in [(BuiltInDataset.Split.train, 60_000), (.test, 10_000)] {
      let dataset = try BuiltInDataset.fashionMNIST.load(split: split)
      #expect(dataset.count == count)
      #expect(dataset.imageShape == [28, 28, 1])
      #expect(dataset.classes == 10)
      for label in 0..<10 {
        #expect(dataset.labels.count { $0 == label } == count / 10)
      }
      if split == .train {
        // The statistics in common use for this data set.
        let statistics = Normalization.perChannel(of: dataset)
        #expect(abs(statistics.mean[0] - 0.2860) < 5e-5)
        #expect(abs(statistics.standardDeviation[0] - 0.3530) < 5e-5)
      }
    }
  }

  @Test(arguments: ["-idx", ".idx"], ["", ".gz"])
  func spellingsOfMNISTFiles(separator: String, suffix: String) throws {
    for (stem, count) in [("train", 3), ("t10k", 2)] {
      let images = idx(
        magic: imagesMagic, sizes: [count, 2, 2], data: randomBytes(4 * count, seed: 1))
      let labels = idx(magic: labelsMagic, sizes: [count], data: Array(7..<(7 + UInt8(count))))
      for (bytes, name) in [(images, "images\(separator)3"), (labels, "labels\(separator)1")] {
        let full = "\(stem)-\(name)-ubyte\(suffix)"
        if suffix.isEmpty {
          try files.write(bytes, to: full)
        } else {
          try files.writeGzip(bytes, to: full)
        }
      }
    }
    #expect(
      try BuiltInDataset.mnist.load(from: files.directory, split: .train).labels == [7, 8, 9])
    let test = try BuiltInDataset.fashionMNIST.load(from: files.directory + "/", split: .test)
    #expect(test.labels == [7, 8])
    #expect(test.name == "fashion-mnist")
  }

  @Test func adviceWhenFilesAreMissing() {
    #expect(
      message { _ = try BuiltInDataset.fashionMNIST.load(from: files.directory, split: .train) }
        == "\(files.path("train-images-idx3-ubyte.gz")): no such file; install it with "
        + "'apt-get install dataset-fashion-mnist' or name the directory that has it")
    #expect(
      message { _ = try BuiltInDataset.mnist.load(split: .train) }
        == "mnist: no directory given; name the one that holds "
        + "train-images-idx3-ubyte.gz and its three companions")
    #expect(
      message { _ = try BuiltInDataset.cifar10.load(from: files.directory, split: .train) }
        == "\(files.path("data_batch_1.bin")): no such file; name the directory that holds "
        + "data_batch_1.bin and its companions (cifar-10-batches-bin)")
    #expect(
      message { _ = try BuiltInDataset.cifar100.load(from: files.directory, split: .test) }
        == "\(files.path("test.bin")): no such file; name the directory that holds "
        + "train.bin and test.bin (cifar-100-binary)")
  }

  @Test func wholeCIFARTestFile() throws {
    let records = 10_000
    var bytes = [UInt8](repeating: 0, count: records * 3073)
    for record in 0..<records { bytes[record * 3073] = UInt8(record % 10) }
    try files.write(bytes, to: "test_batch.bin")
    let dataset = try BuiltInDataset.cifar10.load(from: files.directory, split: .test)
    #expect(dataset.labels == (0..<records).map { $0 % 10 })
  }

  @Test func classNames() {
    #expect(
      Set(BuiltInDataset.allCases.map(\.rawValue)) == [
        "fashion-mnist", "mnist", "cifar10", "cifar100",
      ])
    #expect(BuiltInDataset.allCases.map(\.classNames.count) == [10, 10, 10, 100])
    let names = BuiltInDataset.cifar100.classNames
    #expect(names == names.sorted())
    #expect(Set(names).count == 100)
  }
}
