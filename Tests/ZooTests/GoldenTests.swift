import Foundation
import Tensors
import Testing
import Zoo

/// Outputs, gradients and statistics against torchvision's, computed in float64 under the same
/// weights.
@Suite(.serialized) struct GoldenTests {
  @Test(arguments: ["alexnet", "vgg11", "resnet18", "resnet50", "resnext50_32x4d", "googlenet"])
  func agreesWithTorchvisionInDoublePrecision(_ name: String) throws {
    let (golden, record) = try run(name, .float64)
    #expect(record.parameters == golden.parameters)
    #expect(record.input == golden.input)
    #expect(Set(record.train.gradients.keys) == Set(golden.train.gradients.keys))
    #expect(Set(record.train.buffers.keys) == Set(golden.train.buffers.keys))
    let difference = RecordDifference(record, golden)
    #expect(difference.worst < 1e-9, "\(difference)")
  }

  /// The bound is about four times what was measured. Rounding grows with depth, and batch
  /// normalisation over the few values a channel that small images leave (36 to 72 values in the
  /// last stage) divides by standard deviations that carry the rounding of everything before them.
  @Test(arguments: [
    ("alexnet", 1e-4), ("vgg11", 1e-4), ("resnet18", 1e-3), ("resnet50", 1e-2),
    ("resnext50_32x4d", 1e-2), ("googlenet", 1e-3),
  ])
  func agreesWithTorchvisionInSinglePrecision(_ name: String, bound: Double) throws {
    let (golden, record) = try run(name, .float32)
    let difference = RecordDifference(record, golden)
    #expect(difference.worst < bound, "\(difference)")
  }

  private func run(
    _ name: String, _ dtype: DType
  ) throws -> (golden: ParityRecord, record: ParityRecord) {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Goldens"))
    let golden = try JSONDecoder().decode(ParityRecord.self, from: Data(contentsOf: url))
    let size = ImageSize(
      height: golden.input[2], width: golden.input[3], channels: golden.input[1])
    let entry = try Catalog.entry(named: name)
    let record = try ParityRecord(
      of: entry.make(1000, size.channels), named: name, batch: golden.input[0], size: size,
      dtype: dtype)
    return (golden, record)
  }
}
