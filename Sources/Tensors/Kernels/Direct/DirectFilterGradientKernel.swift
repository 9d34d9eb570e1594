import GradusVectorKernels

/// The gradient of a convolution for its filter, without laying out what each position sees.
///
/// Some rows of the filter by some outputs are summed in registers over the positions of a band.
/// Small filters are summed over fixed slices of the bands, each into a buffer of its own, and the
/// buffers are added in order, or where there is one slice where the sums go; large ones are cut into panels of outputs, each of which walks over
/// all bands. Which way is taken, and all sizes, follow from the shapes and the caches alone.
enum DirectFilterGradientKernel {
  static func run(
    _ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem, _ plan: DirectPlan
  ) -> Tensor {
    switch x.dtype {
    case .float32: run(x, gradient, problem, plan, Float.self)
    case .float64: run(x, gradient, problem, plan, Double.self)
    }
  }

  private static let sliceLimit = 16
  /// Filters of at most so many bytes are summed by slices.
  private static let smallFilter = 1 << 18

  private struct Job<T: KernelScalar> {
    let kernels: VectorKernels<T>
    let x: UnsafePointer<T>
    let gradient: UnsafePointer<T>
    let bands: DirectBands
    /// Distances in the gradient's tensor.
    let imagePitch: Int, rowPitch: Int
    let panels: [PanelFilter<T>.Panel]
    /// Channels of one group, groups, and outputs of all groups, after joining.
    let inputs: Int, groups: Int, outputs: Int
    var outputsPerGroup: Int { outputs / groups }
    var filterElements: Int { bands.segments.count * bands.depth * outputs }
  }

  private static func run<T: KernelScalar>(
    _ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem, _ plan: DirectPlan, _: T.Type
  ) -> Tensor {
    let size = MemoryLayout<T>.size
    let kernels = problem.vectorKernels(T.self)
    let (part, joined) = (plan.parts[0], plan.joined)
    let job = Job(
      kernels: kernels, x: x.pointer(T.self), gradient: gradient.pointer(T.self),
      bands: part.bands, imagePitch: part.image, rowPitch: part.row,
      panels: PanelFilter<T>.panels(
        kernels.registerTile, outputs: problem.outputsPerGroup * joined, rows: 0),
      inputs: part.bands.channels, groups: problem.groups / joined,
      outputs: problem.outputChannels)
    let result = Tensor(uninitialized: problem.filterShape, x.dtype)
    let target = result.mutablePointer(T.self)
    if joined > 1 {
      let whole = Scratch(byteCount: job.filterElements * size)
      let sums = whole.base.assumingMemoryBound(to: T.self)
      run(job, sums)
      separate(sums, problem, joined, target)
    } else {
      run(job, target)
    }
    withExtendedLifetime((x.storage, gradient.storage)) {}
    return result
  }

  private static func run<T: KernelScalar>(_ job: Job<T>, _ target: UnsafeMutablePointer<T>) {
    let filterBytes = job.filterElements * MemoryLayout<T>.size
    if filterBytes <= smallFilter || job.panels.count * job.groups < 8 {
      bySlices(job, target)
    } else {
      byPanels(job, target)
    }
  }

  private static func bySlices<T: KernelScalar>(
    _ job: Job<T>, _ target: UnsafeMutablePointer<T>
  ) {
    let count = job.filterElements
    let bytes = count * MemoryLayout<T>.size
    let slices = max(1, min(sliceLimit, job.bands.count, (1 << 25) / max(1, bytes)))
    if slices == 1 {
      target.update(repeating: 0, count: count)
      for group in 0..<job.groups {
        accumulate(job, 0..<job.bands.count, group: group, panels: job.panels[...], target)
      }
      return
    }
    let partial = Scratch(byteCount: slices * bytes)
    let sums = partial.base.assumingMemoryBound(to: T.self)
    Parallel.forEach(slices) { slice in
      let sum = sums + slice * count
      sum.update(repeating: 0, count: count)
      let range = slice * job.bands.count / slices..<(slice + 1) * job.bands.count / slices
      for group in 0..<job.groups {
        accumulate(job, range, group: group, panels: job.panels[...], sum)
      }
    }
    Parallel.forEachRange(count, length: 1 << 14) { range in
      for index in range { target[index] = sums[index] }
      for slice in 1..<slices {
        let source = sums + slice * count
        for index in range { target[index] += source[index] }
      }
    }
  }

  private static func byPanels<T: KernelScalar>(
    _ job: Job<T>, _ target: UnsafeMutablePointer<T>
  ) {
    let rows = job.bands.segments.count * job.bands.depth
    let perTask = max(1, min(4, job.panels.count * job.groups / 16))
    let tasks = (job.panels.count + perTask - 1) / perTask
    Parallel.forEach(job.groups * tasks) { index in
      let (group, task) = index.quotientAndRemainder(dividingBy: tasks)
      let panels = job.panels[task * perTask..<min(job.panels.count, (task + 1) * perTask)]
      let columns = panels.reduce(0) { $0 + $1.columns }
      let first = group * job.outputsPerGroup + panels[panels.startIndex].output
      for row in 0..<rows {
        (target + row * job.outputs + first).update(repeating: 0, count: columns)
      }
      accumulate(job, 0..<job.bands.count, group: group, panels: panels, target)
    }
  }

  /// Adds what some bands contribute to some panels of a group.
  private static func accumulate<T: KernelScalar>(
    _ job: Job<T>, _ range: Range<Int>, group: Int, panels: ArraySlice<PanelFilter<T>.Panel>,
    _ target: UnsafeMutablePointer<T>
  ) {
    let size = MemoryLayout<T>.size
    let (bands, tile) = (job.bands, job.kernels.registerTile)
    let input = Scratch(byteCount: bands.scratchBytes(size))
    let packed = Scratch(byteCount: bands.sourceOffsets.count * tile.wideColumns * size)
    let rows = packed.base.assumingMemoryBound(to: T.self)
    for number in range {
      let band = bands.band(number)
      let source = bands.source(of: band, job.x, firstChannel: group * job.inputs, input)
      let gradient =
        job.gradient + band.image * job.imagePitch + band.row * job.rowPitch
        + group * job.outputsPerGroup
      for panel in panels {
        // Rows of whole panels are used where they are, unless they lie so far apart that they would
        // share a few sets of the first cache; a tile of several lines a row sums long enough for the
        // second one to keep up.
        let isPacked =
          panel.columns < tile.wideColumns || job.outputs * size > 256 && !tile.hasLongRows
        var (place, stride) = (gradient + panel.output, job.outputs)
        if isPacked {
          pack(place, pitch: job.outputs, band.positions, panel, rows)
          (place, stride) = (UnsafePointer(rows), panel.width)
        }
        for (index, segment) in bands.segments.enumerated() {
          bands.sourceOffsets.withUnsafeBufferPointer { offsets in
            job.kernels.outerProductSum(
              OuterProductSum(
                source: source + segment, sourceOffsets: offsets.baseAddress.unsafelyUnwrapped,
                positions: band.positions, rows: bands.depth, panel: place,
                panelStride: stride,
                target: target + index * bands.depth * job.outputs + group * job.outputsPerGroup
                  + panel.output,
                targetStride: job.outputs, columns: panel.columns, accumulates: true))
          }
        }
      }
    }
  }

  /// Lays out a panel's columns of the gradient, one position after the other.
  private static func pack<T: KernelScalar>(
    _ gradient: UnsafePointer<T>, pitch: Int, _ positions: Int,
    _ panel: PanelFilter<T>.Panel, _ target: UnsafeMutablePointer<T>
  ) {
    let width = panel.width
    for position in 0..<positions {
      let from = gradient + position * pitch
      let to = target + position * width
      for column in 0..<panel.columns { to[column] = from[column] }
      for column in panel.columns..<width { to[column] = 0 }
    }
  }

  /// Takes the gradients of each small group out of those of the joined one.
  private static func separate<T: KernelScalar>(
    _ sums: UnsafePointer<T>, _ problem: ConvolutionProblem, _ joined: Int,
    _ target: UnsafeMutablePointer<T>
  ) {
    let (inputs, outputs) = (problem.inputsPerGroup, problem.outputChannels)
    for tap in 0..<problem.kernelHeight * problem.kernelWidth {
      for output in 0..<outputs {
        let part = output / problem.outputsPerGroup % joined
        for input in 0..<inputs {
          target[(tap * inputs + input) * outputs + output] =
            sums[((tap * joined + part) * inputs + input) * outputs + output]
        }
      }
    }
  }
}
