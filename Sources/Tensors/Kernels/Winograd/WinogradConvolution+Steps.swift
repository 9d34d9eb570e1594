import GradusVectorKernels

extension WinogradConvolution {
  /// All panels of the filter, transformed: those that are kept with it, or made now.
  func wholeFilter() -> TransformedFilter<T> {
    keptFilter() ?? transformedFilter(0..<layout.panels)
  }

  /// All panels, where they are kept with the filter.
  func keptFilter() -> TransformedFilter<T>? {
    let panels = 0..<layout.panels
    guard !filter.isAdjoint else { return nil }
    return weights.kept(
      .transformed(layout.grid.tile), for: problem, byteCount: panels.count * panelElements * size
    ) { transformedFilter(panels) }
  }

  /// Transforms some panels of the filter.
  func transformedFilter(_ panels: Range<Int>) -> TransformedFilter<T> {
    let result = TransformedFilter(layout, panels: panels)
    let rows = 4 * layout.register.line
    let pieces = (layout.inputs + rows - 1) / rows
    Parallel.forEach(panels.count * pieces) { index in
      let (place, piece) = index.quotientAndRemainder(dividingBy: pieces)
      let panel = panels.lowerBound + place
      let target = result.panel(panel)
      layout.kernels.winogradFilterPanel(
        filter, piece * rows..<min(layout.inputs, (piece + 1) * rows),
        .init(
          base: target.base + piece * rows * layout.register.columns, stride: target.stride,
          firstChannel: panel * layout.register.columns))
    }
    return result
  }

  /// The products of some tiles with some panels, `[panel][frequency][tile][column]`.
  struct Products {
    private let memory: Scratch
    private let stride: Int, panelElements: Int

    /// Room for products.
    init(_ layout: WinogradLayout<T>, tiles: Int, panels: Int) {
      stride = tiles * layout.register.columns + layout.gap
      panelElements = layout.frequencies * stride
      memory = Scratch(byteCount: panels * panelElements * MemoryLayout<T>.size)
    }

    /// Those with one of the panels.
    func panel(_ panel: Int) -> WinogradMatrices<T> {
      WinogradMatrices(
        base: memory.base.assumingMemoryBound(to: T.self) + panel * panelElements, stride: stride)
    }
  }

  /// Multiplies transformed tiles with a panel.
  func multiply(
    _ patch: WinogradPatches<T>.Target, tiles: Int, _ panel: WinogradMatrices<T>,
    _ products: WinogradMatrices<T>, frequencies: Range<Int>
  ) {
    let first = frequencies.lowerBound
    layout.kernels.winogradProducts(
      WinogradProducts(
        tiles: UnsafePointer(patch.base + first * patch.frequencyStride),
        tileStride: patch.frequencyStride, pitch: patch.pitch, count: tiles, depth: layout.inputs,
        panel: UnsafePointer(panel.base + first * panel.stride), panelStride: panel.stride,
        frequencies: frequencies.count, target: products.base + first * products.stride,
        targetStride: products.stride))
    MultiplyAddCounter.add(
      frequencies.count * tiles * layout.inputs * layout.register.columns)
  }

  /// Brings the products of some parts with a panel back to pixels.
  func finish(_ parts: Range<Int>, _ panel: Int, _ products: WinogradMatrices<T>) {
    if flag.isRaised { return }
    check(UnsafePointer(products.base), products.stride, parts, panel)
    let channel = panel * layout.register.columns
    layout.kernels.winogradOutputs(
      WinogradOutputs(
        products: UnsafePointer(products.base), productStride: products.stride, layout.grid,
        target: target, channels: layout.outputs, firstChannel: channel,
        columns: min(layout.register.columns, layout.outputs - channel), epilogue), parts)
  }
}
