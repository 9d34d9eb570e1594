import Foundation
import Gradus
import GradusTestSupport
import Testing

/// Gradients that are changed before the step: sharpness-aware ones and noise; and averages of equal
/// weights.
@Suite struct SharpnessAwareTests {
  /// The gradient of Σ w⁴ / 4 is w³.
  private func cubes(_ model: OneVector) -> Gradients {
    let tape = Tape(.training, step: 0)
    return tape.gradients(of: (model.weight.variable(on: tape).power(4) * 0.25).sum())
  }

  @Test func gradientsAreThoseUphill() throws {
    let start = [0.5, -1.25, 2]
    let model = OneVector(start)
    var runs = 0
    let gradients = model.sharpnessAwareGradients(radius: 0.3) {
      runs += 1
      return cubes(model)
    }
    let slopes: [Double] = start.map { pow($0, 3) }
    let norm: Double = slopes.map { $0 * $0 }.reduce(0, +).squareRoot()
    let expected: [Double] = zip(start, slopes).map { w, g in pow(w + 0.3 * g / norm, 3) }
    #expect(NumberComparison.error(gradients[model.weight]!.scalars, expected) < 1e-14)
    #expect(model.weight.value.scalars == start && runs == 2)
    let flat = OneVector([0, 0])
    #expect(
      flat.sharpnessAwareGradients(radius: 1) { cubes(flat) }[flat.weight]!.scalars == [0, 0])
  }

  @Test func runningStatisticsMoveOnce() {
    let model = Sequential {
      Linear(3, 4)
      BatchNorm(4)
    }.initialize(seed: 1)
    let x = Tensor.normal([5, 3], from: RandomStream(seed: 1, name: "x"))
    func run() -> Gradients {
      let tape = Tape(.training, step: 0)
      return tape.gradients(of: model(tape.constant(x)).power(3).sum())
    }
    let before = model.stateDictionary
    _ = run()
    let once = model.stateDictionary
    try! model.load(before)
    _ = model.sharpnessAwareGradients(radius: 0.1, run)
    for (name, value) in model.stateDictionary { #expect(value.scalars == once[name]!.scalars) }
    #expect(once["1.running_mean"]!.scalars != before["1.running_mean"]!.scalars)
  }

  @Test func noiseIsDrawnByStepAndPath() {
    let model = OneVector([Double](repeating: 1, count: 4000))
    let plain = cubes(model)
    func noisy(_ step: Int) -> [Double] {
      plain.adding(noise: 0.5, to: model, seed: 9, step: step)[model.weight]!.scalars
    }
    let noise = noisy(3).map { $0 - 1 }
    #expect(noisy(3) == noisy(3) && noisy(3) != noisy(4))
    // Five standard errors.
    let mean: Double = noise.reduce(0, +) / 4000
    let square: Double = noise.map { $0 * $0 }.reduce(0, +) / 4000
    let (meanBound, squareBound) = (0.0395, 0.028)
    #expect(abs(mean) < meanBound && abs(square - 0.25) < squareBound)
  }

  @Test func aDecayOfOneAveragesAllUpdates() {
    let model = OneVector([7, 7])
    let average = ExponentialMovingAverage(of: model, decay: 1)
    for values in [[1.0, 2], [2, 4], [6, 0]] {
      model.weight.value = Tensor(values, dtype: .float64)
      average.update(with: model)
    }
    #expect(NumberComparison.error(average.state["weight"]!.scalars, [3, 2]) < 1e-15)
  }
}
