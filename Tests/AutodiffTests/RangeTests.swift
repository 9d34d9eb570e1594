import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

@Suite("Results are in range wherever the numbers that they are of allow it")
struct RangeTests {
  private func float(_ values: [Double], _ shape: Shape? = nil) -> Tensor {
    Tensor(values, shape: shape ?? [values.count], dtype: .float32)
  }

  private func agree(_ found: Tensor, _ expected: [Double], within bound: Double = 1e-6) -> Bool {
    zip(found.scalars, expected).allSatisfy { a, b in
      b.isFinite ? abs(a - b) <= bound * max(abs(b), 1e-30) : b.isNaN ? a.isNaN : a == b
    } && found.count == expected.count
  }

  @Test("sums and means of which a part leaves the range")
  func means() {
    let large = 3e38
    #expect(agree(float([large, large, large, large]).mean(), [large]))
    #expect(agree(float([large, large, -large, -large, 5]).sum(), [5]))
    #expect(float([large, large]).sum().item == .infinity)
    for axes in [[0], [1]] {
      let x = Tensor.full([40, 30], -large, dtype: .float32)
      #expect(agree(x.mean(axes: axes), [Double](repeating: -large, count: axes == [0] ? 30 : 40)))
    }
    let double = Tensor.full([1000], 1.5e308, dtype: .float64)
    #expect(agree(double.mean(), [1.5e308], within: 1e-12))
    #expect(agree(Variable(double).mean().value, [1.5e308], within: 1e-12))
    #expect(float([.infinity, 1]).mean().item == .infinity)
    #expect(float([.nan, 1]).mean().item.isNaN)
  }

  @Test("variances whose squares leave the range, and of numbers far from zero")
  func variances() {
    var values = [Double](repeating: 0, count: 1_000_000)
    values[7] = 1e20
    #expect(agree(float(values).variance(), [1e34], within: 1e-5))
    #expect(float([1e30, -1e30]).variance().item == .infinity)
    // The mean of these is no float32, and a distance from a rounded one would be off by half.
    let offsets: [Double] = [0, 2, 4, 6]
    let far = (0..<4000).map { 16_777_216 + offsets[$0 % 4] }
    #expect(agree(float(far).variance(), [5]))
    #expect(agree(float(far, [4000, 1]).variance(axes: [0]), [5]))
    #expect(agree(float(far, [4000, 1]).channelStatistics().variance, [5]))
    #expect(
      agree(Tensor([1e200, -1e200, 0, 0], dtype: .float64).variance(), [.infinity]))
    #expect(
      agree(Tensor([1e150, -1e150], dtype: .float64).variance(), [1e300], within: 1e-14))
    let slope = gradient(at: float([1e25, -1e25])) { $0.variance() }
    #expect(agree(slope, [1e25, -1e25]))
  }

  @Test(
    "batch normalisation of numbers whose variance is beyond the type", arguments: DType.allCases)
  func batchNormalization(_ dtype: DType) throws {
    let large = dtype == .float32 ? 1e30 : 1e200
    let x = Tensor([1, 5, -1, 6, 1, 7, -1, 8], shape: [4, 2], dtype: dtype)
    let scaled = x * Tensor([large, 1], shape: [2], dtype: dtype)
    let (mean, variance) = scaled.channelStatistics()
    #expect(mean.scalars[0] == 0 && variance.scalars[0] == .infinity)
    #expect(agree(variance.sliced([1..<2]), [1.25]))
    // A channel that is scaled comes out as it would without, and its gradient is divided by the scale.
    for createGraph in [false, true] {
      func run(_ x: Tensor) throws -> (Tensor, Tensor, Tensor) {
        let tape = Tape(.training, step: 0)
        let (x, scale) = (
          tape.variable(x), tape.variable(Tensor([2, 3], shape: [2], dtype: dtype))
        )
        let y = x.batchNormalized(scale: scale, shift: nil, epsilon: 1e-12).output
        let weights = Tensor([1, 2, 3, 9, 7, 6, 4, 8], shape: [4, 2], dtype: dtype)
        let gradients = tape.gradients(of: (y * weights).sum(), createGraph: createGraph)
        return (y.value, try #require(gradients[x]), try #require(gradients[scale]))
      }
      let (small, big) = (try run(x), try run(scaled))
      #expect(agree(big.0, small.0.scalars, within: 1e-5))
      #expect(agree(big.2, small.2.scalars, within: 1e-5))
      let back = big.1 * Tensor([large, 1], shape: [2], dtype: dtype)
      #expect(relativeDifference(back, small.1) < 1e-5, "\(back.scalars) \(small.1.scalars)")
    }
  }

  @Test(
    "group normalisation of numbers whose squares are beyond the type", arguments: [false, true])
  func groupNormalization(_ centres: Bool) throws {
    let x = Tensor([1, 5, -1, 6, 1, 7, -1, 8], shape: [1, 2, 4], dtype: .float32)
    let factors = Tensor([1e30, 1e30, 1, 1], shape: [4], dtype: .float32)
    for createGraph in [false, true] {
      func run(_ x: Tensor) throws -> (Tensor, Tensor, Tensor) {
        let tape = Tape(.training, step: 0)
        let (x, scale) = (tape.variable(x), tape.variable(.full([4], 2, dtype: .float32)))
        let y = x.groupNormalized(groups: 2, scale: scale, epsilon: 1e-12, centres: centres)
        let weights = Tensor([1, 2, 3, 9, 7, 6, 4, 8], shape: [1, 2, 4], dtype: .float32)
        let gradients = tape.gradients(of: (y * weights).sum(), createGraph: createGraph)
        return (y.value, try #require(gradients[x]), try #require(gradients[scale]))
      }
      let (small, big) = (try run(x), try run(x * factors))
      #expect(agree(big.0, small.0.scalars, within: 1e-5))
      #expect(agree(big.2, small.2.scalars, within: 1e-5))
      let back = big.1 * factors
      #expect(relativeDifference(back, small.1) < 1e-5, "\(back.scalars) \(small.1.scalars)")
    }
  }

  @Test("windows whose sums and squares leave the range")
  func windows() {
    let full = Tensor.full([1, 2, 2, 3], 3e38, dtype: .float32)
    #expect(agree(full.averagePool(.init(kernel: 2)), [3e38, 3e38, 3e38]))
    #expect(agree(full.adaptiveAveragePool(height: 1, width: 1), [3e38, 3e38, 3e38]))
    let wide = float([1e30, -1e30, 1e30], [1, 3])
    let value = wide.localResponseNormalized(size: 3, alpha: 1, beta: 0.75, k: 1).value
    // x / (2/3 x²)^(3/4) at the ends, x / (x²)^(3/4) in the middle.
    let end = 1e-15 / (2.0 / 3).squareRoot() / (2.0 / 3).squareRoot().squareRoot()
    #expect(agree(value, [end, -1e-15, end], within: 1e-5))
    #expect(abs(float([3e30, 4e30]).norm - 5e30) < 1e24)
  }

  @Test("softmax and its relatives at the ends of the range, as PyTorch 2.15")
  func softmax() {
    let infinity = Double.infinity
    #expect(agree(float([3e38, -3e38, 2]).softmax(), [1, 0, 0]))
    #expect(agree(float([-3e38, -3e38]).logSoftmax(), [-0.6931472, -0.6931472]))
    #expect(agree(float([-infinity, -infinity]).logSumExp(), [-infinity]))
    #expect(agree(float([3e38, 3e38]).logSumExp(), [3e38]))
    let logits = Variable(float([-infinity, 1, 2], [1, 3]))
    #expect(agree(logits.crossEntropy(labels: [1]).value, [1.3132616]))
    #expect(agree(logits.crossEntropy(labels: [0]).value, [infinity]))
    #expect(agree(logits.crossEntropy(labels: [1], smoothing: 0.1).value, [infinity]))
    #expect(agree(Variable(float([3e38, -3e38, 2], [1, 3])).crossEntropy(labels: [0]).value, [0]))
  }

  /// Values and slopes by PyTorch 2.15 at minus infinity, -1e30, -200, 200, 1e30, infinity and NaN.
  private static let ends: [(Activation, [Double], [Double])] = {
    let (i, n) = (Double.infinity, Double.nan)
    return [
      (.sigmoid, [0, 0, 0, 1, 1, 1, n], [0, 0, 0, 0, 0, 0, n]),
      (.tanh, [-1, -1, -1, 1, 1, 1, n], [0, 0, 0, 0, 0, 0, n]),
      (.silu, [n, 0, 0, 200, 1e30, i, n], [n, 0, 0, 1, 1, n, n]),
      (.hardSigmoid, [0, 0, 0, 1, 1, 1, n], [0, 0, 0, 0, 0, 0, 0]),
      (.hardSwish, [n, 0, 0, 200, 1e30, i, n], [0, 0, 0, 1, 1, 1, 1]),
    ]
  }()

  @Test("activations at the ends of the range")
  func activations() {
    let x = float([-.infinity, -1e30, -200, 200, 1e30, .infinity, .nan])
    for (activation, values, slopes) in Self.ends {
      let found = x.activated(activation)
      #expect(agree(found, values), "\(activation): \(found.scalars)")
      let slope = gradient(at: x) { $0.activated(activation).sum() }
      let finite = slopes.indices.filter { values[$0].isFinite }
      let (a, b) = (finite.map { slope.scalars[$0] }, finite.map { slopes[$0] })
      #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 }, "\(activation): \(a)")
    }
  }

  @Test("the greatest of numbers with NaN: it has the gradient, and the others none")
  func extremaOfNaN() {
    let x = Tensor([1, .nan, 3, 4, 5, 6], shape: [2, 3], dtype: .float64)
    let slope = gradient(at: x) { $0.maximum(axes: [1]).sum() }
    #expect(slope.scalars == [0, 1, 0, 0, 0, 1])
  }
}
