import GradusTensors
import Testing

@testable import GradusZoo

/// Outputs, gradients and statistics against published implementations', computed in float64 under
/// the same weights.
@Suite(.serialized) struct GoldenTests {
  @Test(arguments: SinglePrecisionBound.goldens)
  func agreesWithTheGoldenRecordInDoublePrecision(_ bound: SinglePrecisionBound) throws {
    let golden = try PublishedRecords.record(bound.name)
    let record = try PublishedRecords.counterpart(of: golden, .float64)
    #expect(record.parameters == golden.parameters)
    #expect(record.input == golden.input)
    #expect(Set(record.train.gradients.keys) == Set(golden.train.gradients.keys))
    #expect(Set(record.train.buffers.keys) == Set(golden.train.buffers.keys))
    let difference = RecordDifference(record, golden)
    #expect(difference.worst < 1e-9, "\(difference)")
  }

  @Test(arguments: SinglePrecisionBound.goldens)
  func agreesWithTheGoldenRecordInSinglePrecision(_ bound: SinglePrecisionBound) throws {
    try bound.check(PublishedRecords.record(bound.name))
  }

  /// Networks of the other records, which list fewer gradients.
  @Test(arguments: SinglePrecisionBound.families)
  func agreesWithItsPublishedImplementationInDoublePrecision(
    _ bound: SinglePrecisionBound
  ) throws {
    let published = try published(bound.name)
    let record = try PublishedRecords.counterpart(of: published, .float64)
    // The record of a network with an auxiliary classifier may be without it, as the catalog counts.
    let network = try PublishedRecords.variant(bound.name).network
    let counts = [record.parameters, try Catalog.entry(named: network).parameters]
    #expect(counts.contains(published.parameters), "\(counts)")
    let difference = RecordDifference(record, published)
    #expect(difference.worst < 1e-9, "\(difference)")
    #expect(difference.count > 20)
  }

  @Test(arguments: SinglePrecisionBound.families)
  func agreesWithItsPublishedImplementationInSinglePrecision(
    _ bound: SinglePrecisionBound
  ) throws {
    try bound.check(published(bound.name))
  }

  @Test func fillStartsWithTheDocumentedDraws() {
    let images = ParityFill.images(count: 1, size: ImageSize(3, channels: 1), dtype: .float64)
    let draws = [0.0978183426575382, 0.6523604282671823, 0.20362427326354626]
    #expect(Array(images.scalars.prefix(3)) == draws.map { Double(Float(2 * $0 - 1)) })
  }

  private func published(_ name: String) throws -> ParityRecord {
    let records = try PublishedRecords.families.flatMap { try PublishedRecords.records($0) }
    return try #require(records.first { $0.model == name })
  }
}
