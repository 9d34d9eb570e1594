import GradusVectorKernels

extension WinogradConvolution {
  /// Transforms some inputs of a panel.
  func transform(
    _ panel: Int, _ rows: Range<Int>, into base: UnsafeMutablePointer<T>, stride: Int
  ) {
    layout.kernels.winogradFilterPanel(
      filter, rows,
      .init(base: base, stride: stride, firstChannel: panel * layout.register.columns))
  }

  /// Some inputs of a transformed panel.
  struct Weights {
    let base: UnsafePointer<T>
    /// Elements from frequency to frequency.
    let stride: Int
    let inputs: Range<Int>
  }

  /// The products of some tiles with a panel.
  struct Products {
    let memory: Scratch
    let stride: Int
  }

  func products(_ tiles: Int) -> Products {
    let stride = tiles * layout.register.columns + layout.gap
    return Products(
      memory: Scratch(byteCount: layout.frequencies * stride * size), stride: stride)
  }

  /// Multiplies transformed tiles with some inputs of a panel; adds all but the first inputs'.
  func multiply(
    _ patch: WinogradPatches<T>.Target, tiles: Int, _ weights: Weights, _ products: Products
  ) {
    let (first, depth) = (weights.inputs.lowerBound, weights.inputs.count)
    layout.kernels.winogradProducts(
      WinogradProducts(
        tiles: UnsafePointer(patch.base + first * patch.pitch),
        tileStride: patch.frequencyStride, pitch: patch.pitch, count: tiles, depth: depth,
        panel: weights.base, panelStride: weights.stride, frequencies: layout.frequencies,
        target: products.memory.base.assumingMemoryBound(to: T.self),
        targetStride: products.stride, accumulates: first > 0))
    MultiplyAddCounter.add(layout.frequencies * tiles * depth * layout.register.columns)
  }

  /// Brings the products of some parts with a panel back to pixels.
  func finish(_ parts: Range<Int>, _ panel: Int, _ products: Products) {
    let channel = panel * layout.register.columns
    layout.kernels.winogradOutputs(
      WinogradOutputs(
        products: UnsafePointer(products.memory.base.assumingMemoryBound(to: T.self)),
        productStride: products.stride, layout.grid, target: target, channels: layout.outputs,
        firstChannel: channel, columns: min(layout.register.columns, layout.outputs - channel),
        epilogue), parts)
  }
}
