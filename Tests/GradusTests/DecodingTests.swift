import Foundation
import Gradus
import Testing

/// What an initialiser traps on, reading from a file refuses.
@Suite struct DecodingTests {
  private func isRefused<T: Codable>(_: T.Type, _ text: String) -> Bool {
    (try? JSONDecoder().decode(T.self, from: Data(text.utf8))) == nil
  }

  private func survives<T: Codable & Equatable>(_ value: T) throws -> Bool {
    try JSONDecoder().decode(T.self, from: JSONEncoder().encode(value)) == value
  }

  @Test func samplers() throws {
    #expect(try survives(BatchSampler(count: 7, batchSize: 3, seed: 1, dropLast: true)))
    for (count, size, drops) in [
      ("0", "1", "false"), ("-5", "1", "false"), ("5", "0", "false"), ("5", "-1", "false"),
      ("2", "3", "true"), ("1e300", "3", "true"), ("2.5", "1", "true"),
    ] {
      #expect(
        isRefused(
          BatchSampler.self,
          """
          {"count":\(count),"batchSize":\(size),"seed":1,"order":{"shuffled":{}},"dropLast":\(drops)}
          """), "\(count) \(size)")
    }
    for order in [
      SamplingOrder.asStored, .shuffled, .weighted([1, 0, 2]), .balanced([0, 0, 1]),
    ] { #expect(try survives(BatchSampler(count: 3, batchSize: 2, seed: 1, order: order))) }
    for order in [
      #"{"weighted":{"_0":[1,2]}}"#, #"{"weighted":{"_0":[0,0,0]}}"#,
      #"{"weighted":{"_0":[1,-1,1]}}"#, #"{"balanced":{"_0":[1]}}"#,
    ] {
      #expect(
        isRefused(
          BatchSampler.self,
          #"{"count":3,"batchSize":1,"seed":1,"order":\#(order),"dropLast":false}"#), "\(order)")
    }
    let largest = BatchSampler(count: .max, batchSize: .max, seed: 1)
    #expect(largest.batchesPerEpoch == 1)
  }

  @Test func preparations() throws {
    #expect(try survives(Augmentation.standard))
    #expect(try survives(Normalization(mean: [0.5], standardDeviation: [2])))
    for padding in ["-1", "9223372036854775807", "1e300", "0.5"] {
      #expect(isRefused(Augmentation.self, "{\"padding\":\(padding),\"flips\":true}"))
    }
    for (mean, deviation) in [("[]", "[]"), ("[1]", "[]"), ("[1]", "[0]"), ("[1]", "[-1]")] {
      #expect(
        isRefused(Normalization.self, "{\"mean\":\(mean),\"standardDeviation\":\(deviation)}"))
    }
  }

  @Test func surfaces() throws {
    #expect(try survives(LossSlice(offsets: [0, 1], losses: [2, 3])))
    #expect(try survives(LossGrid(offsets: [0], losses: [[1]])))
    #expect(isRefused(LossSlice.self, #"{"offsets":[1],"losses":[]}"#))
    #expect(isRefused(LossGrid.self, #"{"offsets":[1,2],"losses":[[1,2],[3]]}"#))
  }

  @Test func geometries() throws {
    #expect(try survives(ConvolutionGeometry(stride: 2, padding: 1)))
    #expect(try survives(PoolingGeometry(kernel: 3, stride: 2)))
    let text = String(
      decoding: try JSONEncoder().encode(ConvolutionGeometry(groups: 77)), as: UTF8.self)
    #expect(isRefused(ConvolutionGeometry.self, text.replacing("77", with: "0")))
  }
}
