import CGradusBLAS
import Foundation
import GradusVectorKernels

/// A matrix in memory as `gemm` sees it: row-major, with `stride` elements from row to row.
struct MatrixView<Scalar> {
  let base: UnsafePointer<Scalar>
  let stride: Int
  var transposed = false
}

/// What the kernels need of an element type: BLAS and elementary functions.
protocol KernelScalar: VectorScalar, Sendable {
  /// The tensor element type that stores this scalar exactly.
  static var dtype: DType { get }
  associatedtype BitPattern: FixedWidthInteger
  var bitPattern: BitPattern { get }
  init(bitPattern: BitPattern)
  /// The kernels of the tier in use; nil where it has none.
  static var vectorKernels: VectorKernels<Self>? { get }
  /// The kernels of a tier; nil where it has none.
  static func vectorKernels(of tier: VectorUnit.Tier) -> VectorKernels<Self>?
  /// `c = a b + beta c` by BLAS on one thread, for `a` of m by k and `b` of k by n after transposition.
  static func gemm(
    m: Int, n: Int, k: Int, _ a: MatrixView<Self>, _ b: MatrixView<Self>, beta: Self,
    _ c: UnsafeMutablePointer<Self>, cStride: Int)
  /// `y += x b` on one thread, for a row `x` of k and `b` of k by n after transposition.
  static func gemv(
    n: Int, k: Int, _ x: UnsafePointer<Self>, _ b: MatrixView<Self>,
    _ y: UnsafeMutablePointer<Self>)
  static func exp(_ x: Self) -> Self
  static func log(_ x: Self) -> Self
  static func log1p(_ x: Self) -> Self
  static func expm1(_ x: Self) -> Self
  static func erf(_ x: Self) -> Self
  static func tanh(_ x: Self) -> Self
  static func sin(_ x: Self) -> Self
  static func cos(_ x: Self) -> Self
  static func pow(_ x: Self, _ y: Self) -> Self
}

extension KernelScalar {
  /// `c = a b`, or `c += a b` where it adds, on one thread: by BLAS, or by sums in registers where
  /// that is the reference BLAS or was made for lesser processors.
  static func product(
    m: Int, n: Int, k: Int, _ a: MatrixView<Self>, _ b: MatrixView<Self>, adds: Bool,
    _ c: UnsafeMutablePointer<Self>, cStride: Int
  ) {
    MultiplyAddCounter.add(m * n * k)
    if !BLAS.suitsProcessor, let kernels = vectorKernels {
      PanelMatrixProduct(
        kernels: kernels, m: m, n: n, k: k, a: a, b: b, adds: adds, target: c,
        targetStride: cStride
      ).run()
    } else {
      gemm(m: m, n: n, k: k, a, b, beta: adds ? 1 : 0, c, cStride: cStride)
    }
  }

  /// 1 / (1 + exp(-x)), as exact for negative numbers.
  @inline(__always)
  static func sigmoid(_ x: Self) -> Self {
    let small = exp(-abs(x))
    return (x < 0 ? small : 1) / (1 + small)
  }
}

extension Float: KernelScalar {
  static var dtype: DType { .float32 }
  static let vectorKernels: VectorKernels<Float>? = VectorUnit.tier.module?.float
  static func vectorKernels(of tier: VectorUnit.Tier) -> VectorKernels<Float>? {
    tier.module?.float
  }

  static func gemm(
    m: Int, n: Int, k: Int, _ a: MatrixView<Float>, _ b: MatrixView<Float>, beta: Float,
    _ c: UnsafeMutablePointer<Float>, cStride: Int
  ) {
    BLAS.useOneThread()
    cblas_sgemm(
      CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans,
      b.transposed ? CblasTrans : CblasNoTrans, Int32(m), Int32(n), Int32(k), 1, a.base,
      Int32(a.stride), b.base, Int32(b.stride), beta, c, Int32(cStride))
  }

  static func gemv(
    n: Int, k: Int, _ x: UnsafePointer<Float>, _ b: MatrixView<Float>,
    _ y: UnsafeMutablePointer<Float>
  ) {
    BLAS.useOneThread()
    MultiplyAddCounter.add(n * k)
    cblas_sgemv(
      CblasRowMajor, b.transposed ? CblasNoTrans : CblasTrans, Int32(b.transposed ? n : k),
      Int32(b.transposed ? k : n), 1, b.base, Int32(b.stride), x, 1, 1, y, 1)
  }

  static func exp(_ x: Float) -> Float { Foundation.expf(x) }
  static func log(_ x: Float) -> Float { Foundation.logf(x) }
  static func log1p(_ x: Float) -> Float { Foundation.log1pf(x) }
  static func expm1(_ x: Float) -> Float { Foundation.expm1f(x) }
  static func erf(_ x: Float) -> Float { Foundation.erff(x) }
  static func tanh(_ x: Float) -> Float { Foundation.tanhf(x) }
  static func sin(_ x: Float) -> Float { Foundation.sinf(x) }
  static func cos(_ x: Float) -> Float { Foundation.cosf(x) }
  static func pow(_ x: Float, _ y: Float) -> Float { Foundation.powf(x, y) }
}

extension Double: KernelScalar {
  static var dtype: DType { .float64 }
  static let vectorKernels: VectorKernels<Double>? = VectorUnit.tier.module?.double
  static func vectorKernels(of tier: VectorUnit.Tier) -> VectorKernels<Double>? {
    tier.module?.double
  }

  static func gemm(
    m: Int, n: Int, k: Int, _ a: MatrixView<Double>, _ b: MatrixView<Double>, beta: Double,
    _ c: UnsafeMutablePointer<Double>, cStride: Int
  ) {
    BLAS.useOneThread()
    cblas_dgemm(
      CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans,
      b.transposed ? CblasTrans : CblasNoTrans, Int32(m), Int32(n), Int32(k), 1, a.base,
      Int32(a.stride), b.base, Int32(b.stride), beta, c, Int32(cStride))
  }

  static func gemv(
    n: Int, k: Int, _ x: UnsafePointer<Double>, _ b: MatrixView<Double>,
    _ y: UnsafeMutablePointer<Double>
  ) {
    BLAS.useOneThread()
    MultiplyAddCounter.add(n * k)
    cblas_dgemv(
      CblasRowMajor, b.transposed ? CblasNoTrans : CblasTrans, Int32(b.transposed ? n : k),
      Int32(b.transposed ? k : n), 1, b.base, Int32(b.stride), x, 1, 1, y, 1)
  }

  static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  static func log(_ x: Double) -> Double { Foundation.log(x) }
  static func log1p(_ x: Double) -> Double { Foundation.log1p(x) }
  static func expm1(_ x: Double) -> Double { Foundation.expm1(x) }
  static func erf(_ x: Double) -> Double { Foundation.erf(x) }
  static func tanh(_ x: Double) -> Double { Foundation.tanh(x) }
  static func sin(_ x: Double) -> Double { Foundation.sin(x) }
  static func cos(_ x: Double) -> Double { Foundation.cos(x) }
  static func pow(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
}

extension Tensor {
  /// The elements in memory; valid while the tensor is alive. For kernels only.
  func pointer<T: KernelScalar>(_: T.Type) -> UnsafePointer<T> {
    assert(T.dtype == dtype)
    return UnsafePointer(storage.base.unsafelyUnwrapped.assumingMemoryBound(to: T.self))
  }

  /// The elements of a tensor that nobody else holds yet, about to be written. For kernels only.
  func mutablePointer<T: KernelScalar>(_: T.Type) -> UnsafeMutablePointer<T> {
    assert(T.dtype == dtype)
    storage.elementsWillChange()
    return storage.base.unsafelyUnwrapped.assumingMemoryBound(to: T.self)
  }
}
