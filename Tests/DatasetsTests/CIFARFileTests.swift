import Foundation
import GradusTensors
import Testing

@testable import GradusDatasets

@Suite struct CIFARFileTests {
  let files: SampleFiles

  init() throws { files = try SampleFiles() }

  /// Records of the given label bytes, each with random planes.
  private func records(_ labels: [[UInt8]], seed: UInt64) -> [UInt8] {
    labels.enumerated().flatMap { index, label in
      label + randomBytes(3072, seed: seed + UInt64(index))
    }
  }

  @Test func planesBecomeInterleavedColours() throws {
    let path = try files.write(records([[3], [9]], seed: 1), to: "b.bin")
    let file = try CIFARFile(path: path, variant: .cifar10, records: 2)
    #expect(file.labels == [3, 9])
    for image in 0..<2 {
      let planes = randomBytes(3072, seed: 1 + UInt64(image))
      for row in [0, 7, 31] {
        for column in [0, 5, 31] {
          for channel in 0..<3 {
            let found = file.pixels[((image * 32 + row) * 32 + column) * 3 + channel]
            #expect(found == planes[channel * 1024 + row * 32 + column])
          }
        }
      }
    }
  }

  @Test func fineLabelsOfCIFAR100() throws {
    let path = try files.write(records([[19, 99], [0, 4]], seed: 2), to: "train.bin")
    #expect(try CIFARFile(path: path, variant: .cifar100, records: 2).labels == [99, 4])
  }

  @Test func filesFollowOneAnother() throws {
    let paths = try (0..<3).map {
      try files.write(records([[UInt8($0)], [9]], seed: 5), to: "\($0).bin")
    }
    let dataset = try ImageDataset(
      name: "c", cifarFiles: paths, variant: .cifar10, recordsPerFile: 2,
      classNames: BuiltInDataset.cifar10.classNames)
    #expect(dataset.labels == [0, 9, 1, 9, 2, 9])
    #expect(dataset.images(at: [5]).shape == [1, 32, 32, 3])
  }

  @Test func wrongLengthsAndLabels() throws {
    let whole = records([[3], [9]], seed: 1)
    func reading(_ bytes: [UInt8], _ variant: CIFARFile.Variant) throws -> String? {
      try files.write(bytes, to: "b")
      return message {
        _ = try CIFARFile(path: files.path("b"), variant: variant, records: 2)
      }
    }
    let place = files.path("b")
    #expect(try reading(whole, .cifar10) == nil)
    #expect(
      try reading(Array(whole.dropLast()), .cifar10)
        == "\(place), byte 6145: the data ends here, expected 6146 bytes; fetch the file again")
    for length in [0, 1, 3072, 3073, 3074, 6144] {
      #expect(
        try reading(Array(whole.prefix(length)), .cifar10)?.contains("byte \(length):") == true)
    }
    #expect(
      try reading(whole + [0], .cifar10)
        == "\(place), byte 6146: the data should end here but more bytes follow; "
        + "fetch the file again")
    #expect(
      try reading(records([[3], [10]], seed: 1), .cifar10)
        == "\(place), byte 3073: label 10, expected 0...9; is this the right file?")
    #expect(
      try reading(records([[3, 1], [20, 1]], seed: 1), .cifar100)
        == "\(place), byte 3074: label 20, expected 0...19; is this the right file?")
    #expect(
      try reading(records([[3, 1], [19, 100]], seed: 1), .cifar100)
        == "\(place), byte 3075: label 100, expected 0...99; is this the right file?")
  }
}
