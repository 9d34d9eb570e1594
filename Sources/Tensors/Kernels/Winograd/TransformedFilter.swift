/// Panels of a filter at Winograd's frequencies, `[panel][frequency][input][column]`.
final class TransformedFilter<T: KernelScalar> {
  private let memory: Scratch
  private let panels: Range<Int>
  private let panelElements: Int
  /// Elements from frequency to frequency.
  private let stride: Int

  /// Room for some panels.
  init(_ layout: WinogradLayout<T>, panels: Range<Int>) {
    stride = layout.panelStride
    panelElements = layout.frequencies * layout.panelStride
    memory = Scratch(byteCount: panels.count * panelElements * MemoryLayout<T>.size)
    self.panels = panels
  }

  /// One of the panels.
  func panel(_ panel: Int) -> WinogradMatrices<T> {
    WinogradMatrices(
      base: memory.base.assumingMemoryBound(to: T.self)
        + (panel - panels.lowerBound) * panelElements, stride: stride)
  }
}

/// A matrix for each of Winograd's frequencies.
struct WinogradMatrices<T: KernelScalar> {
  let base: UnsafeMutablePointer<T>
  /// Elements from frequency to frequency.
  let stride: Int
}
