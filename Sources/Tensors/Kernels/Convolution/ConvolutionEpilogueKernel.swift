import GradusVectorKernels

/// A convolution's epilogue, applied in place to rows of its result.
struct ConvolutionEpilogueKernel<T: KernelScalar> {
  private let rows: ChannelRows
  private var epilogue: ConvolutionEpilogue
  /// Mean, factor and shift of each channel, repeated to fill a strip.
  private let strips: Tensor
  private let kernels: VectorKernels<T>?

  /// Nil when there is nothing to do.
  init?(
    _ epilogue: ConvolutionEpilogue, _ shape: Shape, _: T.Type, tier: VectorUnit.Tier
  ) {
    guard !epilogue.isEmpty, shape.count > 0 else { return nil }
    kernels = T.vectorKernels(of: tier)
    rows = ChannelRows(shape)
    self.epilogue = epilogue
    strips = Tensor(uninitialized: [3, rows.strip], T.dtype)
    epilogue.writeChannels(
      to: strips.mutablePointer(T.self), repeating: rows.strip / rows.channels, of: rows.channels)
  }

  /// Sets what is added to the result.
  mutating func add(_ addition: Tensor?) { epilogue.addition = addition }

  /// The same for kernels that have the result in registers; nil where the activation is an
  /// elementary function. Valid while this value is.
  var inRegisters: WinogradEpilogue<T>? {
    guard let activation = epilogue.activation.vectorForm else { return nil }
    let strip = strips.pointer(T.self)
    return WinogradEpilogue(
      mean: strip, factor: strip + rows.strip, shift: strip + 2 * rows.strip,
      addition: epilogue.addition?.pointer(T.self), activation: activation)
  }

  /// Finishes a whole result, in parallel.
  func apply(_ result: Tensor) {
    let base = result.mutablePointer(T.self)
    Parallel.forEach(rows.chunkCount) { chunk in apply(rows.elements(ofChunk: chunk), base) }
    withExtendedLifetime(result.storage) {}
  }

  /// Finishes the elements of a range of whole rows.
  func apply(_ elements: Range<Int>, _ base: UnsafeMutablePointer<T>) {
    let strip = strips.pointer(T.self)
    let addition = epilogue.addition?.pointer(T.self)
    if let kernels, let activation = epilogue.activation.vectorForm {
      let y = base + elements.lowerBound
      kernels.epilogue(
        EpilogueRun(
          source: UnsafePointer(y), target: y, count: elements.count, period: rows.strip,
          scaling: epilogue.scaling(), mean: strip,
          factor: strip + rows.strip, shift: strip + 2 * rows.strip,
          addition: addition.map { $0 + elements.lowerBound }, activation: activation))
      return withExtendedLifetime((strips.storage, epilogue.addition?.storage)) {}
    }
    for start in stride(from: elements.lowerBound, to: elements.upperBound, by: rows.strip) {
      let (y, count) = (base + start, min(rows.strip, elements.upperBound - start))
      if epilogue.factor != nil || epilogue.mean != nil {
        BatchNormalizationKernel.affine(
          UnsafePointer(y), y, count, strip, strip + rows.strip, strip + 2 * rows.strip)
      } else if epilogue.shift != nil {
        add(strip + 2 * rows.strip, to: y, count)
      }
      if let addition { add(addition + start, to: y, count) }
      ActivationKernel.apply(epilogue.activation, y, count)
    }
    withExtendedLifetime((strips.storage, epilogue.addition?.storage)) {}
  }

  @inline(__always)
  private func add(_ x: UnsafePointer<T>, to y: UnsafeMutablePointer<T>, _ count: Int) {
    for index in 0..<count { y[index] += x[index] }
  }
}

extension ConvolutionEpilogue {
  /// Which of the channels' numbers are used.
  func scaling<T: KernelScalar>() -> EpilogueRun<T>.Scaling {
    factor != nil || mean != nil ? .affine : shift != nil ? .shift : .none
  }

  /// Writes mean, factor and shift of each of some channels, several times each, or what does nothing.
  func writeChannels<T: KernelScalar>(
    to target: UnsafeMutablePointer<T>, repeating times: Int = 1, of channels: Int
  ) {
    let strip = times * channels
    for (row, (vector, neutral)) in [(mean, T(0)), (factor, 1), (shift, 0)].enumerated() {
      let base = target + row * strip
      guard let vector else {
        base.update(repeating: neutral, count: strip)
        continue
      }
      base.update(from: vector.pointer(T.self), count: channels)
      withExtendedLifetime(vector.storage) {}
      // What is written is copied behind itself: few long copies where channels are few.
      var written = channels
      while written < strip {
        let more = min(written, strip - written)
        (base + written).update(from: base, count: more)
        written += more
      }
    }
  }
}

extension Tensor {
  /// This convolution's result, which nobody else holds yet, after its epilogue.
  package func finished(
    by epilogue: ConvolutionEpilogue, tier: VectorUnit.Tier = VectorUnit.tier
  ) -> Tensor {
    switch dtype {
    case .float32:
      ConvolutionEpilogueKernel(epilogue, shape, Float.self, tier: tier)?.apply(self)
    case .float64:
      ConvolutionEpilogueKernel(epilogue, shape, Double.self, tier: tier)?.apply(self)
    }
    return self
  }
}
