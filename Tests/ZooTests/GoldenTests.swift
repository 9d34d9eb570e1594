import Foundation
import Tensors
import Testing
import Zoo

/// Outputs, gradients and statistics against published implementations', computed in float64 under the same
/// weights.
@Suite(.serialized) struct GoldenTests {
  @Test(arguments: [
    "alexnet", "vgg11", "resnet18", "resnet50", "resnext50_32x4d", "googlenet", "inception_v3",
    "se_resnet50",
  ])
  func agreesWithTheGoldenRecordInDoublePrecision(_ name: String) throws {
    let (golden, record) = try run(name, .float64)
    #expect(record.parameters == golden.parameters)
    #expect(record.input == golden.input)
    #expect(Set(record.train.gradients.keys) == Set(golden.train.gradients.keys))
    #expect(Set(record.train.buffers.keys) == Set(golden.train.buffers.keys))
    let difference = RecordDifference(record, golden)
    #expect(difference.worst < 1e-9, "\(difference)")
  }

  /// Inference agrees to rounding. Most of a gradient's difference is not rounding itself but what
  /// rounding decides: a ReLU or a maximum that falls the other way moves single gradients by a finite
  /// amount, which happens more often the deeper a network is and the fewer values batch normalisation
  /// averages (36 a channel in ResNet-50's last stage). The bounds are about five times what was
  /// measured.
  @Test(arguments: [
    ("alexnet", 1e-5), ("vgg11", 2e-4), ("resnet18", 2e-2), ("resnet50", 2e-2),
    ("resnext50_32x4d", 2e-2), ("googlenet", 3e-2),
  ])
  func agreesWithTheGoldenRecordInSinglePrecision(_ name: String, bound: Double) throws {
    let (golden, record) = try run(name, .float32)
    let difference = RecordDifference(record, golden)
    print("float32 \(name): inference \(difference.worstOfInference), all \(difference)")
    #expect(difference.worstOfInference < 1e-4, "\(difference)")
    #expect(difference.worst < bound, "\(difference)")
  }

  @Test func fillStartsWithTheDocumentedDraws() {
    let images = ParityFill.images(count: 1, size: ImageSize(3, channels: 1), dtype: .float64)
    let draws = [0.0978183426575382, 0.6523604282671823, 0.20362427326354626]
    #expect(Array(images.scalars.prefix(3)) == draws.map { Double(Float(2 * $0 - 1)) })
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
