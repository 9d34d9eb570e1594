import Foundation
import Gradus
import GradusTestSupport
import Testing

/// A run that is continued with other images, labels, classes or counts says so.
@Suite struct OtherDataTests {
  private let pixels = (0..<24 * 16).map { UInt8($0 % 251) }
  private let labels = (0..<24).map { $0 % 3 }

  private func dataset(
    pixels: [UInt8]? = nil, labels: [Int]? = nil, names: [String] = ["a", "b", "c"],
    side: (Int, Int) = (4, 4)
  ) -> ImageDataset {
    ImageDataset(
      name: "squares", pixels: pixels ?? self.pixels, height: side.0, width: side.1, channels: 1,
      labels: labels ?? self.labels, classNames: names)
  }

  /// Data sets that differ from the first in one thing each.
  private var others: [ImageDataset] {
    var (changed, swapped) = (pixels, labels)
    changed[200] ^= 1
    swapped.swapAt(0, 1)
    return [
      dataset(pixels: changed), dataset(labels: swapped), dataset(names: ["a", "b", "d"]),
      dataset(names: ["a", "b", "c", "d"]), dataset().prefix(23),
      dataset().subset(Array((0..<24).reversed())), dataset(side: (2, 8)),
    ]
  }

  @Test func anyChangeChangesTheFingerprint() {
    let prints = ([dataset()] + others).map(\.fingerprint)
    #expect(Set(prints).count == prints.count)
    #expect(dataset().fingerprint == prints[0])
    #expect(dataset().subset(Array(0..<24)).fingerprint == prints[0])
    #expect(prints.allSatisfy { $0.count == 16 })
  }

  @Test func aResumedLoopRefusesOtherData() throws {
    func loop() -> TrainingLoop<Batch> {
      let model = CIFARResNet(depth: 8, width: 4, inputChannels: 1, classes: 3).initialize(seed: 1)
      return TrainingLoop(model, SGD(model), .constant(0.1), seed: 1)
    }
    func batches(_ data: ImageDataset) -> Batches {
      Batches(of: data, batchSize: 8, seed: 1, dropLast: true)
    }
    let folder = try TemporaryFolder()
    let first = loop()
    try first.resume(in: folder.path)
    try first.run(to: 2, on: batches(dataset()))
    for other in others where other.height == 4 && other.classes == 3 {
      let second = loop()
      try second.resume(in: folder.path)
      let error = #expect(throws: DataMismatch.self) { try second.run(to: 3, on: batches(other)) }
      #expect(error?.description.contains(other.fingerprint) == true)
      #expect(second.stepCount == 2)
    }
    let third = loop()
    try third.resume(in: folder.path)
    third.acceptsOtherData = true
    try third.run(to: 3, on: batches(others[0]))
    #expect(
      try CheckpointFolder(folder.path, keeping: 2).latest()?.checkpoint.data
        == others[0].fingerprint)
  }

  @Test func aFolderRemembersEachPart() throws {
    let folder = RunFolder(try TemporaryFolder()["run"])
    try folder.make()
    try folder.note(data: ["training": dataset(), "test": dataset().prefix(5)])
    try folder.note(data: ["training": dataset(), "test": dataset().prefix(5)])
    let error = #expect(throws: DataMismatch.self) {
      try folder.note(data: ["training": dataset(), "test": dataset().prefix(4)])
    }
    #expect(error?.name == "squares (test)")
    try folder.note(
      data: ["training": dataset(), "test": dataset().prefix(4)], acceptsOthers: true)
    try folder.note(data: ["training": dataset(), "test": dataset().prefix(4)])
    try? FileManager.default.removeItem(atPath: folder.path)
  }
}
