import Layers
import Tensors
import Testing

@testable import Zoo

/// Outputs, loss, gradients and statistics against published implementations, under weights that
/// depend on names and shapes only.
@Suite(.serialized) struct EfficientFamilyParityTests {
  @Test(arguments: ["densenet121", "mobilenet_v2", "shufflenet_v2_x1_0", "squeezenet1_1"])
  func agreesWithTorchvisionEverywhere(_ name: String) throws {
    try check(PublishedRecords.record(name), bound: 1e-9)
  }

  @Test(arguments: [
    "squeezenet1_0", "mobilenet_v1", "mobilenet_v3_large", "mobilenet_v3_small",
    "shufflenet_v2_x0_5", "shufflenet_v2_x1_5", "shufflenet_v2_x2_0", "mnasnet1_0", "mnasnet_a1",
    "efficientnet_b0", "inception_v4", "inception_resnet_v2", "shufflenet_v1_g3-megvii",
    "nasnet_a_mobile",
  ])
  func agreesWithItsPublishedImplementation(_ name: String) throws {
    let records = try PublishedRecords.records("efficient-families")
    try check(#require(records.first { $0.model == name }), bound: 1e-9)
  }

  private func check(_ expected: ParityRecord, bound: Double) throws {
    let entry = try Catalog.entry(named: expected.model)
    let model = entry.make(1000, expected.input[1])
    #expect(entry.parameters == expected.parameters)
    let actual = try ParityRecord(
      of: model, named: entry.name, batch: expected.input[0],
      size: ImageSize(
        height: expected.input[2], width: expected.input[3], channels: expected.input[1]),
      dtype: .float64)
    let difference = PublishedDifference(actual, expected)
    #expect(
      difference.worst.error < bound, "\(entry.name): \(difference.worst), \(difference.count)")
    #expect(difference.count > 20)
  }
}
