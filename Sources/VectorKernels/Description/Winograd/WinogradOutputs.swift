/// Brings the products of tiles with a panel of the filter back to pixels, and does there what
/// follows the convolution.
@usableFromInline
package struct WinogradOutputs<T: VectorScalar> {
  /// `[frequency][tile][column of the panel]`, and elements from frequency to frequency.
  package let products: UnsafePointer<T>
  package let productStride: Int
  package let grid: WinogradGrid
  /// Channels-last results.
  package let target: UnsafeMutablePointer<T>
  package let channels: Int
  /// The panel's first channel, and how many it has.
  package let firstChannel: Int, columns: Int
  /// What is done with each element; nil for nothing.
  package let epilogue: WinogradEpilogue<T>?

  package init(
    products: UnsafePointer<T>, productStride: Int, _ grid: WinogradGrid,
    target: UnsafeMutablePointer<T>, channels: Int, firstChannel: Int, columns: Int,
    _ epilogue: WinogradEpilogue<T>?
  ) {
    (self.products, self.productStride, self.grid) = (products, productStride, grid)
    (self.target, self.channels) = (target, channels)
    (self.firstChannel, self.columns, self.epilogue) = (firstChannel, columns, epilogue)
  }
}
