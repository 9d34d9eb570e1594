import GradusVectorKernels

/// Products of gathered rows with all panels of a filter, a part of a panel at a time: it stays in the
/// first cache.
struct PanelProduct<T: KernelScalar> {
  private let kernels: VectorKernels<T>
  private let filter: PanelFilter<T>
  private let segments: [Int]
  private let blocks: [Block]

  /// Rows are `segments.count` runs of `depth` elements, which start at `segments`.
  init(_ kernels: VectorKernels<T>, _ filter: PanelFilter<T>, segments: [Int], depth: Int) {
    (self.kernels, self.filter, self.segments) = (kernels, filter, segments)
    // Half of the first cache for a part of a panel.
    let rowBytes = kernels.registerTile.wideColumns * MemoryLayout<T>.size
    blocks = Self.blocks(
      segments: segments.count, depth: depth, limit: max(32, CacheSizes.first / 2 / rowBytes))
  }

  /// Rows of a panel that are multiplied in one go: a run or several, or a part of a long one.
  private struct Block {
    let segment: Int
    let segmentCount: Int
    /// Elements of the run before the part, and in it.
    let skipped: Int
    let depth: Int
    let row: Int
  }

  private static func blocks(segments: Int, depth: Int, limit: Int) -> [Block] {
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

  /// Multiplies the first `rows` rows with some panels of a group's filter, by default with all.
  func run(
    _ source: UnsafePointer<T>, _ sourceOffsets: [Int], group: Int = 0, panels: Range<Int>? = nil,
    rows: Int, _ target: UnsafeMutablePointer<T>, _ targetOffsets: [Int]
  ) {
    for (position, block) in blocks.enumerated() {
      for panel in filter.panels[panels ?? filter.panels.indices] {
        sourceOffsets.withUnsafeBufferPointer { sourceOffsets in
          targetOffsets.withUnsafeBufferPointer { targetOffsets in
            segments.withUnsafeBufferPointer { segments in
              kernels.gatheredProduct(
                GatheredProduct(
                  source: source + block.skipped,
                  sourceOffsets: sourceOffsets.baseAddress.unsafelyUnwrapped,
                  segments: segments.baseAddress.unsafelyUnwrapped + block.segment,
                  segmentCount: block.segmentCount, depth: block.depth,
                  panel: filter.panel(panel, group: group, row: block.row),
                  panelStride: panel.width, target: target + panel.output,
                  targetOffsets: targetOffsets.baseAddress.unsafelyUnwrapped,
                  rows: rows, columns: panel.columns, accumulates: position > 0))
            }
          }
        }
      }
    }
  }
}
