import Foundation
import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// The vector unit's elementary functions beside the C library's in double precision.
@Suite struct ElementaryFunctionTests {
  /// A function, what it should be, and by how many units in the last place it may be off.
  struct Subject: Sendable, CustomTestStringConvertible {
    let name: String
    let function: @Sendable (Tensor) -> Tensor
    let exact: @Sendable (Double) -> Double
    let single: Double, double: Double
    var testDescription: String { name }
  }

  static let subjects: [Subject] = [
    Subject(name: "exp", function: { $0.exp() }, exact: { exp($0) }, single: 1, double: 2),
    Subject(
      name: "expm1", function: { $0.expMinusOne() }, exact: { expm1($0) }, single: 1.5, double: 3),
    Subject(name: "log", function: { $0.log() }, exact: { log($0) }, single: 1, double: 2),
    Subject(
      name: "log1p", function: { $0.logOnePlus() }, exact: { log1p($0) }, single: 1.5, double: 3),
    Subject(name: "sin", function: { $0.sin() }, exact: { sin($0) }, single: 2, double: 3),
    Subject(name: "cos", function: { $0.cos() }, exact: { cos($0) }, single: 2, double: 3),
    Subject(
      name: "erf", function: { $0.errorFunction() }, exact: { erf($0) }, single: 2, double: 4),
    Subject(name: "tanh", function: { $0.tanh() }, exact: { tanh($0) }, single: 1.5, double: 3),
    Subject(
      name: "sigmoid", function: { $0.sigmoid() },
      exact: { $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0)) }, single: 2, double: 4),
    Subject(
      name: "softplus", function: { $0.softplus() },
      exact: { $0.isNaN ? $0 : max($0, 0) + log1p(exp(-abs($0))) }, single: 2, double: 4),
    Subject(
      name: "elu", function: { $0.activated(.elu) }, exact: { $0 > 0 ? $0 : expm1($0) },
      single: 1.5, double: 3),
    Subject(
      name: "sqrt", function: { $0.squareRoot() }, exact: { $0.squareRoot() }, single: 0.5001,
      double: 0),
    Subject(
      name: "reciprocal", function: { $0.reciprocal() }, exact: { 1 / $0 }, single: 0.5001,
      double: 0),
  ]

  /// Units in the last place between a number and what it should be; infinite where only one of them
  /// is NaN or infinite, or zeros differ by sign.
  private func distance<T: BinaryFloatingPoint>(_ found: T, _ exact: Double) -> Double {
    let nearest = T(exact)
    if nearest.isNaN || found.isNaN { return nearest.isNaN == found.isNaN ? 0 : .infinity }
    if found == nearest && found.sign == nearest.sign && (exact == 0 || nearest.isInfinite) {
      return 0
    }
    if !found.isFinite || !nearest.isFinite || exact == 0 { return .infinity }
    return abs(Double(found) - exact) / Double(nearest.ulp)
  }

  @Test(arguments: subjects) func isRightForAllExponents(_ subject: Subject) {
    let tier = VectorUnit.tier
    let singles = stride(from: UInt32(3), to: UInt32.max - 100_003, by: 100_003).map {
      Float(bitPattern: $0)
    }
    let found = subject.function(Tensor(singles, shape: [singles.count])).scalars.map(Float.init)
    for (x, y) in zip(singles, found) {
      let error = distance(y, subject.exact(Double(x)))
      #expect(error <= (tier == .scalar ? 4 : subject.single), "\(x): \(y), off by \(error) ulp")
    }
    let step = UInt64(100_003) << 32 + 12_345
    let doubles = stride(from: UInt64(3), to: UInt64.max - step, by: Int(step)).map {
      Double(bitPattern: $0)
    }
    let exact = subject.function(Tensor(doubles, shape: [doubles.count], dtype: .float64))
    for (x, y) in zip(doubles, exact.scalars) {
      let error = distance(y, subject.exact(x))
      #expect(error <= (tier == .scalar ? 4 : subject.double), "\(x): \(y), off by \(error) ulp")
    }
  }

  /// Zeros of both signs, infinities, NaN, the least and greatest numbers, and ends of the domains.
  @Test(arguments: subjects, DType.allCases)
  func keepsWhatIsSpecial(_ subject: Subject, _ dtype: DType) {
    let (least, least32) = (Double.leastNonzeroMagnitude, Double(Float.leastNonzeroMagnitude))
    let numbers: [Double] = [
      0, -0.0, .infinity, -.infinity, .nan, 1, -1, least32, -least32, 3 * least32, -3 * least32,
      Double(Float.leastNormalMagnitude), 88.73, -87.4, -95, -103.9,
      Double(Float.greatestFiniteMagnitude), -Double(Float.greatestFiniteMagnitude), 1e10, 32_768,
      least, -least, 3 * least, 2e6 * least, .leastNormalMagnitude, 709.7, -709.7, -744.4, -746,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    ]
    let x = Tensor(numbers, shape: [numbers.count], dtype: dtype)
    let (arguments, values) = (x.scalars, subject.function(x).scalars)
    let isScalar = VectorUnit.tier == .scalar
    for (x, y) in zip(arguments, values) {
      let exact = subject.exact(x)
      let error = dtype == .float32 ? distance(Float(y), exact) : distance(y, exact)
      let bound = isScalar ? 4 : dtype == .float32 ? subject.single : subject.double
      #expect(error <= max(0.5, bound), "\(x): \(y), not \(exact)")
      let nearest = dtype == .float32 ? Double(Float(exact)) : exact
      if abs(x) < 1e-30 && nearest == x { #expect(y == x, "a number below the normal range") }
    }
  }

  /// Where three roundings meet, every 997th number.
  @Test func theSigmoidIsWithinTwoUnits() {
    let (low, high) = (Float(1) / 16, Float(32))
    let sizes = stride(from: low.bitPattern, to: high.bitPattern, by: 997).map {
      Float(bitPattern: $0)
    }
    for sign in [Float(1), -1] {
      let x = sizes.map { sign * $0 } + [-4.1572938, -1.95255125, -2.70895004]
      let values = Tensor(x, shape: [x.count]).sigmoid().scalars.map(Float.init)
      let errors = zip(x, values).map { x, y in
        let power = exp(-abs(Double(x)))
        let exact = (x < 0 ? power : 1) / (1 + power)
        return distance(y, exact)
      }
      #expect(errors.max()! <= (VectorUnit.tier == .scalar ? 3 : 2))
    }
  }

  /// All vector tiers that the machine has compute the same bits, the values and the gradients.
  @Test(arguments: ElementFunction.allCases) func isTheSameOnAllTiers(_ function: ElementFunction) {
    func bits<T: KernelScalar>(_ tier: VectorUnit.Tier, _: T.Type) -> [T.BitPattern] {
      let x = Tensor.normal(
        [1_003], standardDeviation: 20, from: RandomStream(seed: 6, name: "x"), dtype: T.dtype)
      let y = Tensor.zeros(x.shape, dtype: x.dtype)
      T.vectorKernels(of: tier)?.function(
        FunctionRun(function, x.pointer(T.self), to: y.mutablePointer(T.self), count: x.count))
      return (0..<x.count).map { y.pointer(T.self)[$0].bitPattern }
    }
    let tiers = VectorUnit.available.filter { $0 != .scalar }
    for tier in tiers.dropFirst() {
      #expect(bits(tier, Float.self) == bits(tiers[0], Float.self), "\(tier)")
      #expect(bits(tier, Double.self) == bits(tiers[0], Double.self), "\(tier)")
    }
  }

  /// An element's bits are the same wherever it is, in whatever company, on any number of threads.
  @ThreadCountOwner @Test(arguments: subjects)
  func isOneFunctionOfEachElement(_ subject: Subject) {
    let stream = RandomStream(seed: 1, name: subject.name)
    for dtype in DType.allCases {
      let x = Tensor.normal([70_001], standardDeviation: 30, from: stream, dtype: dtype)
      let whole = subject.function(x).scalars.map(\.bitPattern)
      for start in [1, 7, 69_980] {
        let part = x.sliced(axis: 0, start..<start + 21)
        #expect(
          subject.function(part).scalars.map(\.bitPattern) == Array(whole[start..<start + 21]))
      }
      for count in [1, 3] {
        #expect(onThreads(count) { subject.function(x).scalars.map(\.bitPattern) } == whole)
      }
    }
  }

  /// GELU is x times a factor from 0 to 1 that is off by units of 1 and not of itself.
  @Test func activationsOfFactorsAreRightToTheirArgument() {
    let x = Tensor.normal([10_000], standardDeviation: 5, from: RandomStream(seed: 2, name: "x"))
    let references: [(Activation, (Double) -> Double)] = [
      (.gelu, { $0 * erfc(-$0 / 2.0.squareRoot()) / 2 }),
      (
        .geluTanh,
        { $0 / (1 + exp(-2 * (2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }
      ),
      (.silu, { $0 / (1 + exp(-$0)) }), (.mish, { $0 * tanh(log1p(exp($0))) }),
    ]
    for (activation, exact) in references {
      for (x, y) in zip(x.scalars, x.activated(activation).scalars) {
        #expect(abs(y - exact(x)) <= 2e-7 * abs(x), "\(activation) of \(x)")
      }
    }
  }
}
