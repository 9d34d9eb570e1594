import Gradus
import GradusTestSupport
import Testing

/// Gradients as a value, against loops over their numbers.
@Suite struct GradientsTests {
  private let model = Sequential(named: [
    ("first", Linear(3, 4)), ("act", Tanh()), ("last", Linear(4, 2)),
  ]).initialize(seed: 3, dtype: .float64)

  private func gradients(_ name: String = "gradients", rows: Range<Int> = 0..<8) -> Gradients {
    var draws = Draws(name, 1)
    let (x, target) = (draws.normal([8, 3]), draws.normal([8, 2]))
    let tape = Tape(.training, step: 0)
    let output = model(tape.constant(x.sliced(axis: 0, rows)))
    return tape.gradients(
      of: output.meanSquaredError(target: Variable(target.sliced(axis: 0, rows))))
  }

  private func numbers(_ gradients: Gradients) -> [[Double]] { gradients.map(\.gradient.scalars) }

  private func expect(
    _ found: Gradients, _ wanted: [[Double]], _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == wanted.count, sourceLocation: location)
    for (a, b) in zip(numbers(found), wanted) {
      #expect(NumberComparison.error(a, b) < 1e-14, sourceLocation: location)
    }
  }

  /// The sum of squares of all numbers, one after the other.
  private func norm(_ gradients: Gradients) -> Double {
    numbers(gradients).joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  @Test func aSequenceGivesThoseUsedLastFirstAndEntriesTheModelsOrder() {
    let gradients = gradients()
    let weights = model.parameters
    let entries = gradients.entries(of: model)
    #expect(entries.map(\.path) == ["first.weight", "first.bias", "last.weight", "last.bias"])
    for (entry, (_, parameter)) in zip(entries, weights) {
      #expect(entry.parameter === parameter && entry.gradient.shape == parameter.shape)
      #expect(entry.gradient.scalars == gradients[parameter]?.scalars)
    }
    #expect(gradients.count == 4 && !gradients.isEmpty)
    let places = gradients.map { owner, _ in weights.firstIndex { $0.parameter === owner } }
    #expect(places == [3, 2, 1, 0])
  }

  @Test func globalNormIsThatOfAllNumbers() {
    let gradients = gradients()
    #expect(abs(gradients.globalNorm / norm(gradients) - 1) < 1e-14)
    #expect(Gradients().globalNorm == 0)
  }

  @Test(arguments: [0.5, 0.01, 100])
  func clippingToANormShortensAllByOneFactor(_ limit: Double) {
    let gradients = gradients()
    let length = norm(gradients)
    let factor = length > limit ? limit / length : 1
    expect(gradients.clipped(toNorm: limit), numbers(gradients).map { $0.map { $0 * factor } })
    if length <= limit {
      #expect(numbers(gradients.clipped(toNorm: limit)) == numbers(gradients))
    } else {
      #expect(abs(gradients.clipped(toNorm: limit).globalNorm - limit) < 1e-14 * limit)
    }
  }

  @Test func clippingToARangeMovesEachNumber() {
    let gradients = gradients()
    expect(
      gradients.clipped(to: -0.02...0.05),
      numbers(gradients).map { $0.map { $0 < -0.02 ? -0.02 : $0 > 0.05 ? 0.05 : $0 } })
  }

  @Test func gradientsThatAreNotFiniteAreNotHiddenByClipping() {
    var gradients = gradients()
    let bias = model.parameters[3].parameter
    gradients[bias] = Tensor([Double.infinity, 1], shape: [2], dtype: .float64)
    #expect(gradients.globalNorm == .infinity)
    #expect(gradients.clipped(toNorm: 1)[bias]?.scalars == [.infinity, 1])
    gradients[bias] = Tensor([Double.nan, 1], shape: [2], dtype: .float64)
    #expect(gradients.globalNorm.isNaN)
    #expect(gradients.clipped(toNorm: 1)[bias]?.scalars[1] == 1)
  }

  @Test func scalingAndMappingChangeWhatTheySay() {
    let gradients = gradients()
    expect(gradients.scaled(by: -2.5), numbers(gradients).map { $0.map { $0 * -2.5 } })
    let changed = gradients.mapped(of: model) { path, parameter, gradient in
      #expect(parameter.shape == gradient.shape)
      return path.hasPrefix("last") ? gradient * 3 : gradient
    }
    let before = numbers(gradients)
    expect(
      changed, [before[0].map { $0 * 3 }, before[1].map { $0 * 3 }, before[2], before[3]])
    // Parameters of another model stay as they are.
    let other = Linear(2, 2).initialize(seed: 1)
    #expect(numbers(gradients.mapped(of: other) { _, _, gradient in gradient * 9 }) == before)
  }

  @Test func sumsKeepWhatOnlyOneSideHas() {
    let parameters = model.parameters.map(\.parameter)
    let (a, b) = (parameters[1], parameters[3])
    let four = Tensor([1.0, 2, 3, 4], shape: [4], dtype: .float64)
    let two = Tensor([10.0, 20], shape: [2], dtype: .float64)
    let left = Gradients([(a, four)])
    let right = Gradients([(b, two), (a, four)])
    let sum = left + right
    #expect(sum[a]?.scalars == [2, 4, 6, 8] && sum[b]?.scalars == [10, 20] && sum.count == 2)
    #expect(left[a]?.scalars == [1, 2, 3, 4] && left.count == 1 && four.scalars == [1, 2, 3, 4])
    #expect((Gradients() + right).count == 2)
  }

  @Test func settingReplacesAddsAndRemoves() {
    var gradients = gradients()
    let parameters = model.parameters.map(\.parameter)
    let before = gradients[parameters[2]]?.scalars
    gradients[parameters[3]] = nil
    #expect(gradients[parameters[3]] == nil && gradients.count == 3)
    #expect(gradients[parameters[2]]?.scalars == before)
    gradients[parameters[3]] = Tensor([5.0, 6], shape: [2], dtype: .float64)
    gradients[parameters[1]] = Tensor([1.0, 1, 1, 1], shape: [4], dtype: .float64)
    #expect(gradients.count == 4 && gradients[parameters[1]]?.scalars == [1, 1, 1, 1])
    #expect(gradients.map(\.gradient).last?.scalars == [5, 6])
  }

  /// The mean over 8 rows is the mean of the means over 4 times 2 rows.
  @Test func accumulatedBatchesAreOneBatch() {
    var sum = Gradients()
    for start in stride(from: 0, to: 8, by: 2) { sum += gradients(rows: start..<start + 2) }
    expect(sum.scaled(by: 0.25), numbers(gradients()))
  }

  /// Products of small and large numbers are out of range, their norms are not.
  @Test(arguments: [
    (DType.float32, 1e-30), (.float32, 1e30), (.float64, 1e-250), (.float64, 1e250),
  ])
  func normsNeitherOverflowNorUnderflow(_ dtype: DType, _ scale: Double) {
    let weight = Parameter([2], .zeros)
    weight.value = .zeros([2], dtype: dtype)
    let other = Parameter([2], .zeros)
    other.value = .zeros([2], dtype: dtype)
    let gradients = Gradients([
      (weight, Tensor([1 * scale, 2 * scale], shape: [2], dtype: dtype)),
      (other, Tensor([4 * scale, 10 * scale], shape: [2], dtype: dtype)),
    ])
    #expect(abs(gradients.globalNorm / (11 * scale) - 1) < 1e-6)
    let clipped = gradients.clipped(toNorm: 1e-2 * scale)
    #expect(abs(clipped.globalNorm / (1e-2 * scale) - 1) < 1e-6)
  }

  @Test func aChangedGradientMovesItsParameter() throws {
    let before = model.parameters.map(\.parameter.value.scalars)
    let gradients = gradients().clipped(toNorm: 0.1)
    try SGD(model, momentum: 0).step(gradients, learningRate: 0.5)
    for ((_, parameter), old) in zip(model.parameters, before) {
      let slow = zip(old, gradients[parameter]!.scalars).map { $0 - 0.5 * $1 }
      #expect(NumberComparison.error(parameter.value.scalars, slow) < 1e-15)
    }
  }
}
