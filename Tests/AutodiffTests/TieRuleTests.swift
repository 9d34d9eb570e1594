import GradusAutodiff
import GradusTensors
import Testing

@Suite("Gradients at ties and kinks, where finite differences have nothing to say")
struct TieRuleTests {
  private func slopes(_ values: [Double], _ f: (Variable) -> Variable) -> [Double] {
    gradient(at: Tensor(values, shape: [values.count], dtype: .float64)) { f($0).sum() }.scalars
  }

  @Test("kinks of functions of one number")
  func kinks() {
    #expect(slopes([-1, 0, 2]) { $0.relu() } == [0, 0, 1])
    #expect(slopes([-1, 0, 2]) { $0.absolute() } == [-1, 0, 1])
    // As PyTorch 2.15.
    #expect(slopes([-1, 0, 2]) { $0.leakyReLU(slope: 0.25) } == [0.25, 0.25, 1])
    #expect(slopes([0, 2]) { $0.elu(alpha: 0.5) } == [0.5, 1])
    #expect(slopes([0, 0]) { $0.norms() } == [0, 0])
    #expect(slopes([-2, -1, 0, 1, 2]) { $0.clamped(to: -1...1) } == [0, 0, 1, 0, 0])
    #expect(
      slopes([0, 1]) { $0.kept(wherePositive: Tensor([0, 1], shape: [2], dtype: .float64)) } == [
        0, 1,
      ])
  }

  @Test("where roots and powers have no finite slope it is 0, as PyTorch 2.15")
  func infiniteSlopes() {
    #expect(slopes([2, 2, 2]) { $0.standardDeviation() } == [0, 0, 0])
    #expect(slopes([2, 2, 2]) { $0.standardDeviation(correction: 1) } == [0, 0, 0])
    let norm = slopes([0, 2, -3]) { $0.norms(order: 0.5) }
    let expected = [0, 2.224744871391589, -1.8164965809277265]
    #expect(zip(norm, expected).allSatisfy { abs($0 - $1) < 1e-14 }, "\(norm)")
    #expect(slopes([0, 0]) { $0.norms(order: 0.5) } == [0, 0])
    for focus in [0.5, 1, 2] {
      let certain = slopes([800, 0]) {
        $0.reshaped(to: [1, 2]).focalLoss(labels: [0], focus: focus)
      }
      #expect(certain == [0, 0])
    }
  }

  @Test("gradients of quotients are in range wherever the quotients are")
  func rangeOfQuotients() {
    func slope(_ a: Double, _ b: Double, _ f: (Variable) -> Variable) -> Double {
      gradient(at: Tensor(b, dtype: .float32)) { f($0) }.item
    }
    // b² leaves the range of float32 in both directions.
    for (a, b) in [(1e25, 1e30), (1e-30, 1e-20), (3e-35, -2e-25)] {
      let a32 = Tensor(a, dtype: .float32)
      let expected = -a / b / b
      let found = slope(a, b) { Variable(a32) / $0 }
      #expect(abs(found - expected) <= 1e-6 * abs(expected) + 1e-45, "\(a) / \(b): \(found)")
    }
    #expect(slope(1, 1e-25) { $0.reciprocal() * 1e-35 } < -0.9e15)
    let third = Tensor([1, 2, 5, 7, 11], dtype: .float32)
    #expect((Variable(third) / 3).value.scalars == (third / 3).scalars)
  }

  /// Slopes at, inside and outside of the corners, by PyTorch 2.15 in float64.
  private static let corners: [(activation: Activation, slopes: [Double: Double])] = [
    (.relu6, [-1: 0, 0: 0, 3: 1, 6: 0, 7: 0]),
    (.hardSwish, [-4: 0, -3: 0, 0: 0.5, 3: 1, 4: 1]),
    (.hardSigmoid, [-4: 0, -3: 0, 0: 1.0 / 6, 3: 0, 4: 0]),
  ]

  @Test("corners of activations, alone and at the end of a normalisation")
  func corners() {
    for (activation, expected) in Self.corners {
      for (x, slope) in expected {
        let fused = slopes([x, x]) {
          $0.reshaped(to: [2, 1]).batchNormalized(
            mean: .zeros([1], dtype: .float64), variance: .ones([1], dtype: .float64),
            scale: nil, shift: nil, epsilon: 0, adding: nil, activation: activation)
        }
        let tape = Tape(.inference, step: 0)
        let variable = tape.variable(Tensor([x], dtype: .float64))
        let y = variable.activated(activation).sum()
        let recorded = tape.gradients(of: y, createGraph: true)[variable]!
        for found in [slopes([x]) { $0.activated(activation) }[0], fused[0], recorded.item] {
          #expect(abs(found - slope) < 1e-15, "\(activation) at \(x): \(found)")
        }
      }
    }
  }

  @Test("equal operands share the gradient")
  func equalOperands() {
    let other = Variable(Tensor([1, 1, 1], shape: [3], dtype: .float64))
    #expect(slopes([0, 1, 2]) { $0.maximum(other) } == [0, 0.5, 1])
    #expect(slopes([0, 1, 2]) { other.maximum($0) } == [0, 0.5, 1])
    #expect(slopes([0, 1, 2]) { $0.minimum(other) } == [1, 0.5, 0])
    #expect(slopes([3, 4]) { $0.maximum($0) } == [1, 1])
    // As PyTorch 2.15 does.
    let unordered = Variable(Tensor([0, 1, .nan, 1, .nan], shape: [5], dtype: .float64))
    for f in [{ $0.maximum(unordered) }, { unordered.maximum($0) }, { $0.minimum(unordered) }]
      as [(Variable) -> Variable]
    {
      #expect(slopes([0, .nan, 1, 1, .nan], f) == [0.5, 1, 1, 0.5, 1])
    }
    #expect(slopes([-2, 0, .nan]) { $0.absolute() } == [-1, 0, 0])
  }

  @Test("equal extremes along an axis share the gradient evenly")
  func equalExtremes() {
    let third = 1.0 / 3
    #expect(slopes([1, 3, 3, 3]) { $0.maximum() } == [0, third, third, third])
    #expect(slopes([1, 1, 3]) { $0.minimum(axes: [0]) } == [0.5, 0.5, 0])
  }

  @Test("max pooling gives a tie to the first in row-major order, also where windows overlap")
  func equalPixels() {
    let pooled = slopes([5, 5, 5, 5]) {
      $0.reshaped(to: [1, 2, 2, 1]).maxPool(.init(kernel: 2))
    }
    #expect(pooled == [1, 0, 0, 0])
    let overlapping = slopes([1, 7, 7, 1]) {
      $0.reshaped(to: [1, 1, 4, 1]).maxPool(
        .init(
          kernel: .init(height: 1, width: 2), stride: .init(height: 1, width: 1),
          padding: .init(top: 0, bottom: 0, left: 0, right: 0)))
    }
    #expect(overlapping == [0, 2, 1, 0])
  }

  @Test("whole powers are differentiable at 0, in every order")
  func powersAtZero() {
    let zero = Tensor([0], shape: [1], dtype: .float64)
    let second = gradient(at: zero) { x in gradient(at: x) { $0.power(2).sum() }.sum() }
    let third = gradient(at: zero) { x in
      gradient(at: x) { x in gradient(at: x) { $0.power(2).sum() }.sum() }.sum()
    }
    #expect(second.scalars == [2])
    #expect(third.scalars == [0])
    #expect(slopes([0, 2]) { $0.power(0) } == [0, 0])
  }
}
