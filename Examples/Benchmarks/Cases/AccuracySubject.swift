import Foundation
import Gradus

/// An elementary function beside the C library's in double precision.
struct AccuracySubject: Sendable {
  let name: String
  let function: @Sendable (Tensor) -> Tensor
  let exact: @Sendable (Double) -> Double

  static let all: [AccuracySubject] = [
    AccuracySubject(name: "exp", function: { $0.exp() }, exact: { exp($0) }),
    AccuracySubject(name: "expMinusOne", function: { $0.expMinusOne() }, exact: { expm1($0) }),
    AccuracySubject(name: "log", function: { $0.log() }, exact: { log($0) }),
    AccuracySubject(name: "logOnePlus", function: { $0.logOnePlus() }, exact: { log1p($0) }),
    AccuracySubject(name: "sin", function: { $0.sin() }, exact: { sin($0) }),
    AccuracySubject(name: "cos", function: { $0.cos() }, exact: { cos($0) }),
    AccuracySubject(name: "tanh", function: { $0.tanh() }, exact: { tanh($0) }),
    AccuracySubject(name: "errorFunction", function: { $0.errorFunction() }, exact: { erf($0) }),
    AccuracySubject(
      name: "sigmoid", function: { $0.sigmoid() },
      exact: { $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0)) }),
    AccuracySubject(
      name: "softplus", function: { $0.softplus() },
      exact: { $0.isNaN ? $0 : max($0, 0) + log1p(exp(-abs($0))) }),
    AccuracySubject(
      name: "elu", function: { $0.activated(.elu) }, exact: { $0 > 0 ? $0 : expm1($0) }),
    AccuracySubject(
      name: "squareRoot", function: { $0.squareRoot() }, exact: { $0.squareRoot() }),
  ]

  /// The largest error in units in the last place of the exact result, over every `step`-th bit pattern
  /// of float32; infinite where only one of both is NaN or infinite.
  func singleError(step: UInt32) -> Double {
    var (worst, next) = (0.0, UInt64(0))
    while next <= UInt32.max {
      var block: [Float] = []
      while next <= UInt32.max, block.count < 1 << 16 {
        block.append(Float(bitPattern: UInt32(next)))
        next += UInt64(step)
      }
      let found = function(Tensor(block, shape: [block.count])).scalars.map(Float.init)
      for (x, y) in zip(block, found) { worst = max(worst, error(y, exact(Double(x)))) }
    }
    return worst
  }

  /// The same over bit patterns of float64 as far apart as those.
  func doubleError(step: UInt32) -> Double {
    var (worst, next, isOver) = (0.0, UInt64(0), false)
    while !isOver {
      var block: [Double] = []
      while !isOver, block.count < 1 << 16 {
        block.append(Double(bitPattern: next))
        (next, isOver) = next.addingReportingOverflow(UInt64(step) << 32 | 0x1234_5677)
      }
      let found = function(Tensor(block, shape: [block.count], dtype: .float64)).scalars
      for (x, y) in zip(block, found) { worst = max(worst, error(y, exact(x))) }
    }
    return worst
  }

  private func error<T: BinaryFloatingPoint>(_ found: T, _ exact: Double) -> Double {
    let nearest = T(exact)
    if nearest.isNaN || found.isNaN { return nearest.isNaN == found.isNaN ? 0 : .infinity }
    if !nearest.isFinite || !found.isFinite { return nearest == found ? 0 : .infinity }
    return abs(Double(found) - exact) / Double(nearest.ulp)
  }
}
