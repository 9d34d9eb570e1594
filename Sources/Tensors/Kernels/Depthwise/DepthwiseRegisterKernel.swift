import GradusVectorKernels

/// Depthwise convolution and its gradients with sums in registers, for machines with the vector
/// unit. What is done in a chunk, and in which order, depends on the sizes and the processor's caches, never on
/// the number of threads.
enum DepthwiseRegisterKernel {
  static func forward<T: KernelScalar>(
    _ x: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ epilogue: ConvolutionEpilogue,
    _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: problem.outputShape, x.dtype)
    walk(
      x.pointer(T.self), filter.pointer(T.self), result.mutablePointer(T.self),
      DepthwisePlan(problem, .forward), problem,
      ConvolutionEpilogueKernel(epilogue, problem.outputShape, T.self, tier: problem.tier))
    withExtendedLifetime((x.storage, filter.storage)) {}
    return result
  }

  static func inputGradient<T: KernelScalar>(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: problem.inputShape, gradient.dtype)
    walk(
      gradient.pointer(T.self), filter.pointer(T.self), result.mutablePointer(T.self),
      DepthwisePlan(problem, .inputGradient), problem, nil)
    withExtendedLifetime((gradient.storage, filter.storage)) {}
    return result
  }

  /// Rows a chunk: enough that rows above and below, which two chunks read, are few, and that a
  /// chunk is worth claiming; few enough that there is something for each thread.
  private static func chunkLength(_ rows: Int, _ rowElements: Int) -> Int {
    max(1, min(16, rows / 32), 4096 / max(1, rowElements))
  }

  private static func walk<T: KernelScalar>(
    _ source: UnsafePointer<T>, _ filter: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>,
    _ plan: DepthwisePlan, _ problem: ConvolutionProblem,
    _ epilogue: ConvolutionEpilogueKernel<T>?
  ) {
    let kernels = problem.vectorKernels(T.self)
    let rows = problem.batch * plan.targetHeight
    let limit = rowsAtOnce(plan, T.self)
    Parallel.forEachRange(rows, length: chunkLength(rows, plan.targetRow)) { chunk in
      var (start, products) = (chunk.lowerBound, 0)
      while start < chunk.upperBound {
        let (image, y) = start.quotientAndRemainder(dividingBy: plan.targetHeight)
        let next = min(start + limit, start + plan.targetHeight - y, chunk.upperBound)
        products += plan.writeRows(
          y..<y + next - start, source + image * plan.sourceImage, filter,
          target + start * plan.targetRow, kernels)
        epilogue?.apply(start * plan.targetRow..<next * plan.targetRow, target)
        start = next
      }
      MultiplyAddCounter.add(products * plan.channels)
    }
  }

  /// As many rows as fit, with what they see, into a part of the second cache: they pass through it once for each
  /// block of channels.
  private static func rowsAtOnce<T: KernelScalar>(_ plan: DepthwisePlan, _: T.Type) -> Int {
    let rowBytes =
      (plan.targetRow + plan.sourceRowStep * plan.sourceRow) * MemoryLayout<T>.size
    return max(1, CacheSizes.second / 4 / max(1, rowBytes))
  }

  /// Sums over fixed slices of the rows, each into a buffer of its own; the buffers are added in
  /// order.
  static func filterGradient<T: KernelScalar>(
    _ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: problem.filterShape, x.dtype)
    let (px, pg) = (x.pointer(T.self), gradient.pointer(T.self))
    let target = result.mutablePointer(T.self)
    let plan = DepthwisePlan(problem, .forward)
    let kernels = problem.vectorKernels(T.self)
    let rows = problem.batch * plan.targetHeight
    let slices = max(1, min(rows, 16))
    let partial = Scratch(byteCount: slices * result.byteCount)
    let sums = partial.base.assumingMemoryBound(to: T.self)
    Parallel.forEach(slices) { slice in
      let sum = sums + slice * result.count
      sum.update(repeating: 0, count: result.count)
      accumulate(
        px, pg, plan, kernels, slice * rows / slices..<(slice + 1) * rows / slices, sum)
    }
    Parallel.forEachRange(result.count, length: 1 << 13) { range in
      for index in range { target[index] = sums[index] }
      for slice in 1..<max(1, slices) {
        let source = sums + slice * result.count
        for index in range { target[index] += source[index] }
      }
    }
    withExtendedLifetime((x.storage, gradient.storage, partial)) {}
    return result
  }

  private static func accumulate<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ gradient: UnsafePointer<T>, _ plan: DepthwisePlan,
    _ kernels: VectorKernels<T>, _ range: Range<Int>, _ sum: UnsafeMutablePointer<T>
  ) {
    let limit = rowsAtOnce(plan, T.self)
    var (start, products) = (range.lowerBound, 0)
    while start < range.upperBound {
      let (image, y) = start.quotientAndRemainder(dividingBy: plan.targetHeight)
      let end = min(start + limit, start + plan.targetHeight - y, range.upperBound)
      for (run, blocks) in zip(plan.rowRuns, plan.blocks) {
        let part = run.part(in: y..<y + end - start)
        guard !part.isEmpty else { continue }
        let from =
          x + image * plan.sourceImage + part.lowerBound * plan.sourceRowStep * plan.sourceRow
        let row = start + run.start + part.lowerBound - y
        for block in blocks where !block.sourceOffsets.isEmpty {
          products += part.count * block.columns.count * block.sourceOffsets.count
          block.sourceOffsets.withUnsafeBufferPointer { sourceOffsets in
            block.filterOffsets.withUnsafeBufferPointer { targetOffsets in
              kernels.depthwiseFilterSum(
                DepthwiseFilterSum(
                  source: from, sourceStride: plan.sourceColumnStep * plan.channels,
                  sourceRowStride: plan.sourceRowStep * plan.sourceRow,
                  sourceOffsets: sourceOffsets.baseAddress.unsafelyUnwrapped,
                  gradient: gradient + row * plan.targetRow + block.columns.start * plan.channels,
                  gradientRowStride: plan.targetRow, rows: part.count,
                  pixels: block.columns.count, target: sum,
                  targetOffsets: targetOffsets.baseAddress.unsafelyUnwrapped,
                  taps: sourceOffsets.count, channels: plan.channels))
            }
          }
        }
      }
      start = end
    }
    MultiplyAddCounter.add(products * plan.channels)
  }
}
