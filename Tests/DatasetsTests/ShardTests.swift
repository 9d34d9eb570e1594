import GradusDatasets
import Testing

/// Parts of some work: as texts, as ranges, and dealt out by cost.
@Suite struct ShardTests {
  @Test func textsCountFromOne() {
    #expect(Shard("2/4") == Shard(1, of: 4) && "\(Shard(1, of: 4))" == "2/4")
    for text in [
      "0/4", "5/4", "1/0", "1", "1/2/3", "/2", "1/", "-1/2", "1/ 2", "one/2", "1/1000001",
    ] {
      #expect(Shard(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [(0, 3), (1, 3), (7, 3), (128, 3), (12, 4), (5, 8)])
  func rangesCoverAllOnceAndDifferByOneAtMost(_ total: Int, _ count: Int) {
    let ranges = (0..<count).map { Shard($0, of: count).range(of: total) }
    #expect(ranges.flatMap { Array($0) } == Array(0..<total))
    let sizes = ranges.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1 && sizes == sizes.sorted(by: >))
  }

  @Test func dealtItemsAreEachGivenOnceAndCostsAreAlike() {
    let costs = (0..<100).map { Double(($0 * 37) % 29 + 1) }
    let parts = (0..<4).map { part in
      Shard(part, of: 4).dealt(Array(costs.indices)) { costs[$0] }
    }
    #expect(parts.flatMap { $0 }.sorted() == Array(costs.indices))
    #expect(parts.allSatisfy { $0 == $0.sorted() })
    let sums = parts.map { $0.reduce(0) { $0 + costs[$1] } }
    // The list rule leaves at most one item's cost between the fullest and the emptiest part.
    #expect((sums.max() ?? 0) - (sums.min() ?? 0) <= costs.max() ?? 0)
    #expect(Shard.whole.dealt([3, 1, 2]) { Double($0) } == [3, 1, 2])
  }
}
