import Foundation
import Gradus
import GradusTestSupport
import Testing

private final class Small: Module {
  let conv1 = Conv2d(3, 4, kernel: 3)
  let fc = Linear(5, 6)
}

private final class Large: Module {
  let fc = Linear(5, 6)
  let stem = Linear(9, 9)
  let conv1 = Conv2d(3, 4, kernel: 3)
}

/// First values have the moments and bounds of their papers and depend on seed and path only.
@Suite struct InitializerTests {
  /// A filter of 3 x 3 x 48 inputs and 3 x 3 x 96 outputs.
  private let shape: Shape = [3, 3, 48, 96]
  private let fans = (input: 432.0, output: 864.0)

  private func values(_ initializer: Initializer, _ shape: Shape? = nil) -> [Double] {
    initializer.values(
      shape ?? self.shape, from: RandomStream(seed: 7, name: "weight"), dtype: .float64
    ).scalars
  }

  private func expectNormal(_ initializer: Initializer, deviation: Double) {
    let numbers = values(initializer)
    let count = Double(numbers.count)
    let mean = numbers.reduce(0, +) / count
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let kurtosis = numbers.reduce(0) { $0 + pow($1 - mean, 4) } / count / (variance * variance)
    // Four standard errors of a mean, a deviation and a kurtosis.
    let error = 4 / count.squareRoot()
    let ratio: Double = variance.squareRoot() / deviation
    #expect(abs(mean) < deviation * error)
    #expect(abs(ratio - 1) < 0.71 * error)
    #expect(abs(kurtosis - 3) < 4.9 * error)
  }

  private func expectUniform(_ initializer: Initializer, bound: Double) {
    let numbers = values(initializer)
    let count = Double(numbers.count)
    #expect(numbers.allSatisfy { $0 >= -bound && $0 < bound })
    #expect(numbers.max()! > bound * 0.999)
    #expect(numbers.min()! < -bound * 0.999)
    let mean = numbers.reduce(0, +) / count
    let square = numbers.reduce(0) { $0 + $1 * $1 } / count
    let error = 4 / count.squareRoot()
    let ratio: Double = 3 * square / (bound * bound)
    #expect(abs(mean) < 0.58 * bound * error)
    #expect(abs(ratio - 1) < 0.9 * error)
  }

  @Test func normalsHaveTheirDeviation() {
    expectNormal(.normal(standardDeviation: 0.3), deviation: 0.3)
    expectNormal(.kaimingNormal(fan: .input), deviation: (2 / fans.input).squareRoot())
    expectNormal(.kaimingNormal(fan: .output), deviation: (2 / fans.output).squareRoot())
    expectNormal(.kaimingNormal(fan: .input, gain: 1), deviation: 1 / fans.input.squareRoot())
    expectNormal(.xavierNormal(), deviation: (2 / (fans.input + fans.output)).squareRoot())
    expectNormal(
      .xavierNormal(gain: 3), deviation: 3 * (2 / (fans.input + fans.output)).squareRoot())
  }

  @Test func uniformsHaveTheirBound() {
    expectUniform(.uniform(bound: 0.2), bound: 0.2)
    expectUniform(.kaimingUniform(fan: .input), bound: (6 / fans.input).squareRoot())
    expectUniform(.kaimingUniform(fan: .output), bound: (6 / fans.output).squareRoot())
    expectUniform(.xavierUniform(), bound: (6 / (fans.input + fans.output)).squareRoot())
    expectUniform(.pytorchDefault, bound: 1 / fans.input.squareRoot())
  }

  /// The moments of a normal distribution cut at two deviations, from its density:
  /// variance 1 - 4 φ(2) / (2 Φ(2) - 1), fourth moment 3 - 2 (2³ + 3 · 2) φ(2) / (2 Φ(2) - 1).
  @Test func aTruncatedNormalIsCutAtTwoDeviations() {
    let density: Double = exp(-2) / (2 * Double.pi).squareRoot() / erf(2.0.squareRoot())
    let (second, fourth) = (1 - 4 * density, 3 - 28 * density)
    let numbers = values(.truncatedNormal(mean: 1.5, standardDeviation: 0.3))
      .map { ($0 - 1.5) / 0.3 }
    let count = Double(numbers.count)
    func moment(_ power: Double) -> Double { numbers.reduce(0) { $0 + pow($1, power) } / count }
    let error = 4 / count.squareRoot()
    #expect(abs(moment(1)) < error * second.squareRoot())
    #expect(abs(moment(2) - second) < error * (fourth - second * second).squareRoot())
    #expect(abs(moment(4) - fourth) < error * 4)
    #expect(abs(second.squareRoot() - 0.87962566) < 1e-8)
    #expect(numbers.allSatisfy { abs($0) <= 2 + 1e-12 })
    #expect(numbers.max()! > 1.999 && numbers.min()! < -1.999)
    // What is not cut is the normal distribution's own number; what is drawn again is nobody's.
    let normal = values(.normal(standardDeviation: 1))
    for (cut, whole) in zip(numbers, normal) where abs(whole) <= 2 {
      #expect(abs(cut - whole) < 1e-12)
    }
    #expect(Set(numbers.map { ($0 * 1e9).rounded() }).count > numbers.count - 10)
  }

  @Test func anyFunctionIsAnInitializer() {
    final class Net: Module {
      let fc = Linear(
        3, 2, initializer: Initializer { shape, random in .uniform(shape, in: 2..<3, from: random) }
      )
    }
    let net = Net().initialize(seed: 4)
    let random = RandomStream(seed: 4, name: "fc.weight")
    #expect(net.fc.weight.value.dtype == .float32)
    #expect(net.fc.weight.value.floats == (0..<6).map { Float(2 + random.uniform($0)) })
    net.initialize(seed: 4, dtype: .float64)
    #expect(net.fc.weight.value.dtype == .float64)
    let fans = Initializer.fans(of: [3, 3, 4, 8])
    #expect(fans.input == 36 && fans.output == 72)
  }

  @Test func fansOfMatricesAndGroups() {
    // A depthwise filter of 9 taps; a matrix of 400 inputs.
    let depthwise = values(.kaimingUniform(fan: .input), [3, 3, 1, 4_000])
    let depthwiseBound: Double = (6.0 / 9).squareRoot()
    #expect(abs(depthwise.max()! - depthwiseBound) < 1e-3)
    let matrix = values(.kaimingUniform(fan: .input), [400, 50])
    let matrixBound: Double = (6.0 / 400).squareRoot()
    #expect(abs(matrix.max()! - matrixBound) < 1e-3)
  }

  @Test(arguments: [[36, 8], [8, 36], [6, 6], [3, 3, 2, 5], [1, 1, 4, 20]])
  func orthogonalIsOrthogonal(_ dimensions: [Int]) {
    let shape = Shape(dimensions)
    let (rows, columns) = (shape.count / shape[-1], shape[-1])
    let numbers = values(.orthogonal(gain: 1.5), shape)
    let isTall = rows >= columns
    let size = min(rows, columns)
    var worst = 0.0
    for i in 0..<size {
      for j in 0..<size {
        let product = (0..<max(rows, columns)).reduce(0.0) { sum, k in
          sum
            + (isTall
              ? numbers[k * columns + i] * numbers[k * columns + j]
              : numbers[i * columns + k] * numbers[j * columns + k])
        }
        worst = max(worst, abs(product - (i == j ? 2.25 : 0)))
      }
    }
    #expect(worst < 1e-12)
  }

  @Test func aDiracConvolutionIsTheIdentity() {
    let layer = Conv2d(5, 5, kernel: 3, padding: 1, bias: false, initializer: .dirac)
    layer.initialize(seed: 1)
    let x = Tensor.normal([2, 6, 7, 5], from: RandomStream(seed: 1, name: "x"))
    #expect(relativeDifference(layer(x), x) < 1e-6)
    // More outputs than inputs: the rest is zero.
    let wide = Conv2d(2, 3, kernel: 1, bias: false, initializer: .dirac).initialize(seed: 1)
    let y = wide(Tensor([1.0, 2.0], shape: [1, 1, 1, 2], dtype: .float32))
    #expect(y.scalars == [1, 2, 0])
  }

  @Test func constants() {
    #expect(values(.zeros, [3]) == [0, 0, 0])
    #expect(values(.ones, [2]) == [1, 1])
    #expect(values(.constant(-2.5), [2]) == [-2.5, -2.5])
    #expect(values(.uniform(bound: 0), [2]) == [0, 0])
  }

  @Test func valuesDependOnSeedAndPathOnly() {
    let (small, large) = (Small().initialize(seed: 3), Large().initialize(seed: 3))
    #expect(small.conv1.weight.value.scalars == large.conv1.weight.value.scalars)
    #expect(small.fc.weight.value.scalars == large.fc.weight.value.scalars)
    #expect(small.fc.bias!.value.scalars == large.fc.bias!.value.scalars)
    let other = Small().initialize(seed: 4)
    #expect(small.fc.weight.value.scalars != other.fc.weight.value.scalars)
  }

  @Test func differentPathsDiffer() {
    let model = Sequential {
      Linear(40, 40, bias: false)
      Linear(40, 40, bias: false)
    }.initialize(seed: 1)
    let (a, b) = (
      model.parameters[0].parameter.value.scalars, model.parameters[1].parameter.value.scalars
    )
    let common = Set(a).intersection(b)
    #expect(common.isEmpty)
    let product = zip(a, b).map { $0 * $1 }.reduce(0, +)
    let (squareA, squareB) = (a.map { $0 * $0 }.reduce(0, +), b.map { $0 * $0 }.reduce(0, +))
    let correlation: Double = product / (squareA * squareB).squareRoot()
    #expect(abs(correlation) < 0.1)
  }
}
