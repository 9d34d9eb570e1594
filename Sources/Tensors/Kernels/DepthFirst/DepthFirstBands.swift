/// How the rows of a chain's result are cut: segments are shared out among threads, and a segment goes
/// band by band.
///
/// Sizes follow from the shapes, the caches and the number of threads; no row's bits depend on them.
struct DepthFirstBands {
  private let depthwise: ConvolutionProblem
  /// Segments of an image, and rows of the result in each but perhaps the last.
  let segments: Int, segmentRows: Int
  /// Rows of the result in a band.
  let rows: Int

  /// Nil where not even a row of the result and what it needs fit three quarters of the second-level
  /// cache.
  init?(_ chain: DepthwiseChain, elementSize: Int) {
    let problem = chain.depthwise.problem
    depthwise = problem
    let expanded =
      chain.expansion == nil ? 0 : problem.inputWidth * problem.inputChannels * elementSize
    let filtered =
      chain.projection == nil ? 0 : problem.outputWidth * problem.outputChannels * elementSize
    let step = problem.geometry.stride.height
    let reach = (problem.kernelHeight - 1) * problem.geometry.dilation.height + 1
    let limit = CacheSizes.second * 3 / 4
    func bytes(_ rows: Int) -> Int {
      min(problem.inputHeight, (rows - 1) * step + reach) * expanded + rows * filtered
    }
    guard bytes(1) <= limit else { return nil }
    let height = problem.outputHeight
    let wanted = Self.segments(
      images: problem.batch, rows: height, step: step,
      shared: chain.expansion == nil ? 0 : max(0, reach - step), threads: Parallel.threadCount)
    segmentRows = (height + wanted - 1) / wanted
    segments = (height + segmentRows - 1) / segmentRows
    var fitting = 1
    while fitting < segmentRows, bytes(fitting + 1) <= limit { fitting += 1 }
    let perSegment = (segmentRows + fitting - 1) / fitting
    rows = (segmentRows + perSegment - 1) / perSegment
  }

  /// Segments of each image: the most for which the busiest thread does at most a tenth more than it has to,
  /// so that threads that come late find something to do.
  ///
  /// A segment's first `shared` rows of the expansion are computed for the one above too: never more than a
  /// quarter of all.
  private static func segments(
    images: Int, rows: Int, step: Int, shared: Int, threads: Int
  ) -> Int {
    let most = max(1, min(8, rows * step / max(step, 4 * shared)))
    func work(_ segments: Int) -> Int {
      let rounds = (images * segments + threads - 1) / threads
      return rounds * ((rows + segments - 1) / segments * step + shared)
    }
    let least = (1...most).map(work).min() ?? 0
    return (1...most).last { work($0) * 10 <= least * 11 } ?? 1
  }

  /// Rows of the depthwise convolution's input that some rows of its result see.
  func inputRows(_ rows: Range<Int>) -> Range<Int> {
    let geometry = depthwise.geometry
    let first = rows.lowerBound * geometry.stride.height - geometry.padding.top
    let last =
      (rows.upperBound - 1) * geometry.stride.height - geometry.padding.top
      + (depthwise.kernelHeight - 1) * geometry.dilation.height
    let start = min(max(0, first), depthwise.inputHeight)
    return start..<max(start, min(depthwise.inputHeight, last + 1))
  }

  /// Most rows of that input that a band needs.
  var inputRowsPerBand: Int {
    min(
      depthwise.inputHeight,
      (rows - 1) * depthwise.geometry.stride.height
        + (depthwise.kernelHeight - 1) * depthwise.geometry.dilation.height + 1)
  }
}
