import Foundation

/// Convolution with a dense 3x3 filter, and its input gradient, by Winograd's minimal filtering.
///
/// With few channels, blocks of tiles are transformed, multiplied and transformed back while they
/// are in a core's cache. With many channels the filter itself does not fit there: then all tiles
/// are transformed, each frequency is one product that reads its part of the filter once, and the
/// results are transformed back. Which way is taken, and all sizes, follow from the shapes alone.
enum WinogradKernel {
  static func forward(_ x: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem) -> Tensor {
    let result = Tensor(uninitialized: problem.outputShape, x.dtype)
    let weights = WinogradFilter(
      filter.storage.base.unsafelyUnwrapped, elements: filter.count / 9, dtype: x.dtype,
      isRotated: false)
    convolve(
      x, weights, result, top: problem.geometry.paddingTop, left: problem.geometry.paddingLeft)
    withExtendedLifetime((x.storage, filter.storage)) {}
    return result
  }

  /// The convolution of the output's gradient with the filter turned by half and transposed.
  static func inputGradient(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem
  ) -> Tensor {
    let result = Tensor(uninitialized: problem.inputShape, gradient.dtype)
    let transposed = Scratch(byteCount: filter.byteCount)
    switch filter.dtype {
    case .float32: transpose(filter, transposed, problem, Float.self)
    case .float64: transpose(filter, transposed, problem, Double.self)
    }
    let weights = WinogradFilter(
      transposed.base, elements: filter.count / 9, dtype: filter.dtype, isRotated: true)
    convolve(
      gradient, weights, result, top: 2 - problem.geometry.paddingTop,
      left: 2 - problem.geometry.paddingLeft)
    withExtendedLifetime((gradient.storage, filter.storage)) {}
    return result
  }

  private static func transpose<T: KernelScalar>(
    _ filter: Tensor, _ target: Scratch, _ problem: ConvolutionProblem, _: T.Type
  ) {
    WinogradFilter.transpose(
      filter.pointer(T.self), target.base.assumingMemoryBound(to: T.self),
      inputs: problem.inputChannels, outputs: problem.outputChannels)
  }

  private static func convolve(
    _ source: Tensor, _ weights: WinogradFilter, _ target: Tensor, top: Int, left: Int
  ) {
    switch source.dtype {
    case .float32: convolve(source, weights, target, top, left, Float.self)
    case .float64: convolve(source, weights, target, top, left, Double.self)
    }
    withExtendedLifetime((source.storage, target.storage)) {}
  }

  private static func convolve<T: KernelScalar>(
    _ source: Tensor, _ weights: WinogradFilter, _ target: Tensor, _ top: Int, _ left: Int,
    _: T.Type
  ) {
    let (rows, columns) = (target.shape[1], target.shape[2])
    let inputs = WinogradTiles(
      .input, shape: source.shape, dtype: source.dtype, outputRows: rows, outputColumns: columns,
      top: top, left: left)
    let outputs = WinogradTiles(
      .output, shape: target.shape, dtype: source.dtype, outputRows: rows, outputColumns: columns)
    let (from, to) = (UnsafeRawPointer(source.pointer(T.self)), target.mutablePointer(T.self))
    let tileBytes =
      WinogradTransform.frequencies * (inputs.channels + outputs.channels) * MemoryLayout<T>.size

    if WinogradTransform.frequencies * weights.stride <= tune("WLOCAL", 4 << 20) {
      let length = max(8, min(96, tune("WBLOCK", 1 << 19) / tileBytes / 8 * 8))
      Parallel.forEachRange(inputs.count, length: length) { block in
        let buffers = Buffers(tiles: block.count, inputs, outputs)
        inputs.transform(
          block, image: from, frequencies: buffers.inputs, stride: buffers.inputStride)
        for frequency in 0..<WinogradTransform.frequencies {
          buffers.multiply(frequency, weights, T.self)
        }
        outputs.transform(
          block, image: to, frequencies: buffers.outputs, stride: buffers.outputStride)
      }
      return
    }
    let length = max(32, min(inputs.count, tune("WSUPER", 24 << 20) / tileBytes))
    for start in stride(from: 0, to: inputs.count, by: length) {
      let count = min(length, inputs.count - start)
      let buffers = Buffers(tiles: count, inputs, outputs)
      Parallel.forEachRange(count, length: 4) { part in
        inputs.transform(
          start + part.lowerBound..<start + part.upperBound, image: from,
          frequencies: buffers.inputs + part.lowerBound * inputs.rowBytes,
          stride: buffers.inputStride)
      }
      Parallel.forEach(WinogradTransform.frequencies) { frequency in
        buffers.multiply(frequency, weights, T.self)
      }
      Parallel.forEachRange(count, length: 4) { part in
        outputs.transform(
          start + part.lowerBound..<start + part.upperBound, image: to,
          frequencies: buffers.outputs + part.lowerBound * outputs.rowBytes,
          stride: buffers.outputStride)
      }
    }
  }

  /// The transformed inputs and outputs of some tiles: a matrix of tiles by channels for each
  /// frequency.
  private struct Buffers {
    let tiles: Int
    let inputStride: Int, outputStride: Int
    private let inputChannels: Int, outputChannels: Int
    private let memory: Scratch

    init(tiles: Int, _ inputs: WinogradTiles, _ outputs: WinogradTiles) {
      self.tiles = tiles
      // A cache line more than the matrix, so that frequencies do not share cache sets.
      inputStride = (tiles * inputs.rowBytes + 127) / 64 * 64
      outputStride = (tiles * outputs.rowBytes + 127) / 64 * 64
      (inputChannels, outputChannels) = (inputs.channels, outputs.channels)
      memory = Scratch(byteCount: WinogradTransform.frequencies * (inputStride + outputStride))
    }

    var inputs: UnsafeMutableRawPointer { memory.base }
    var outputs: UnsafeMutableRawPointer {
      memory.base + WinogradTransform.frequencies * inputStride
    }

    func multiply<T: KernelScalar>(_ frequency: Int, _ weights: WinogradFilter, _: T.Type) {
      func matrix(_ base: UnsafeMutableRawPointer, _ stride: Int) -> UnsafeMutablePointer<T> {
        (base + frequency * stride).assumingMemoryBound(to: T.self)
      }
      T.gemm(
        m: tiles, n: outputChannels, k: inputChannels,
        MatrixView(base: UnsafePointer(matrix(inputs, inputStride)), stride: inputChannels),
        MatrixView(
          base: UnsafePointer(matrix(weights.base, weights.stride)), stride: outputChannels),
        beta: 0, matrix(outputs, outputStride), cStride: outputChannels)
    }
  }
}
func tune(_ n: String, _ d: Int) -> Int { getenv(n).flatMap { Int(String(cString: $0)) } ?? d }
