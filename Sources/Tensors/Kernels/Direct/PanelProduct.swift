import GradusVectorKernels

/// Products of gathered rows with all panels of a filter, a part of a panel at a time, which meets all
/// rows while it is in the caches.
struct PanelProduct<T: KernelScalar> {
  private let kernels: VectorKernels<T>
  private let filter: PanelFilter<T>
  private let blocks: PanelBlocks

  /// For rows that are cut into such blocks.
  init(_ kernels: VectorKernels<T>, _ filter: PanelFilter<T>, _ blocks: PanelBlocks) {
    (self.kernels, self.filter, self.blocks) = (kernels, filter, blocks)
  }

  /// Multiplies the first `rows` rows with some panels of a group's filter, by default with all.
  func run(
    _ source: UnsafePointer<T>, _ sourceOffsets: [Int], group: Int = 0, panels: Range<Int>? = nil,
    rows: Int, _ target: UnsafeMutablePointer<T>, _ targetOffsets: [Int]
  ) {
    for (position, block) in blocks.blocks.enumerated() {
      for panel in filter.panels[panels ?? filter.panels.indices] {
        sourceOffsets.withUnsafeBufferPointer { sourceOffsets in
          targetOffsets.withUnsafeBufferPointer { targetOffsets in
            blocks.segments.withUnsafeBufferPointer { segments in
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
