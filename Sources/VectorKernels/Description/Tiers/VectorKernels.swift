/// The kernels of one tier for one element type.
///
/// Each is compiled in the tier's own module, for its instructions; callers hold a table and never
/// name a tier.
package final class VectorKernels<T: VectorScalar>: Sendable {
  package typealias Kernel<Argument> = @Sendable (Argument) -> Void

  /// The sizes that callers lay memory out for.
  package let registerTile: RegisterTile
  /// Elements that functions work on at a time: at most sixteen, since the compiler makes operations on
  /// longer vectors loops, which took hundreds of times as long.
  package let functionLanes: Int
  /// Multiplies gathered rows with one panel of a matrix.
  package let gatheredProduct: Kernel<GatheredProduct<T>>
  /// Sums the outer products of gathered rows with rows of a panel.
  package let outerProductSum: Kernel<OuterProductSum<T>>
  /// Sums what each pixel of a run of a depthwise convolution sees.
  package let depthwiseRun: Kernel<DepthwiseRun<T>>
  /// Sums a rectangle's part of the gradient of a depthwise convolution's filter.
  package let depthwiseFilterSum: Kernel<DepthwiseFilterSum<T>>
  /// Applies an epilogue to neighbouring elements.
  package let epilogue: Kernel<EpilogueRun<T>>
  /// Computes a function of neighbouring elements.
  package let function: Kernel<FunctionRun<T>>
  /// Takes the greatest or least elements of rows or columns.
  package let extreme: Kernel<ExtremeRun<T>>
  /// Sums terms over a row.
  package let rowSum: Kernel<RowSum<T>>
  /// Sums columns of some rows.
  package let columnSum: Kernel<ColumnSum<T>>
  /// Writes a row made of another.
  package let rowMap: Kernel<RowMap<T>>
  /// Takes the greatest of several elements.
  package let maximum: Kernel<MaximumRun<T>>
  /// Sums the elements that were the greatest.
  package let placedSum: Kernel<PlacedSum<T>>
  /// Brings parts of rows of tiles to Winograd's frequencies, by way of a strip.
  package let winogradPatches:
    @Sendable (
      WinogradPatches<T>, Range<Int>, WinogradPatches<T>.Target, UnsafeMutablePointer<T>
    ) -> Void
  /// Brings some inputs of a panel of a filter to Winograd's frequencies.
  package let winogradFilterPanel:
    @Sendable (WinogradFilterPanel<T>, Range<Int>, WinogradFilterPanel<T>.Target) -> Void
  /// Multiplies transformed tiles with a panel of a transformed filter.
  package let winogradProducts: Kernel<WinogradProducts<T>>
  /// Brings the products of some parts back to pixels.
  package let winogradOutputs: @Sendable (WinogradOutputs<T>, Range<Int>) -> Void
  /// Sums outer products of transformed tiles and gradients.
  package let winogradFilterSum: Kernel<WinogradFilterSum<T>>
  /// Brings sums of outer products back to the gradients of some inputs and outputs.
  package let winogradFilterGradient:
    @Sendable (WinogradFilterGradient<T>, Range<Int>, Range<Int>) -> Void

  /// Makes a table.
  package init(
    registerTile: RegisterTile, functionLanes: Int,
    gatheredProduct: @escaping Kernel<GatheredProduct<T>>,
    outerProductSum: @escaping Kernel<OuterProductSum<T>>,
    depthwiseRun: @escaping Kernel<DepthwiseRun<T>>,
    depthwiseFilterSum: @escaping Kernel<DepthwiseFilterSum<T>>,
    epilogue: @escaping Kernel<EpilogueRun<T>>,
    function: @escaping Kernel<FunctionRun<T>>,
    extreme: @escaping Kernel<ExtremeRun<T>>,
    rowSum: @escaping Kernel<RowSum<T>>,
    columnSum: @escaping Kernel<ColumnSum<T>>,
    rowMap: @escaping Kernel<RowMap<T>>,
    maximum: @escaping Kernel<MaximumRun<T>>,
    placedSum: @escaping Kernel<PlacedSum<T>>,
    winogradPatches:
      @escaping @Sendable (
        WinogradPatches<T>, Range<Int>, WinogradPatches<T>.Target, UnsafeMutablePointer<T>
      ) -> Void,
    winogradFilterPanel:
      @escaping @Sendable (
        WinogradFilterPanel<T>, Range<Int>, WinogradFilterPanel<T>.Target
      ) -> Void,
    winogradProducts: @escaping Kernel<WinogradProducts<T>>,
    winogradOutputs: @escaping @Sendable (WinogradOutputs<T>, Range<Int>) -> Void,
    winogradFilterSum: @escaping Kernel<WinogradFilterSum<T>>,
    winogradFilterGradient:
      @escaping @Sendable (
        WinogradFilterGradient<T>, Range<Int>, Range<Int>
      ) -> Void
  ) {
    (self.registerTile, self.functionLanes) = (registerTile, functionLanes)
    self.function = function
    (self.extreme, self.rowSum) = (extreme, rowSum)
    (self.columnSum, self.rowMap, self.placedSum) = (columnSum, rowMap, placedSum)
    (self.gatheredProduct, self.outerProductSum) = (gatheredProduct, outerProductSum)
    (self.depthwiseRun, self.depthwiseFilterSum) = (depthwiseRun, depthwiseFilterSum)
    (self.epilogue, self.maximum, self.winogradPatches) = (epilogue, maximum, winogradPatches)
    (self.winogradFilterPanel, self.winogradProducts) = (winogradFilterPanel, winogradProducts)
    (self.winogradOutputs, self.winogradFilterSum) = (winogradOutputs, winogradFilterSum)
    self.winogradFilterGradient = winogradFilterGradient
  }
}

/// The tables of a tier's module.
package protocol VectorKernelModule {
  static var float: VectorKernels<Float> { get }
  static var double: VectorKernels<Double> { get }
}
