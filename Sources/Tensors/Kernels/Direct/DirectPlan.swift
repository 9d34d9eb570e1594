import GradusVectorKernels

/// How sums in registers walk over a pass of a convolution: which taps see what, in which bands, and where
/// results go.
struct DirectPlan: Sendable {
  /// A dense convolution: a whole forward pass or filter gradient, or a phase of an input gradient.
  final class Part: Sendable {
    /// The taps of the filter, by their storage index.
    let taps: [Int]
    let bands: DirectBands
    /// Elements of the result before its first position.
    let first: Int
    /// Elements from position to position, from one row of a band to the next and from image to image:
    /// of the result or, for a filter's gradient, of the output's gradient.
    let column: Int, row: Int, image: Int
    /// Where each position of a band goes from its first one on.
    let targetOffsets: [Int]
    /// How products with a filter are cut.
    let blocks: PanelBlocks

    init(
      taps: [Int], bands: DirectBands, first: Int, column: Int, row: Int, image: Int,
      targetOffsets: [Int], blocks: PanelBlocks
    ) {
      (self.taps, self.bands, self.first) = (taps, bands, first)
      (self.column, self.row, self.image) = (column, row, image)
      (self.targetOffsets, self.blocks) = (targetOffsets, blocks)
    }
  }

  let parts: [Part]
  /// How many small groups are computed as one.
  let joined: Int
  /// Whether there are elements of the result that no part writes.
  let leavesGaps: Bool

  /// Bytes of what is kept for each position of a band.
  var byteCount: Int {
    parts.reduce(0) { $0 + $1.bands.sourceOffsets.count + $1.targetOffsets.count }
      * MemoryLayout<Int>.size
  }

  /// The plan of a pass; `isJoined` for an input whose channels are put together band by band.
  init(
    _ problem: ConvolutionProblem, _ pass: ConvolutionCostModel.Pass, _ dtype: DType,
    isJoined: Bool
  ) {
    let tile =
      switch dtype {
      case .float32: problem.vectorKernels(Float.self).registerTile
      case .float64: problem.vectorKernels(Double.self).registerTile
      }
    let walk = Walk(problem: problem, elementSize: dtype.byteCount, tile: tile, isJoined: isJoined)
    joined = tile.joined(
      groups: problem.groups,
      outputs: pass == .inputGradient ? problem.inputsPerGroup : problem.outputsPerGroup)
    let phases = pass == .inputGradient ? ConvolutionPhase.all(of: problem) : []
    switch pass {
    case .forward: parts = [walk.forward(joined)]
    case .inputGradient: parts = walk.phases(phases.filter { !$0.taps.isEmpty }, joined)
    case .filterGradient: parts = [walk.filterGradient(joined)]
    }
    leavesGaps = phases.contains { $0.taps.isEmpty }
  }
}

/// Makes the parts of a plan.
private struct Walk {
  let problem: ConvolutionProblem
  let elementSize: Int
  let tile: RegisterTile
  let isJoined: Bool

  func forward(_ joined: Int) -> DirectPlan.Part {
    let (column, row, image) = outputPitches
    return part(
      gather(problem.inputsPerGroup * joined), taps: Array(problem.taps.indices), first: 0,
      column: column, row: row, image: image)
  }

  func phases(_ phases: [ConvolutionPhase], _ joined: Int) -> [DirectPlan.Part] {
    let (stride, column) = (problem.geometry.stride, problem.inputChannels)
    let row = problem.inputWidth * column
    return phases.map { phase in
      let gather = ColumnGather(
        sourceHeight: problem.outputHeight, sourceWidth: problem.outputWidth,
        sourceChannels: problem.outputChannels, channels: problem.outputsPerGroup * joined,
        rows: phase.rows, columns: phase.columns, rowStride: 1, columnStride: 1,
        taps: phase.taps.map(\.offset), elementSize: elementSize)
      return part(
        gather, taps: phase.taps.map(\.index), first: phase.row * row + phase.column * column,
        column: stride.width * column, row: stride.height * row, image: problem.inputHeight * row)
    }
  }

  /// Small bands, which the sums over positions walk through again for each panel of outputs; longer ones
  /// where panels are not laid out (`DirectFilterGradientKernel`).
  func filterGradient(_ joined: Int) -> DirectPlan.Part {
    let plain = gather(problem.inputsPerGroup * joined)
    let isFlat = plain.isIdentity
    let positionBytes = max(1, plain.channels * elementSize)
    let positions =
      tile.hasLongRows ? max(64, min(128, CacheSizes.second / 4 / positionBytes)) : 64
    let bands = DirectBands(
      isFlat ? plain.flattened(batch: problem.batch) : plain, batch: isFlat ? 1 : problem.batch,
      elementSize: elementSize, byteLimit: CacheSizes.first * 3 / 4,
      minimumPositions: positions,
      minimumDepth: tile.gatheredRows, tile: tile)
    let (column, row, image) = outputPitches
    return DirectPlan.Part(
      taps: Array(problem.taps.indices), bands: bands, first: 0, column: column,
      row: isFlat ? column : row, image: image, targetOffsets: [], blocks: .none)
  }

  private var outputPitches: (column: Int, row: Int, image: Int) {
    let row = problem.outputWidth * problem.outputChannels
    return (problem.outputChannels, row, problem.outputHeight * row)
  }

  private func gather(_ channels: Int) -> ColumnGather {
    problem.inputGather(elementSize: elementSize, channels: channels)
  }

  private func part(
    _ gather: ColumnGather, taps: [Int], first: Int, column: Int, row: Int, image: Int
  ) -> DirectPlan.Part {
    let isFlat = gather.isIdentity && row == gather.columns * column && image == gather.rows * row
    let bands = DirectBands(
      isFlat ? gather.flattened(batch: problem.batch) : gather, batch: isFlat ? 1 : problem.batch,
      elementSize: elementSize, byteLimit: CacheSizes.second / 4, minimumPositions: 96,
      isJoined: isJoined, tile: tile)
    let bandRow = isFlat ? column : row
    return DirectPlan.Part(
      taps: taps, bands: bands, first: first, column: column, row: bandRow, image: image,
      targetOffsets: bands.offsets(image: image, row: bandRow, column: column),
      blocks: PanelBlocks(segments: bands.segments, depth: bands.depth))
  }
}
