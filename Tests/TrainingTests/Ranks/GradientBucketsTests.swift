import Gradus
import GradusTestSupport
import Testing

@testable import GradusTraining

/// Buckets of gradients: however they are cut, the ranks' sums are the sums.
@Suite struct GradientBucketsTests {
  /// Parameters of both element types and of several sizes, one of them frozen.
  private static func parameters() -> [Parameter] {
    let sizes = [7, 300, 1, 64, 5]
    let parameters = sizes.enumerated().map { place, size in
      let parameter = Parameter([size], .zeros)
      parameter.value = .zeros([size], dtype: place == 3 ? .float64 : .float32)
      return parameter
    }
    parameters[4].isTrainable = false
    return parameters
  }

  private static func gradient(_ rank: Int, _ place: Int, _ parameter: Parameter) -> Tensor {
    let values = (0..<parameter.value.count).map { Double(rank + 1) * Double(($0 + place) % 11) }
    return Tensor(values, shape: parameter.value.shape, dtype: parameter.value.dtype)
  }

  /// The last parameter has no gradient on rank 1, the first on none.
  @Test(arguments: [1, 16, 1000, 1 << 20], [1, 2, 3])
  func sumsDoNotDependOnHowTheyAreCut(_ byteCount: Int, _ ranks: Int) throws {
    let results = try LocalRanks.run(ranks) { communicator in
      let parameters = Self.parameters()
      let buckets = GradientBuckets(parameters, communicator, byteCount: byteCount)
      var seen: [[Double]?] = []
      // A second step finds nothing of the first.
      for step in 1...2 {
        buckets.begin()
        for place in [1, 3, 2] where place != 2 || communicator.rank != 1 {
          let gradient = Self.gradient(communicator.rank, place, parameters[place])
          buckets.put(gradient * Double(step), of: parameters[place])
        }
        let sums = try buckets.finish(total: 2).0
        seen = parameters.map { sums[owner: $0]?.scalars }
        let expected = (0..<5).map { place -> [Double]? in
          guard (1...3).contains(place) else { return nil }
          return (0..<ranks).filter { place != 2 || $0 != 1 }.reduce(
            [Double](repeating: 0, count: parameters[place].value.count)
          ) { sum, rank in
            zip(sum, Self.gradient(rank, place, parameters[place]).scalars).map {
              $0 + $1 * Double(step) / 2
            }
          }
        }
        #expect(seen == expected)
      }
      return seen
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test func aBucketIsAnEighthWithinLimits() {
    #expect(GradientBuckets.usualByteCount(of: 3_400_000, ranks: 4) == 425_000)
    #expect(GradientBuckets.usualByteCount(of: 3_400_000, ranks: 128) == 1 << 20)
    #expect(GradientBuckets.usualByteCount(of: 1000, ranks: 2) == 128 << 10)
    #expect(GradientBuckets.usualByteCount(of: 102_000_000, ranks: 1024) == 4 << 20)
  }
}
