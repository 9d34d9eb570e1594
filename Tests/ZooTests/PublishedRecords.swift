import Foundation
import GradusTensors
import Testing

@testable import GradusZoo

/// Records of other implementations, from the folder `Goldens`, and the same of the catalog's
/// networks.
enum PublishedRecords {
  /// The files with the records of several networks.
  static let families = [
    "efficient-families", "pytorch-cifar", "mlperf-tiny", "tensorflow-padding",
  ]

  /// The record of a network in a file of its own.
  static func record(_ name: String) throws -> ParityRecord {
    try JSONDecoder().decode(ParityRecord.self, from: data(name))
  }

  /// The records of several networks in one file.
  static func records(_ file: String) throws -> [ParityRecord] {
    try JSONDecoder().decode([ParityRecord].self, from: data(file))
  }

  /// What the catalog's network or variant of the same name computes for the images of a record.
  static func counterpart(of published: ParityRecord, _ dtype: DType) throws -> ParityRecord {
    let size = ImageSize(
      height: published.input[2], width: published.input[3], channels: published.input[1])
    let model = try variant(published.model).make(classes: 1000, inputChannels: size.channels)
    return try ParityRecord(
      of: model, named: published.model, batch: published.input[0], size: size, dtype: dtype)
  }

  /// The variant that writes itself as a record's name, `mobilenet_v2 padding-same`.
  static func variant(_ name: String) throws -> NetworkVariant {
    let words = name.split(separator: " ").map(String.init)
    let changes = try words.dropFirst().flatMap { word in
      try #require(NetworkVariant.Change.list(word), "\(name)")
    }
    return NetworkVariant(words[0], changes)
  }

  private static func data(_ name: String) throws -> Data {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Goldens"))
    return try Data(contentsOf: url)
  }
}
