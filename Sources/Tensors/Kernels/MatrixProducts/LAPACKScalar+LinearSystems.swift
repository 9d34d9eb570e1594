import CGradusLAPACK

extension Float {
  static func gesv(
    _ a: LAPACKMatrix<Float>, pivots: UnsafeMutablePointer<CInt>, _ b: LAPACKMatrix<Float>
  ) -> CInt {
    var (n, count, info) = (a.rows, b.columns, CInt(0))
    var (lda, ldb) = (n, n)
    sgesv_(&n, &count, a.base, &lda, pivots, b.base, &ldb, &info)
    return info
  }

  static func getrf(_ a: LAPACKMatrix<Float>, pivots: UnsafeMutablePointer<CInt>) -> CInt {
    var (m, n, info) = (a.rows, a.columns, CInt(0))
    var lda = m
    sgetrf_(&m, &n, a.base, &lda, pivots, &info)
    return info
  }

  static func potrf(upper a: LAPACKMatrix<Float>) -> CInt {
    var triangle = CChar(UInt8(ascii: "U"))
    var (n, info) = (a.rows, CInt(0))
    var lda = n
    spotrf_(&triangle, &n, a.base, &lda, &info, 1)
    return info
  }
}

extension Double {
  static func gesv(
    _ a: LAPACKMatrix<Double>, pivots: UnsafeMutablePointer<CInt>, _ b: LAPACKMatrix<Double>
  ) -> CInt {
    var (n, count, info) = (a.rows, b.columns, CInt(0))
    var (lda, ldb) = (n, n)
    dgesv_(&n, &count, a.base, &lda, pivots, b.base, &ldb, &info)
    return info
  }

  static func getrf(_ a: LAPACKMatrix<Double>, pivots: UnsafeMutablePointer<CInt>) -> CInt {
    var (m, n, info) = (a.rows, a.columns, CInt(0))
    var lda = m
    dgetrf_(&m, &n, a.base, &lda, pivots, &info)
    return info
  }

  static func potrf(upper a: LAPACKMatrix<Double>) -> CInt {
    var triangle = CChar(UInt8(ascii: "U"))
    var (n, info) = (a.rows, CInt(0))
    var lda = n
    dpotrf_(&triangle, &n, a.base, &lda, &info, 1)
    return info
  }
}
