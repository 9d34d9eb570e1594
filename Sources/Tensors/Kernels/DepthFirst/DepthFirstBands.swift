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
  init?(
    _ problem: ConvolutionProblem, isExpanded: Bool, isProjected: Bool, elementSize: Int
  ) {
    depthwise = problem
    let expanded = isExpanded ? problem.inputWidth * problem.inputChannels * elementSize : 0
    let filtered = isProjected ? problem.outputWidth * problem.outputChannels * elementSize : 0
    let step = problem.geometry.stride.height
    let reach = (problem.kernelHeight - 1) * problem.geometry.dilation.height + 1
    let limit = CacheSizes.second * 3 / 4
    func bytes(_ rows: Int) -> Int {
      min(problem.inputHeight, (rows - 1) * step + reach) * expanded + rows * filtered
    }
    guard bytes(1) <= limit else { return nil }
    let height = problem.outputHeight
    segmentRows = Self.segmentRows(
      images: problem.batch, rows: height, step: step,
      shared: isExpanded ? max(0, reach - step) : 0, threads: Parallel.threadCount)
    segments = (height + segmentRows - 1) / segmentRows
    var fitting = 1
    while fitting < segmentRows, bytes(fitting + 1) <= limit { fitting += 1 }
    let perSegment = (segmentRows + fitting - 1) / fitting
    rows = (segmentRows + perSegment - 1) / perSegment
  }

  /// Rows of each segment: the fewest for which the busiest thread does at most a tenth more than with the
  /// best cut, so that threads that come late find something to do; at most about four segments per thread.
  ///
  /// A segment's first `shared` rows of the expansion are computed for the one above too: a quarter of a
  /// segment at most. A cut that gives every thread something comes before one that does not.
  static func segmentRows(
    images: Int, rows: Int, step: Int, shared: Int, threads: Int
  ) -> Int {
    guard threads > 1 else { return rows }
    let least = max(1, (4 * shared + step - 1) / step)
    let most = max(1, min(rows / least, (4 * threads + images - 1) / images))
    // The work of the busiest thread for each number of segments that there can be.
    let cuts = (1...most).map { wanted in
      let length = (rows + wanted - 1) / wanted
      let pieces = images * ((rows + length - 1) / length)
      return (length, pieces, work: (pieces + threads - 1) / threads * (length * step + shared))
    }
    let busy = cuts.filter { $0.1 >= threads }
    let candidates = busy.isEmpty ? cuts : busy
    let best = candidates.map(\.work).min() ?? 0
    return candidates.last { $0.work * 10 <= best * 11 }?.0 ?? rows
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
