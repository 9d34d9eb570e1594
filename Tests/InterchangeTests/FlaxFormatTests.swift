import GradusLayers
import GradusTensors
import Testing

@testable import GradusInterchange

/// Flax's MessagePack of arrays.
@Suite struct FlaxFormatTests {
  @Test func readsTheTreeUnderItsNames() throws {
    let file = try WeightsFile.read(Fixture.path("flax.msgpack"))
    #expect(file.format is FlaxFormat && file.format.layout == .native)
    #expect(
      file.tensors.names == [
        "params.Conv_0.kernel", "params.Conv_0.bias", "params.BatchNorm_0.scale",
        "batch_stats.BatchNorm_0.mean",
      ])
    #expect(
      identical(file.tensors["params.Conv_0.kernel"], Fixture.quarters([1, 1, 2, 3])))
    #expect(
      identical(file.tensors["params.Conv_0.bias"], Fixture.quarters([3], dtype: .float64)))
    #expect(identical(file.tensors["params.BatchNorm_0.scale"], Fixture.quarters([3])))
  }

  /// The tree loads into a model by the map and the format's own order of axes.
  @Test func itsNamesAreMapped() throws {
    let model = Sequential(named: [
      ("Conv_0", Conv2d(2, 3, kernel: 1)), ("BatchNorm_0", BatchNorm(3)),
    ]).initialize(seed: 1)
    let report = try model.load(
      from: Fixture.path("flax.msgpack"), LoadOptions(completeness: .partial, names: .flax))
    #expect(
      report.loaded.sorted() == [
        "BatchNorm_0.running_mean", "BatchNorm_0.weight", "Conv_0.bias", "Conv_0.weight",
      ])
    #expect(
      model.stateDictionary["Conv_0.weight"]?.scalars
        == Fixture.quarters([1, 1, 2, 3]).scalars)
  }

  @Test(
    arguments: [
      ([0x81, 0xa1, 0x61, 0xc0], "no array"), ([0x81, 0xa1, 0x61, 0xc1], "begins no value"),
      ([0x81, 0xa1, 0x61, 0xc0, 0x00], "bytes follow"), ([0x82, 0xa1, 0x61, 0xc0], "bytes needed"),
      ([0x81, 0xa1, 0x61, 0xc7, 1, 1, 0x90], "is not an array of Flax's"),
      ([0x81, 0xa1, 0x61, 0xc7, 7, 1, 0x93, 0x91, 1, 0xa1, 0x66, 0xc4, 0], "elements of type"),
    ] as [([UInt8], String)]) func whatIsNoTreeOfArraysIsRefused(_ bytes: [UInt8], _ words: String)
  {
    let error = #expect(throws: FormatError.self) { try WeightsFile(bytes: bytes, path: "x") }
    #expect(error?.format == .flax && error?.problem.contains(words) == true, "\(error!)")
  }

  /// A long key once, and arrays under it often, are no way to fill the memory with names.
  @Test func longNamesAreRefused() {
    func key(_ count: Int) -> [UInt8] {
      let head: [UInt8] = [0xda, UInt8(count >> 8), UInt8(count & 0xff)]
      return head + [UInt8](repeating: 0x6b, count: count)
    }
    // An array [1] of one byte: extension 1 of the shape, the type and the bytes.
    let type = Array("uint8".utf8)
    let inner: [UInt8] = [[0x93, 0x91, 1, 0xa5], type, [0xc4, 1, 9]].flatMap { $0 }
    let array: [UInt8] = [0xc7, UInt8(inner.count), 1] + inner
    func file(_ tree: [UInt8]) -> [UInt8] { [0x81] + tree }
    #expect((try? WeightsFile(bytes: file(key(3_000) + array), path: "x")) != nil)
    let list: [UInt8] = [0xdc, UInt8(2_000 >> 8), UInt8(2_000 & 0xff)]
    let cases: [[UInt8]] = [
      key(5_000) + array, [key(3_000), [0x81], key(3_000), array].flatMap { $0 },
      [key(4_000), list, [[UInt8]](repeating: array, count: 2_000).flatMap { $0 }].flatMap { $0 },
    ]
    for wrong in cases {
      let error = #expect(throws: FormatError.self) {
        try WeightsFile(bytes: file(wrong), path: "x")
      }
      #expect(error?.problem.contains("name") == true, "\(error!)")
    }
  }

  @Test func depthIsBounded() {
    let map: [UInt8] = [0x81, 0xa1, 0x61]
    let bytes = Array(repeatElement(map, count: 100_000).joined()) + [0xc0]
    let error = #expect(throws: FormatError.self) { try WeightsFile(bytes: bytes, path: "x") }
    #expect(error?.problem.contains("inside one another") == true)
  }
}
