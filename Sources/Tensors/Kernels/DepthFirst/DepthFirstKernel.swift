/// A chain of convolutions, band by band.
///
/// The rows that a band needs of the expanded input are computed into a buffer, those that the band
/// before needed too are moved to its front; the depthwise rows go to a second buffer, which the
/// projection multiplies while both are in the second-level cache.
struct DepthFirstKernel<T: KernelScalar>: ChainKernel {
  private let bands: DepthFirstBands
  private let expansion: PointwiseRows<T>?
  private var depthwise: DepthwiseRows<T>
  private var projection: PointwiseRows<T>?
  private let problem: ConvolutionProblem
  private let outputShape: Shape

  init(_ chain: DepthwiseChain) {
    let (bands, problem) = (chain.bands, chain.depthwise.problem)
    (self.bands, self.problem) = (bands, problem)
    expansion = chain.expansion.map {
      PointwiseRows($0, pixels: bands.inputRowsPerBand * problem.inputWidth)
    }
    depthwise = DepthwiseRows(chain.depthwise)
    projection = chain.projection.map {
      PointwiseRows($0, pixels: bands.rows * problem.outputWidth)
    }
    outputShape = (chain.projection ?? chain.depthwise).problem.outputShape
  }

  /// The last link alone adds something.
  func run(_ x: Tensor, adding additions: [Tensor?]) -> Tensor {
    guard let last = additions.last ?? nil else { return run(x) }
    var kernel = self
    if projection == nil { kernel.depthwise.add(last) } else { kernel.projection?.add(last) }
    return kernel.run(x)
  }

  private func run(_ x: Tensor) -> Tensor {
    let result = Tensor(uninitialized: outputShape, x.dtype)
    let (source, target) = (x.pointer(T.self), result.mutablePointer(T.self))
    Parallel.forEach(problem.batch * bands.segments) { index in
      let (image, segment) = index.quotientAndRemainder(dividingBy: bands.segments)
      let start = segment * bands.segmentRows
      run(
        image, start..<min(problem.outputHeight, start + bands.segmentRows), source, target)
    }
    withExtendedLifetime(x.storage) {}
    return result
  }

  private func run(
    _ image: Int, _ segment: Range<Int>, _ source: UnsafePointer<T>,
    _ target: UnsafeMutablePointer<T>
  ) {
    let size = MemoryLayout<T>.size
    let row = problem.inputWidth * problem.inputChannels
    let expanded = Scratch(
      byteCount: expansion == nil ? 0 : bands.inputRowsPerBand * row * size)
    let filtered = Scratch(
      byteCount: projection == nil ? 0 : bands.rows * depthwise.rowElements * size)
    let buffer = expanded.base.assumingMemoryBound(to: T.self)
    let between = filtered.base.assumingMemoryBound(to: T.self)
    var kept = 0..<0
    for start in stride(from: segment.lowerBound, to: segment.upperBound, by: bands.rows) {
      let rows = start..<min(segment.upperBound, start + bands.rows)
      var input = source + image * problem.inputHeight * row
      if let expansion {
        let needed = bands.inputRows(rows)
        expand(needed, keeping: kept, image, source, buffer, expansion)
        kept = needed
        // Where the image's first row would be.
        input = UnsafePointer(buffer) - needed.lowerBound * row
      }
      let first = image * problem.outputHeight + start
      for (place, y) in rows.enumerated() {
        if projection == nil {
          depthwise.run(y, input, target, row: first + place)
        } else {
          depthwise.run(y, input, between, row: place)
        }
      }
      projection?.run(
        UnsafePointer(between), count: rows.count * problem.outputWidth, target,
        first: first * problem.outputWidth)
    }
    withExtendedLifetime((expanded, filtered)) {}
  }

  /// Brings rows of the expanded input to the buffer, some of which are there from the band before.
  private func expand(
    _ needed: Range<Int>, keeping kept: Range<Int>, _ image: Int, _ source: UnsafePointer<T>,
    _ buffer: UnsafeMutablePointer<T>, _ expansion: PointwiseRows<T>
  ) {
    let row = problem.inputWidth * problem.inputChannels
    let common = needed.clamped(to: kept)
    if !common.isEmpty {
      buffer.update(
        from: buffer + (common.lowerBound - kept.lowerBound) * row, count: common.count * row)
    }
    let fresh = common.isEmpty ? needed : common.upperBound..<needed.upperBound
    let pixel = (image * problem.inputHeight + fresh.lowerBound) * problem.inputWidth
    expansion.run(
      source + pixel * expansion.inputs, count: fresh.count * problem.inputWidth, buffer,
      first: (fresh.lowerBound - needed.lowerBound) * problem.inputWidth)
  }
}
