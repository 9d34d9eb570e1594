import GradusVectorKernels

#if arch(x86_64)
  import GradusVectorKernelsAVX2
  import GradusVectorKernelsAVX512
#else
  import GradusVectorKernelsBaseline
#endif

extension VectorUnit.Tier {
  /// The module with the tier's kernels; nil where there are none, or not for this architecture.
  var module: (any VectorKernelModule.Type)? {
    #if arch(x86_64)
      switch self {
      case .avx2: GradusVectorKernelsAVX2.NativeKernels.self
      case .avx512: GradusVectorKernelsAVX512.NativeKernels.self
      case .scalar, .baseline: nil
      }
    #else
      self == .baseline ? GradusVectorKernelsBaseline.NativeKernels.self : nil
    #endif
  }
}
