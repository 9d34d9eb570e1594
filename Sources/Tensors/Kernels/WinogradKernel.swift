import GradusVectorKernels

/// Convolution with a dense 3x3 filter, and its input gradient, by Winograd's minimal filtering.
///
/// Small filters: blocks of tiles are transformed, multiplied and transformed back by one thread
/// while they are in its cache. Large filters do not fit there: all tiles of a round are transformed
/// first, then panels of output channels are shared out, so that each part of the filter is
/// transformed and used up while it is in cache. Which way is taken, and all sizes, follow from the
/// shapes alone.
enum WinogradKernel {
  static func forward(
    _ x: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ epilogue: ConvolutionEpilogue
  ) -> Tensor {
    convolve(
      x, filter, problem.outputShape, isAdjoint: false, top: problem.geometry.padding.top,
      left: problem.geometry.padding.left, epilogue)
  }

  /// The convolution of the output's gradient with the filter turned by half and transposed.
  static func inputGradient(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem
  ) -> Tensor {
    convolve(
      gradient, filter, problem.inputShape, isAdjoint: true, top: 2 - problem.geometry.padding.top,
      left: 2 - problem.geometry.padding.left)
  }

  private static func convolve(
    _ source: Tensor, _ filter: Tensor, _ shape: Shape, isAdjoint: Bool, top: Int, left: Int,
    _ epilogue: ConvolutionEpilogue = .init()
  ) -> Tensor {
    let target = Tensor(uninitialized: shape, source.dtype)
    let convolution = Convolution(
      inputs: WinogradTiles(
        .input, source, outputRows: shape[1], outputColumns: shape[2], top: top, left: left),
      outputs: WinogradTiles(.output, target, outputRows: shape[1], outputColumns: shape[2]),
      filter: WinogradFilter(filter, isAdjoint: isAdjoint))
    switch source.dtype {
    case .float32: run(convolution, Finish<Float>(epilogue, target))
    case .float64: run(convolution, Finish<Double>(epilogue, target))
    }
    withExtendedLifetime((source.storage, filter.storage, target.storage)) {}
    return target
  }

  private struct Convolution {
    let inputs: WinogradTiles
    let outputs: WinogradTiles
    let filter: WinogradFilter
  }

  /// Applies an epilogue to the pixels of tiles that were just written.
  private struct Finish<T: KernelScalar> {
    private let kernel: ConvolutionEpilogueKernel<T>?
    private let base: UnsafeMutablePointer<T>

    init(_ epilogue: ConvolutionEpilogue, _ target: Tensor) {
      kernel = ConvolutionEpilogueKernel(epilogue, target.shape, T.self)
      base = target.mutablePointer(T.self)
    }

    func callAsFunction(_ tiles: WinogradTiles, _ range: Range<Int>) {
      guard let kernel else { return }
      tiles.forEachRun(range) { kernel.apply($0, base) }
    }
  }

  /// Filters of at most so many bytes, transformed, are used block by block.
  private static let smallFilter = 4 << 20
  /// Tiles of a round by panels: enough to use a panel's part of the filter well.
  private static let roundLength = 96

  private static func run<T: KernelScalar>(_ convolution: Convolution, _ finish: Finish<T>) {
    let filter = convolution.filter
    let matrixBytes = filter.inputs * filter.outputs * MemoryLayout<T>.size
    if WinogradTransform.frequencies * matrixBytes <= smallFilter {
      byBlocks(convolution, finish)
    } else {
      byPanels(convolution, finish)
    }
  }

  private static func byBlocks<T: KernelScalar>(_ convolution: Convolution, _ finish: Finish<T>) {
    let (inputs, outputs) = (convolution.inputs, convolution.outputs)
    let filter = convolution.filter
    let rowBytes = filter.outputs * MemoryLayout<T>.size
    let weights = WinogradBuffer(byteCount: filter.inputs * rowBytes)
    Parallel.forEachRange(filter.inputs, length: 16) { rows in
      filter.transform(
        inputs: rows, outputs: 0..<filter.outputs, into: weights.base + rows.lowerBound * rowBytes,
        stride: weights.stride)
    }
    // A block's buffers fill about half of a second-level cache.
    let tileBytes = WinogradTransform.frequencies * (inputs.rowBytes + outputs.rowBytes)
    let length = max(8, min(64, (1 << 19) / tileBytes / 8 * 8))
    let multiply = WinogradProduct<T>(rows: length, inputs: filter.inputs, outputs: filter.outputs)
    Parallel.forEachRange(inputs.count, length: length) { block in
      let source = WinogradBuffer(byteCount: block.count * inputs.rowBytes)
      let product = WinogradBuffer(byteCount: block.count * outputs.rowBytes)
      inputs.transform(block, source)
      for frequency in 0..<WinogradTransform.frequencies {
        multiply(
          source.view(frequency, T.self), rows: block.count, depth: filter.inputs,
          weights.view(frequency, T.self), columns: filter.outputs, stride: filter.outputs,
          product.matrix(frequency, T.self), accumulates: false)
      }
      outputs.transform(block, product)
      finish(outputs, block)
    }
  }

  private static func byPanels<T: KernelScalar>(_ convolution: Convolution, _ finish: Finish<T>) {
    let (inputs, outputs) = (convolution.inputs, convolution.outputs)
    let filter = convolution.filter
    let inputPanels = WinogradFilter.panels(filter.inputs, width: 256)
    let outputPanels = WinogradFilter.panels(filter.outputs, width: 32)
    let rounds = (inputs.count + roundLength - 1) / roundLength
    let multiply = WinogradProduct<T>(
      rows: roundLength, inputs: filter.inputs, outputs: filter.outputs)
    for round in 0..<rounds {
      let tiles = round * inputs.count / rounds..<(round + 1) * inputs.count / rounds
      let source = WinogradBuffer(byteCount: tiles.count * inputs.rowBytes)
      let product = WinogradBuffer(byteCount: tiles.count * outputs.rowBytes)
      Parallel.forEachRange(tiles.count, length: 4) { part in
        inputs.transform(
          tiles.lowerBound + part.lowerBound..<tiles.lowerBound + part.upperBound, source,
          row: part.lowerBound)
      }
      Parallel.forEach(outputPanels.count) { index in
        let columns = outputPanels[index]
        for rows in inputPanels {
          let weights = WinogradBuffer(
            byteCount: rows.count * columns.count * MemoryLayout<T>.size)
          filter.transform(
            inputs: rows, outputs: columns, into: weights.base, stride: weights.stride)
          for frequency in 0..<WinogradTransform.frequencies {
            multiply(
              source.view(frequency, from: rows.lowerBound, T.self), rows: tiles.count,
              depth: rows.count, weights.view(frequency, T.self), columns: columns.count,
              stride: columns.count, product.matrix(frequency, from: columns.lowerBound, T.self),
              accumulates: rows.lowerBound > 0)
          }
        }
      }
      Parallel.forEachRange(tiles.count, length: 4) { part in
        let range = tiles.lowerBound + part.lowerBound..<tiles.lowerBound + part.upperBound
        outputs.transform(range, product, row: part.lowerBound)
        finish(outputs, range)
      }
    }
  }
}
