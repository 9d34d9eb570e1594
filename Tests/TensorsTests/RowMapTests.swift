import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// Rows made of rows, on every tier of this machine.
@Suite struct RowMapTests {
  /// Numbers that every form takes some of.
  private struct Operands<T: KernelScalar> {
    let rows: Int, length: Int
    let x: [T], other: [T], shifts: [T], rates: [T], placeScales: [T], placeShifts: [T]

    init(rows: Int, length: Int) {
      func numbers(_ name: String, _ count: Int) -> [T] {
        let stream = RandomStream(seed: 3, name: name)
        return (0..<max(1, count)).map { T(stream.normal($0)) }
      }
      (self.rows, self.length) = (rows, length)
      (x, other) = (numbers("x", rows * length), numbers("other", rows * length))
      (shifts, rates) = (numbers("shifts", rows), numbers("rates", rows))
      (placeScales, placeShifts) = (numbers("scales", length), numbers("offsets", length))
    }

    /// Runs a form and compares each element with what it is defined as.
    func check(
      _ map: (RowMap<T>) -> Void, _ form: RowMap<T>.Form, _ expected: (Int, Int, Int) -> T
    ) {
      var y = [T](repeating: 7, count: rows * length + 1)
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          map(RowMap(form, x.baseAddress!, rows: rows, length: length, to: y.baseAddress!))
        }
      }
      for row in 0..<rows {
        for place in 0..<length {
          let index = row * length + place
          #expect(y[index] == expected(row, place, index), "\(form) \(row) \(place)")
        }
      }
      #expect(y[rows * length] == 7)
    }

    func check(_ map: (RowMap<T>) -> Void) {
      shifts.withUnsafeBufferPointer { s in
        rates.withUnsafeBufferPointer { r in
          other.withUnsafeBufferPointer { o in
            let (s, r, o) = (s.baseAddress!, r.baseAddress!, o.baseAddress!)
            check(map, .scaled(by: r)) { x[$2] * rates[$0] }
            check(map, .shifted(by: s, then: r)) { (x[$2] - shifts[$0]) - rates[$0] }
            check(map, .weighted(shifts: s, by: o)) { (x[$2] - shifts[$0]) * other[$2] }
            check(map, .reduced(by: o, rates: r)) { x[$2] - other[$2] * rates[$0] }
            checkNormalized(map, s, r)
          }
        }
      }
    }

    /// With and without a scale and a shift of each place.
    private func checkNormalized(
      _ map: (RowMap<T>) -> Void, _ s: UnsafePointer<T>, _ r: UnsafePointer<T>
    ) {
      placeScales.withUnsafeBufferPointer { scales in
        placeShifts.withUnsafeBufferPointer { offsets in
          for (scales, offsets) in [
            (nil, nil), (scales.baseAddress, nil), (nil, offsets.baseAddress),
            (scales.baseAddress, offsets.baseAddress),
          ] {
            check(
              map, .normalized(shifts: s, rates: r, placeScales: scales, placeShifts: offsets)
            ) {
              (x[$2] - shifts[$0]) * rates[$0] * (scales?[$1] ?? 1) + (offsets?[$1] ?? 0)
            }
          }
        }
      }
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 31, 33, 100]) func areTheirDefinition(_ length: Int) {
    for rows in [0, 1, 3] {
      let (floats, doubles) = (
        Operands<Float>(rows: rows, length: length), Operands<Double>(rows: rows, length: length)
      )
      floats.check(RowKernel.map)
      doubles.check(RowKernel.map)
      for tier in VectorUnit.available where tier != .scalar {
        floats.check { Float.vectorKernels(of: tier)!.rowMap($0) }
        doubles.check { Double.vectorKernels(of: tier)!.rowMap($0) }
      }
    }
  }
}
