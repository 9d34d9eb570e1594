import GradusTensors
import GradusTestSupport
import Testing

@Suite struct DecompositionTests {
  static let shapes: [Shape] = [[1, 1], [5, 5], [7, 3], [3, 7], [1, 6], [6, 1], [40, 33]]

  private func matrix(_ shape: Shape, _ dtype: DType) -> Tensor {
    Tensor.normal(shape, from: RandomStream(seed: 9, name: "matrix"), dtype: dtype)
  }

  private func rows(_ matrix: Tensor) -> [[Double]] { ReferenceRows.rows(matrix) }

  private func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    a.map { row in
      b[0].indices.map { column in row.indices.map { row[$0] * b[$0][column] }.reduce(0, +) }
    }
  }

  private func transpose(_ a: [[Double]]) -> [[Double]] {
    a[0].indices.map { column in a.map { $0[column] } }
  }

  private func error(_ a: [[Double]], _ b: [[Double]]) -> Double {
    NumberComparison.error(a.flatMap(\.self), b.flatMap(\.self))
  }

  private func identity(_ size: Int) -> [[Double]] { rows(.identity(size, dtype: .float64)) }

  @Test(arguments: shapes) func qrIsOrthonormalTimesTriangular(_ shape: Shape) {
    for (dtype, tolerance) in [(DType.float32, 5e-6), (.float64, 1e-13)] {
      let input = matrix(shape, dtype)
      let (q, r) = input.qrDecomposition()
      let inner = min(shape[0], shape[1])
      #expect(q.shape == [shape[0], inner] && r.shape == [inner, shape[1]])
      #expect(error(product(rows(q), rows(r)), rows(input)) < tolerance)
      #expect(error(product(transpose(rows(q)), rows(q)), identity(inner)) < tolerance)
      for (index, row) in rows(r).enumerated() {
        #expect(row.prefix(index).allSatisfy { $0 == 0 })
      }
    }
  }

  @Test(arguments: shapes) func singularFactorsRebuildTheMatrix(_ shape: Shape) {
    for (dtype, tolerance) in [(DType.float32, 5e-6), (.float64, 1e-13)] {
      let input = matrix(shape, dtype)
      let (u, s, vt) = input.singularValueDecomposition()
      let inner = min(shape[0], shape[1])
      #expect(u.shape == [shape[0], inner] && s.shape == [inner] && vt.shape == [inner, shape[1]])
      let scaled = zip(s.scalars, rows(vt)).map { value, row in row.map { value * $0 } }
      #expect(error(product(rows(u), scaled), rows(input)) < tolerance)
      #expect(error(product(transpose(rows(u)), rows(u)), identity(inner)) < tolerance)
      #expect(error(product(rows(vt), transpose(rows(vt))), identity(inner)) < tolerance)
      #expect(s.scalars == s.scalars.sorted(by: >) && s.scalars.allSatisfy { $0 >= 0 })
      #expect(NumberComparison.error(input.singularValues().scalars, s.scalars) < tolerance)
    }
  }

  @Test(arguments: [1, 2, 5, 30]) func eigenvectorsAreScaledByTheirValues(_ size: Int) {
    for (dtype, tolerance) in [(DType.float32, 5e-6), (.float64, 1e-13)] {
      let full = rows(matrix([size, size], dtype))
      let symmetric = (0..<size).map { i in (0..<size).map { full[max(i, $0)][min(i, $0)] } }
      // The upper triangle is junk: only the lower one may be read.
      let input = Tensor(
        (0..<size).flatMap { i in (0..<size).map { $0 <= i ? full[i][$0] : 99 } },
        shape: [size, size], dtype: dtype)
      let (values, vectors) = input.symmetricEigenDecomposition()
      let scaled = rows(vectors).map { row in zip(row, values.scalars).map(*) }
      #expect(error(product(symmetric, rows(vectors)), scaled) < tolerance)
      #expect(error(product(transpose(rows(vectors)), rows(vectors)), identity(size)) < tolerance)
      #expect(values.scalars == values.scalars.sorted())
      #expect(
        NumberComparison.error(input.symmetricEigenvalues().scalars, values.scalars) < tolerance)
    }
  }

  @Test func shapeOnlyTensorsKeepShapes() {
    let input = Tensor(shapeOnly: [6, 4])
    #expect(input.qrDecomposition().q.shape == [6, 4] && input.qrDecomposition().r.isShapeOnly)
    #expect(input.singularValues().shape == [4])
    #expect(input.singularValueDecomposition().vt.shape == [4, 4])
    let square = Tensor(shapeOnly: [5, 5])
    #expect(square.symmetricEigenvalues().shape == [5])
    #expect(square.symmetricEigenDecomposition().vectors.shape == [5, 5])
  }
}
