import GradusVectorKernels

/// The gradient of batch normalisation with the batch's own statistics: a pass that reads and sums,
/// and a pass that writes.
///
/// The gradient before an activation is computed anew in each pass, piece by piece in the cache; its
/// argument follows from the input, so that neither a mask nor the result has to be kept.
enum BatchNormalizationGradientKernel {
  /// Everything the forward pass worked with, and the gradient of its result.
  struct Problem {
    let input: Tensor
    let mean: Tensor, inverseStandardDeviation: Tensor
    let scale: Tensor?, shift: Tensor?
    let addition: Tensor?
    let activation: Activation
    /// The result, if it was kept; enough to know where ReLU let its argument through.
    let output: Tensor?
    /// Whether the gradient of the addition is wanted.
    let adds: Bool
  }

  /// The gradients of input, scale, shift and addition; the gradient's memory is used again where
  /// `isFree` says that nobody else reads it.
  static func run(
    _ problem: Problem, _ gradient: Tensor, isFree: Bool
  ) -> (input: Tensor, scale: Tensor, shift: Tensor, addition: Tensor?) {
    switch gradient.dtype {
    case .float32: run(problem, gradient, isFree, Float.self)
    case .float64: run(problem, gradient, isFree, Double.self)
    }
  }

  private static func run<T: KernelScalar>(
    _ problem: Problem, _ gradient: Tensor, _ isFree: Bool, _: T.Type
  ) -> (input: Tensor, scale: Tensor, shift: Tensor, addition: Tensor?) {
    let (shape, dtype) = (gradient.shape, gradient.dtype)
    let rows = ChannelRows(shape)
    let channels = rows.channels
    let isActivated = problem.activation != .identity
    let fresh = { Tensor(uninitialized: shape, dtype) }
    // With an addition the gradient before the activation is a result of its own.
    let masked = problem.adds && isActivated ? (isFree ? gradient : fresh()) : nil
    let result = isFree && !problem.adds ? gradient : fresh()
    let strips = Tensor(uninitialized: [7, rows.strip], dtype)
    var pass = Pass<T>(problem, gradient, rows, strips.mutablePointer(T.self))
    let sums = pass.gradientSums(writing: masked?.mutablePointer(T.self))
    let total = sums.pointer(Double.self)
    let scaleGradient = Tensor(uninitialized: [channels], dtype)
    let shiftGradient = Tensor(uninitialized: [channels], dtype)
    let size = Double(rows.count / max(1, channels))
    for channel in 0..<channels {
      let inverse = Double(problem.inverseStandardDeviation.pointer(T.self)[channel])
      let slope = inverse * (problem.scale.map { Double($0.pointer(T.self)[channel]) } ?? 1)
      // The sums of no rows are 0, whatever their deviation is.
      let product = rows.count == 0 ? 0 : total[channels + channel] * inverse
      let plain = total[channel]
      scaleGradient.mutablePointer(T.self)[channel] = T(product)
      shiftGradient.mutablePointer(T.self)[channel] = T(plain)
      for index in stride(from: channel, to: rows.strip, by: channels) {
        pass.average[index] = T(plain / size)
        pass.slope[index] = T(slope)
        pass.curvature[index] = T(slope * inverse * product / size)
        pass.share[index] = T(inverse * product / size)
      }
      // Two deviations as large as their squares are out of range multiply to nothing.
      pass.isFar =
        pass.isFar
        || slope * product != 0
          && abs(slope * inverse * product / size) < Double(T.leastNormalMagnitude)
    }
    let target = result.mutablePointer(T.self)
    let before = masked ?? (problem.adds ? gradient : nil)
    Parallel.forEach(rows.chunkCount) { chunk in
      pass.combine(
        rows.elements(ofChunk: chunk), beforeActivation: before?.pointer(T.self), target)
    }
    withExtendedLifetime((problem, gradient.storage, strips.storage, sums.storage)) {}
    withExtendedLifetime((masked?.storage, result.storage)) {}
    return (result, scaleGradient, shiftGradient, problem.adds ? before : nil)
  }
}

/// One run's pointers and its values of each channel, repeated to fill a strip.
private struct Pass<T: KernelScalar> {
  let rows: ChannelRows
  let x: UnsafePointer<T>, g: UnsafePointer<T>
  let output: UnsafePointer<T>?, addition: UnsafePointer<T>?
  let activation: Activation
  let middle: UnsafeMutablePointer<T>, factor: UnsafeMutablePointer<T>
  let offset: UnsafeMutablePointer<T>
  let average: UnsafeMutablePointer<T>, slope: UnsafeMutablePointer<T>
  let curvature: UnsafeMutablePointer<T>, share: UnsafeMutablePointer<T>
  /// Whether curvatures are out of range, so that `share` is taken times the normalised input.
  var isFar = false

  init(
    _ problem: BatchNormalizationGradientKernel.Problem, _ gradient: Tensor, _ rows: ChannelRows,
    _ strips: UnsafeMutablePointer<T>
  ) {
    self.rows = rows
    x = problem.input.pointer(T.self)
    g = gradient.pointer(T.self)
    output = problem.activation == .relu ? problem.output?.pointer(T.self) : nil
    addition = problem.addition?.pointer(T.self)
    activation = problem.activation
    middle = strips
    (factor, offset) = (strips + rows.strip, strips + 2 * rows.strip)
    (average, slope) = (strips + 3 * rows.strip, strips + 4 * rows.strip)
    (curvature, share) = (strips + 5 * rows.strip, strips + 6 * rows.strip)
    for index in 0..<rows.strip where rows.channels > 0 {
      let channel = index % rows.channels
      middle[index] = problem.mean.pointer(T.self)[channel]
      // As in the forward pass, to the bit.
      factor[index] =
        problem.inverseStandardDeviation.pointer(T.self)[channel]
        * (problem.scale.map { $0.pointer(T.self)[channel] } ?? 1)
      offset[index] = problem.shift.map { $0.pointer(T.self)[channel] } ?? 0
    }
  }

  /// The sums of g and of g (x - mean) for each channel, as `[2, channels]` in double precision,
  /// where g is the gradient before the activation; written down on the way if asked for.
  func gradientSums(writing masked: UnsafeMutablePointer<T>?) -> Tensor {
    let width = 2 * rows.channels
    let partials = Tensor(uninitialized: [rows.chunkCount, width], .float64)
    let partial = partials.mutablePointer(Double.self)
    Parallel.forEach(rows.chunkCount) { chunk in
      withScratch { scratch, sums in
        let total = partial + chunk * width
        total.update(repeating: 0, count: width)
        let elements = rows.elements(ofChunk: chunk)
        for start in stride(from: elements.lowerBound, to: elements.upperBound, by: rows.block) {
          sums.update(repeating: 0, count: 2 * rows.strip)
          let end = min(elements.upperBound, start + rows.block)
          for piece in stride(from: start, to: end, by: rows.piece) {
            let range = piece..<min(end, piece + rows.piece)
            var before = g + piece
            if activation != .identity {
              beforeActivation(range, scratch)
              masked.map { ($0 + piece).update(from: scratch, count: range.count) }
              before = UnsafePointer(scratch)
            }
            accumulate(x + piece, before, range.count, sums, sums + rows.strip)
          }
          for index in 0..<rows.strip {
            let channel = index % rows.channels
            total[channel] += Double(sums[index])
            total[rows.channels + channel] += Double(sums[rows.strip + index])
          }
        }
      }
    }
    let result = Tensor(uninitialized: [2, rows.channels], .float64)
    let total = result.mutablePointer(Double.self)
    total.update(repeating: 0, count: width)
    for chunk in 0..<rows.chunkCount {
      for index in 0..<width { total[index] += partial[chunk * width + index] }
    }
    withExtendedLifetime(partials.storage) {}
    return result
  }

  /// `(g - mean(g)) * slope - (x - mean) * curvature`; the target may be the gradient's own memory.
  func combine(
    _ elements: Range<Int>, beforeActivation known: UnsafePointer<T>?,
    _ target: UnsafeMutablePointer<T>
  ) {
    withScratch { scratch, _ in
      for piece in stride(from: elements.lowerBound, to: elements.upperBound, by: rows.piece) {
        let range = piece..<min(elements.upperBound, piece + rows.piece)
        if let known {
          combine(x + piece, known + piece, range.count, target + piece)
        } else {
          // By way of the scratch buffer, because loops that read what they write do not vectorise.
          beforeActivation(range, scratch)
          combine(x + piece, scratch, range.count, target + piece)
        }
      }
    }
  }

  /// Calls `body` with room for two pieces and for two strips.
  private func withScratch(
    _ body: (UnsafeMutablePointer<T>, UnsafeMutablePointer<T>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: T.self, capacity: rows.piece + 2 * rows.strip) { scratch in
      let base = scratch.baseAddress.unsafelyUnwrapped
      body(base, base + rows.piece)
    }
  }

  /// Writes the gradient before the activation for a range that starts at a strip.
  private func beforeActivation(_ range: Range<Int>, _ result: UnsafeMutablePointer<T>) {
    if activation == .identity {
      result.update(from: g + range.lowerBound, count: range.count)
    } else if VectorUnit.isSupported, let activation = activation.vectorForm {
      T.run(
        EpilogueRun(
          source: (output ?? x) + range.lowerBound, target: result, count: range.count,
          period: rows.strip, scaling: output == nil ? .affine : .none, mean: middle,
          factor: factor, shift: offset,
          addition: output == nil ? addition.map { $0 + range.lowerBound } : nil,
          activation: activation, gradient: g + range.lowerBound))
    } else if let output {
      ActivationKernel.pullBack(
        .relu, argument: output + range.lowerBound, g + range.lowerBound, result, range.count)
    } else {
      withUnsafeTemporaryAllocation(of: T.self, capacity: rows.piece) { scratch in
        let argument = scratch.baseAddress.unsafelyUnwrapped
        for start in stride(from: 0, to: range.count, by: rows.strip) {
          let count = min(rows.strip, range.count - start)
          let (from, to) = (x + range.lowerBound + start, argument + start)
          if let addition {
            BatchNormalizationKernel.affine(
              from, adding: addition + range.lowerBound + start, to, count, middle, factor, offset)
          } else {
            BatchNormalizationKernel.affine(from, to, count, middle, factor, offset)
          }
        }
        ActivationKernel.pullBack(
          activation, argument: argument, g + range.lowerBound, result, range.count)
      }
    }
  }

  /// Not inlined, so that the compiler sees distinct buffers and vectorises the loop.
  @inline(never)
  private func combine(
    _ x: UnsafePointer<T>, _ g: UnsafePointer<T>, _ count: Int, _ target: UnsafeMutablePointer<T>
  ) {
    if isFar { return combineFar(x, g, count, target) }
    for start in stride(from: 0, to: count, by: rows.strip) {
      let (x, g, dx) = (x + start, g + start, target + start)
      for index in 0..<min(rows.strip, count - start) {
        dx[index] =
          (g[index] - average[index]) * slope[index]
          - (x[index] - middle[index]) * curvature[index]
      }
    }
  }

  @inline(never)
  private func combineFar(
    _ x: UnsafePointer<T>, _ g: UnsafePointer<T>, _ count: Int, _ target: UnsafeMutablePointer<T>
  ) {
    for index in 0..<count {
      let place = index % rows.strip
      target[index] =
        (g[index] - average[place]) * slope[place]
        - (x[index] - middle[place]) * factor[place] * share[place]
    }
  }

  @inline(never)
  private func accumulate(
    _ x: UnsafePointer<T>, _ g: UnsafePointer<T>, _ count: Int, _ plain: UnsafeMutablePointer<T>,
    _ product: UnsafeMutablePointer<T>
  ) {
    for start in stride(from: 0, to: count, by: rows.strip) {
      let (x, g) = (x + start, g + start)
      for index in 0..<min(rows.strip, count - start) {
        plain[index] += g[index]
        product[index] += g[index] * (x[index] - middle[index])
      }
    }
  }
}
