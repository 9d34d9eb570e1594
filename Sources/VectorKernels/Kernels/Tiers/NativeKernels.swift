import GradusVectorKernels

/// The kernels of this module's tier.
package enum NativeKernels: VectorKernelModule {
  package static let float: VectorKernels<Float> =
    VectorKernels(FloatTier.self, WideFloatTier.self)
  package static let double: VectorKernels<Double> =
    VectorKernels(DoubleTier.self, WideDoubleTier.self)
}

extension VectorKernels {
  /// The kernels that the compiler makes for a tier, and for the vectors that functions work on.
  @inline(__always)
  fileprivate convenience init<Tier: VectorTier, Wide: VectorTier>(_: Tier.Type, _: Wide.Type)
  where Tier.Scalar == T, Wide.Scalar == T {
    self.init(
      registerTile: RegisterTile(
        rows: Tier.rows, columns: Tier.columns, outerRows: Tier.outerRows, line: Tier.line,
        gatheredRows: Tier.gatheredRows, narrowColumns: Tier.narrowColumns,
        wideColumns: Tier.wideColumns),
      functionLanes: Wide.lanes,
      gatheredProduct: { $0.run(Tier.self) },
      outerProductSum: { $0.run(Tier.self) },
      depthwiseRun: { $0.run(Tier.self) },
      depthwiseFilterSum: { $0.run(Tier.self) },
      epilogue: { $0.run(Tier.self) },
      function: { $0.run(Tier.self, Wide.self) },
      extreme: { $0.run(Tier.self) },
      rowSum: { $0.run(Tier.self, Wide.self) },
      columnSum: { $0.run(Tier.self) },
      rowMap: { $0.run(Tier.self) },
      maximum: { $0.run(Tier.self) },
      placedSum: { $0.run(Tier.self) },
      winogradPatches: { $0.run(Tier.self, $1, $2, $3) },
      winogradFilterPanel: { $0.run(Tier.self, $1, $2) },
      winogradProducts: { $0.run(Tier.self) },
      winogradOutputs: { $0.run(Tier.self, $1) },
      winogradFilterSum: { $0.run(Tier.self) },
      winogradFilterGradient: { $0.run(Tier.self, rows: $1, columns: $2) })
  }
}
