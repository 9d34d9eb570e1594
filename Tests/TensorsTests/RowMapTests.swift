import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// Rows made of rows, on every tier of this machine.
@Suite struct RowMapTests {
  /// What each form is defined as, one element at a time.
  private func expected<T: KernelScalar>(_ run: RowMap<T>, _ index: Int) -> T {
    let x = run.source[index]
    switch run.form {
    case .scaled: return x * run.rate
    case .shifted: return (x - run.shift) - run.rate
    case .normalized:
      let unit = (x - run.shift) * run.rate
      return unit * (run.scales?[index] ?? 1) + (run.shifts?[index] ?? 0)
    case .weighted: return (x - run.shift) * run.other![index]
    case .reduced: return x - run.other![index] * run.rate
    }
  }

  private func check<T: KernelScalar>(_: T.Type, count: Int, map: (RowMap<T>) -> Void) {
    func row(_ name: String) -> [T] {
      let stream = RandomStream(seed: 3, name: name)
      return (0..<max(1, count)).map { T(stream.normal($0)) }
    }
    let (x, other, scales, shifts) = (row("x"), row("other"), row("scales"), row("shifts"))
    var y = [T](repeating: 7, count: count + 1)
    x.withUnsafeBufferPointer { x in
      other.withUnsafeBufferPointer { other in
        scales.withUnsafeBufferPointer { scales in
          shifts.withUnsafeBufferPointer { shifts in
            y.withUnsafeMutableBufferPointer { y in
              func run(
                _ form: RowMap<T>.Form, _ scales: UnsafePointer<T>? = nil,
                _ shifts: UnsafePointer<T>? = nil
              ) {
                let run = RowMap(
                  form, x.baseAddress!, count: count, shift: 0.25, rate: 1.5,
                  other: other.baseAddress!, scales: scales, shifts: shifts, to: y.baseAddress!)
                map(run)
                for index in 0..<count { #expect(y[index] == expected(run, index)) }
                #expect(y[count] == 7)
              }
              for form in [RowMap<T>.Form.scaled, .shifted, .normalized, .weighted, .reduced] {
                run(form)
              }
              run(.normalized, scales.baseAddress)
              run(.normalized, nil, shifts.baseAddress)
              run(.normalized, scales.baseAddress, shifts.baseAddress)
            }
          }
        }
      }
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 31, 33, 100]) func areTheirDefinition(_ count: Int) {
    check(Float.self, count: count, map: RowKernel.map)
    check(Double.self, count: count, map: RowKernel.map)
    for tier in VectorUnit.available where tier != .scalar {
      check(Float.self, count: count) { Float.vectorKernels(of: tier)!.rowMap($0) }
      check(Double.self, count: count) { Double.vectorKernels(of: tier)!.rowMap($0) }
    }
  }
}
