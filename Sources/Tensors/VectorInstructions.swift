import GradusVectorKernels

/// The vector instructions that the library's own kernels use in this process.
///
/// The best that processor and operating system support, or those that the environment variable
/// `GRADUS_VECTOR_TIER` names: `avx512` or `avx2` on x86-64, `baseline` elsewhere, `scalar` for none.
public enum VectorInstructions {
  /// The tier in use, for a line that describes a machine: `avx2`.
  public static var tier: String { VectorUnit.tier.rawValue }

  /// A line to print once at start-up when `GRADUS_VECTOR_TIER` names no tier that can run here,
  /// else nil.
  public static var warning: String? { VectorUnit.warning }
}
