/// Rows of gathered elements, cut into blocks, each of which is multiplied with a part of every panel.
struct PanelBlocks: Sendable {
  /// Rows of a panel that are multiplied in one go: a run or several, or a part of a long one.
  struct Block: Sendable {
    let segment: Int
    let segmentCount: Int
    /// Elements of the run before the part, and in it.
    let skipped: Int
    let depth: Int
    let row: Int
  }

  /// Where runs start from a position's first element on.
  let segments: [Int]
  let blocks: [Block]

  /// No rows, where no panels are multiplied.
  static let none = PanelBlocks(segments: [], blocks: [])

  private init(segments: [Int], blocks: [Block]) {
    (self.segments, self.blocks) = (segments, blocks)
  }

  /// Products that are summed in registers before they are added to the result, at most: a panel comes
  /// from the second-level cache as fast as it is multiplied, so that shorter blocks only write and read
  /// the result more often, and longer ones round worse.
  private static var limit: Int { 512 }

  /// Rows are `segments.count` runs of `depth` elements, which start at `segments`.
  init(segments: [Int], depth: Int) {
    self.init(segments: segments, blocks: Self.cut(segments: segments.count, depth: depth))
  }

  private static func cut(segments: Int, depth: Int) -> [Block] {
    if depth <= limit {
      let most = min(segments, limit / depth)
      let pieces = (segments + most - 1) / most
      return (0..<pieces).map { piece in
        let (start, end) = (piece * segments / pieces, (piece + 1) * segments / pieces)
        return Block(
          segment: start, segmentCount: end - start, skipped: 0, depth: depth, row: start * depth)
      }
    }
    let pieces = (depth + limit - 1) / limit
    return (0..<segments).flatMap { segment in
      (0..<pieces).map { piece in
        let (start, end) = (piece * depth / pieces, (piece + 1) * depth / pieces)
        return Block(
          segment: segment, segmentCount: 1, skipped: start, depth: end - start,
          row: segment * depth + start)
      }
    }
  }
}
