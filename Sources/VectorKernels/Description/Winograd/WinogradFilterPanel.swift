/// Brings a panel of a filter to Winograd's frequencies: `[frequency][input][column]`.
@usableFromInline
package struct WinogradFilterPanel<T: VectorScalar> {
  /// `[taps, taps, inputs, outputs]` of the convolution whose result, or input gradient, is computed.
  package let filter: UnsafePointer<T>
  /// Channels that the products sum over, and those of their results.
  package let inputs: Int, outputs: Int
  /// Whether the filter is turned by half, and its last two axes are swapped: then its inputs are
  /// the results' channels.
  package let isAdjoint: Bool
  package let tile: WinogradTile

  package init(
    _ filter: UnsafePointer<T>, inputs: Int, outputs: Int, isAdjoint: Bool, _ tile: WinogradTile
  ) {
    (self.filter, self.inputs, self.outputs) = (filter, inputs, outputs)
    (self.isAdjoint, self.tile) = (isAdjoint, tile)
  }

  /// Where some inputs of a panel go.
  @usableFromInline
  package struct Target {
    package let base: UnsafeMutablePointer<T>
    /// Elements from frequency to frequency.
    package let stride: Int
    /// The panel's first channel.
    package let firstChannel: Int

    package init(base: UnsafeMutablePointer<T>, stride: Int, firstChannel: Int) {
      (self.base, self.stride, self.firstChannel) = (base, stride, firstChannel)
    }
  }
}
