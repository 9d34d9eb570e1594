import CGradusLAPACK

/// A column-major matrix as LAPACK takes it.
struct LAPACKMatrix<Scalar> {
  let base: UnsafeMutablePointer<Scalar>
  let rows: CInt
  let columns: CInt
}

/// The LAPACK routines in use, for one element type.
///
/// Each returns LAPACK's `info`. `work` has `workCount` elements; with a count of -1 the routine
/// only writes the count it wants to `work[0]` (and `integerWork[0]`).
protocol LAPACKScalar: KernelScalar {
  typealias Memory = UnsafeMutablePointer<Self>

  static func geqrf(_ a: LAPACKMatrix<Self>, tau: Memory, work: Memory, workCount: CInt) -> CInt
  static func orgqr(
    _ a: LAPACKMatrix<Self>, reflectors: CInt, tau: Memory, work: Memory, workCount: CInt
  ) -> CInt
  static func gesdd(
    vectors: Bool, _ a: LAPACKMatrix<Self>, s: Memory, u: LAPACKMatrix<Self>,
    vt: LAPACKMatrix<Self>, work: Memory, workCount: CInt, integerWork: UnsafeMutablePointer<CInt>
  ) -> CInt
  static func syevd(
    vectors: Bool, _ a: LAPACKMatrix<Self>, values: Memory, work: Memory, workCount: CInt,
    integerWork: UnsafeMutablePointer<CInt>, integerCount: CInt
  ) -> CInt
  static func gesv(
    _ a: LAPACKMatrix<Self>, pivots: UnsafeMutablePointer<CInt>, _ b: LAPACKMatrix<Self>
  ) -> CInt
  static func getrf(_ a: LAPACKMatrix<Self>, pivots: UnsafeMutablePointer<CInt>) -> CInt
  static func potrf(upper a: LAPACKMatrix<Self>) -> CInt
}

private func letter(_ character: Unicode.Scalar) -> CChar { CChar(character.value) }

extension Float: LAPACKScalar {
  static func geqrf(
    _ a: LAPACKMatrix<Float>, tau: Memory, work: Memory, workCount: CInt
  ) -> CInt {
    var (m, n, count, info) = (a.rows, a.columns, workCount, CInt(0))
    var lda = m
    sgeqrf_(&m, &n, a.base, &lda, tau, work, &count, &info)
    return info
  }

  static func orgqr(
    _ a: LAPACKMatrix<Float>, reflectors: CInt, tau: Memory, work: Memory, workCount: CInt
  ) -> CInt {
    var (m, n, k, count, info) = (a.rows, a.columns, reflectors, workCount, CInt(0))
    var lda = m
    sorgqr_(&m, &n, &k, a.base, &lda, tau, work, &count, &info)
    return info
  }

  static func gesdd(
    vectors: Bool, _ a: LAPACKMatrix<Float>, s: Memory, u: LAPACKMatrix<Float>,
    vt: LAPACKMatrix<Float>, work: Memory, workCount: CInt, integerWork: UnsafeMutablePointer<CInt>
  ) -> CInt {
    var job = letter(vectors ? "S" : "N")
    var (m, n, count, info) = (a.rows, a.columns, workCount, CInt(0))
    var (lda, ldu, ldvt) = (m, u.rows, vt.rows)
    sgesdd_(
      &job, &m, &n, a.base, &lda, s, u.base, &ldu, vt.base, &ldvt, work, &count, integerWork,
      &info, 1)
    return info
  }

  static func syevd(
    vectors: Bool, _ a: LAPACKMatrix<Float>, values: Memory, work: Memory, workCount: CInt,
    integerWork: UnsafeMutablePointer<CInt>, integerCount: CInt
  ) -> CInt {
    // The lower triangle of a row-major matrix is the upper one of its column-major reading.
    var (job, triangle) = (letter(vectors ? "V" : "N"), letter("U"))
    var (n, count, integers, info) = (a.rows, workCount, integerCount, CInt(0))
    var lda = n
    ssyevd_(
      &job, &triangle, &n, a.base, &lda, values, work, &count, integerWork, &integers, &info, 1, 1)
    return info
  }
}

extension Double: LAPACKScalar {
  static func geqrf(
    _ a: LAPACKMatrix<Double>, tau: Memory, work: Memory, workCount: CInt
  ) -> CInt {
    var (m, n, count, info) = (a.rows, a.columns, workCount, CInt(0))
    var lda = m
    dgeqrf_(&m, &n, a.base, &lda, tau, work, &count, &info)
    return info
  }

  static func orgqr(
    _ a: LAPACKMatrix<Double>, reflectors: CInt, tau: Memory, work: Memory, workCount: CInt
  ) -> CInt {
    var (m, n, k, count, info) = (a.rows, a.columns, reflectors, workCount, CInt(0))
    var lda = m
    dorgqr_(&m, &n, &k, a.base, &lda, tau, work, &count, &info)
    return info
  }

  static func gesdd(
    vectors: Bool, _ a: LAPACKMatrix<Double>, s: Memory, u: LAPACKMatrix<Double>,
    vt: LAPACKMatrix<Double>, work: Memory, workCount: CInt, integerWork: UnsafeMutablePointer<CInt>
  ) -> CInt {
    var job = letter(vectors ? "S" : "N")
    var (m, n, count, info) = (a.rows, a.columns, workCount, CInt(0))
    var (lda, ldu, ldvt) = (m, u.rows, vt.rows)
    dgesdd_(
      &job, &m, &n, a.base, &lda, s, u.base, &ldu, vt.base, &ldvt, work, &count, integerWork,
      &info, 1)
    return info
  }

  static func syevd(
    vectors: Bool, _ a: LAPACKMatrix<Double>, values: Memory, work: Memory, workCount: CInt,
    integerWork: UnsafeMutablePointer<CInt>, integerCount: CInt
  ) -> CInt {
    // The lower triangle of a row-major matrix is the upper one of its column-major reading.
    var (job, triangle) = (letter(vectors ? "V" : "N"), letter("U"))
    var (n, count, integers, info) = (a.rows, workCount, integerCount, CInt(0))
    var lda = n
    dsyevd_(
      &job, &triangle, &n, a.base, &lda, values, work, &count, integerWork, &integers, &info, 1, 1)
    return info
  }
}
