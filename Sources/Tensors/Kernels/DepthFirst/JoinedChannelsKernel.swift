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
    scaling = finish.scaling()
    activation = finish.activation.vectorForm.unsafelyUnwrapped
    kernels = T.vectorKernels(of: joined.tier).unsafelyUnwrapped
  }

  /// Whether each part has whole vectors of channels, whatever the tier.
  private var isEven: Bool {
    parts.allSatisfy { $0.channels.count % kernels.registerTile.line == 0 }
  }

  /// Writes some pixels, one after the other.
  func write(_ pixels: Range<Int>, to target: UnsafeMutablePointer<T>) {
    if isEven {
      for part in parts {
        finish(
          part.base + pixels.lowerBound * part.channels.count, target + part.channels.lowerBound,
          part.channels, rows: pixels.count)
      }
      return
    }
    // Narrow parts are put together first: a few channels a pixel are many ends that fill no vector.
    for part in parts {
      let count = part.channels.count
      for (place, pixel) in pixels.enumerated() {
        (target + place * channels + part.channels.lowerBound).update(
          from: part.base + pixel * count, count: count)
      }
    }
    finish(
      UnsafePointer(target), target, 0..<channels, rows: pixels.count)
  }

  private func finish(
    _ source: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>, _ own: Range<Int>, rows: Int
  ) {
    let place = numbers.pointer(T.self) + own.lowerBound
    kernels.epilogue(
      EpilogueRun(
        source: source, target: target, count: own.count, period: own.count, scaling: scaling,
        mean: place, factor: place + channels, shift: place + 2 * channels, addition: nil,
        activation: activation, rows: rows, sourcePitch: own.count, targetPitch: channels))
    withExtendedLifetime(numbers.storage) {}
  }
}
