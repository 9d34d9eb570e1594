import GradusVectorKernels

/// Writes pixels of joined channels. Valid while what it was made of is.
struct JoinedChannelsKernel<T: KernelScalar> {
  /// A part's elements, and its channels in the whole.
  private struct Part {
    let base: UnsafePointer<T>
    let channels: Range<Int>
  }

  private let parts: [Part]
  private let channels: Int
  /// Mean, factor and shift of each channel.
  private let numbers: Tensor
  private let scaling: EpilogueRun<T>.Scaling
  private let activation: VectorActivation
  private let kernels: VectorKernels<T>

  init(_ joined: JoinedChannels) {
    var first = 0
    parts = joined.parts.map { part in
      defer { first += part.shape[3] }
      return Part(base: part.pointer(T.self), channels: first..<first + part.shape[3])
    }
    channels = joined.shape[3]
    let finish = joined.finish
    numbers = Tensor(uninitialized: [3, channels], T.dtype)
    finish.writeChannels(to: numbers.mutablePointer(T.self), of: channels)
    let isAffine = finish.factor != nil || finish.mean != nil
    scaling = isAffine ? .affine : finish.shift != nil ? .shift : .none
    activation = finish.activation.vectorForm.unsafelyUnwrapped
    kernels = T.vectorKernels(of: joined.tier).unsafelyUnwrapped
  }

  /// Writes some pixels, one after the other.
  func write(_ pixels: Range<Int>, to target: UnsafeMutablePointer<T>) {
    let numbers = numbers.pointer(T.self)
    for part in parts {
      let (first, count) = (part.channels.lowerBound, part.channels.count)
      let place = numbers + first
      kernels.epilogue(
        EpilogueRun(
          source: part.base + pixels.lowerBound * count, target: target + first, count: count,
          period: count, scaling: scaling, mean: place, factor: place + channels,
          shift: place + 2 * channels, addition: nil, activation: activation,
          rows: pixels.count, sourcePitch: count, targetPitch: channels))
    }
    withExtendedLifetime(self.numbers.storage) {}
  }
}
