import GradusVectorKernels

/// How a depthwise convolution, or its input gradient, falls into rectangles of target pixels that
/// see the same taps: the inner area, and the border in pieces.
///
/// The target is what is written: the result, or the input's gradient. Taps outside the source are
/// in no rectangle's list, so the innermost loops test nothing.
struct DepthwisePlan {
  enum Direction { case forward, inputGradient }

  /// Target positions along one axis, `step` apart, that see the same taps.
  struct Run {
    let start: Int, step: Int
    var count: Int
    /// Filter positions along the axis, and the source positions they meet at `start`.
    let taps: [Int]
    let sources: [Int]

    /// Which of its positions lie in a range of the axis.
    func part(in range: Range<Int>) -> Range<Int> {
      let first = max(0, (range.lowerBound - start + step - 1) / step)
      return first..<max(first, min(count, (range.upperBound - start + step - 1) / step))
    }
  }

  /// What a target row's pixels in one run of columns see.
  struct Block {
    let columns: Run
    /// For each tap, where its source pixel is, from the start of the source image for the first
    /// pixel of the first row, and where its weights are in the filter.
    let sourceOffsets: [Int]
    let filterOffsets: [Int]
  }

  let channels: Int
  /// Source positions from one target position of a run to the next, down and across.
  let sourceRowStep: Int, sourceColumnStep: Int
  /// Elements of a row of each side, and of an image of the source.
  let sourceRow: Int, sourceImage: Int, targetRow: Int
  let targetHeight: Int
  /// The runs of rows.
  let rowRuns: [Run]
  /// For each run of rows, a block for each run of columns.
  let blocks: [[Block]]

  init(_ problem: ConvolutionProblem, _ direction: Direction) {
    let g = problem.geometry
    let forward = direction == .forward
    let (inH, inW) = (problem.inputHeight, problem.inputWidth)
    let (outH, outW) = (problem.outputHeight, problem.outputWidth)
    let channels = problem.inputChannels
    let down = Self.runs(
      direction, target: forward ? outH : inH, source: forward ? inH : outH,
      kernel: problem.kernelHeight, g.stride.height, g.padding.top, g.dilation.height)
    let across = Self.runs(
      direction, target: forward ? outW : inW, source: forward ? inW : outW,
      kernel: problem.kernelWidth, g.stride.width, g.padding.left, g.dilation.width)
    let sourceRow = (forward ? inW : outW) * channels
    rowRuns = down
    blocks = down.map { rows in
      across.map { columns in
        let taps = rows.taps.indices.flatMap { y in columns.taps.indices.map { (y, $0) } }
        return Block(
          columns: columns,
          sourceOffsets: taps.map { rows.sources[$0] * sourceRow + columns.sources[$1] * channels },
          filterOffsets: taps.map {
            (rows.taps[$0] * problem.kernelWidth + columns.taps[$1]) * channels
          })
      }
    }
    self.channels = channels
    (sourceRowStep, sourceColumnStep) = forward ? (g.stride.height, g.stride.width) : (1, 1)
    self.sourceRow = sourceRow
    sourceImage = (forward ? inH : outH) * sourceRow
    targetRow = (forward ? outW : inW) * channels
    targetHeight = forward ? outH : inH
  }

  /// Writes some target rows of an image, and says how many products each channel took.
  ///
  /// `source` is where the image's first row is, or would be: rows that no tap falls on need not exist. `target` is
  /// where the first of the rows goes.
  func writeRows<T: KernelScalar>(
    _ rows: Range<Int>, _ source: UnsafePointer<T>, _ filter: UnsafePointer<T>,
    _ target: UnsafeMutablePointer<T>, _ kernels: VectorKernels<T>
  ) -> Int {
    var products = 0
    for (run, blocks) in zip(rowRuns, blocks) {
      let part = run.part(in: rows)
      guard !part.isEmpty else { continue }
      let from = source + part.lowerBound * sourceRowStep * sourceRow
      let to = target + (run.start + part.lowerBound * run.step - rows.lowerBound) * targetRow
      for block in blocks {
        products += part.count * block.columns.count * block.sourceOffsets.count
        block.sourceOffsets.withUnsafeBufferPointer { sourceOffsets in
          block.filterOffsets.withUnsafeBufferPointer { filterOffsets in
            kernels.depthwiseRun(
              DepthwiseRun(
                source: from, sourceStride: sourceColumnStep * channels,
                sourceRowStride: sourceRowStep * sourceRow,
                sourceOffsets: sourceOffsets.baseAddress.unsafelyUnwrapped, filter: filter,
                filterOffsets: filterOffsets.baseAddress.unsafelyUnwrapped,
                taps: sourceOffsets.count, target: to + block.columns.start * channels,
                targetStride: block.columns.step * channels,
                targetRowStride: run.step * targetRow, rows: part.count,
                pixels: block.columns.count, channels: channels))
          }
        }
      }
    }
    return products
  }

  /// The runs along one axis. Targets of an input gradient that are equal modulo the stride see the
  /// same taps, so its runs are a stride apart.
  private static func runs(
    _ direction: Direction, target: Int, source: Int, kernel: Int, _ stride: Int, _ padding: Int,
    _ dilation: Int
  ) -> [Run] {
    let step = direction == .forward ? 1 : stride
    var runs: [Run] = []
    for phase in 0..<min(step, target) {
      for (number, position) in Swift.stride(from: phase, to: target, by: step).enumerated() {
        var (taps, sources): ([Int], [Int]) = ([], [])
        for tap in 0..<kernel {
          var place = position * stride - padding + tap * dilation
          if direction == .inputGradient {
            let distance = position + padding - tap * dilation
            guard distance % stride == 0 else { continue }
            place = distance / stride
          }
          guard 0..<source ~= place else { continue }
          taps.append(tap)
          sources.append(place)
        }
        if number > 0, runs[runs.count - 1].taps == taps {
          runs[runs.count - 1].count += 1
        } else {
          runs.append(Run(start: position, step: step, count: 1, taps: taps, sources: sources))
        }
      }
    }
    return runs
  }
}
