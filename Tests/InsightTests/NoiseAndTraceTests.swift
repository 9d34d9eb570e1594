import Gradus
import Testing

/// The gradient noise scale, and the trace and the spectrum of a Hessian, against all of it.
@Suite struct NoiseAndTraceTests {
  @Test func theTraceIsThatOfTheMatrix() {
    let model = Sequential {
      Linear(3, 4)
      Tanh()
      Linear(4, 2)
    }.initialize(seed: 2, dtype: .float64)
    let x = Tensor.normal([6, 3], from: RandomStream(seed: 1, name: "x"), dtype: .float64)
    let hessian = HessianOperator(of: model) { tape in
      model(tape.constant(x)).crossEntropy(labels: [0, 1, 1, 0, 1, 0])
    }
    let trace = (0..<hessian.size).reduce(0.0) { sum, index in
      let unit = Tensor.generate([hessian.size], dtype: .float64) { $0 == index ? 1 : 0 }
      return sum + (unit * hessian.product(unit)).sum().item
    }
    let estimate = HessianTrace(of: hessian, draws: 200, seed: 1)
    #expect(estimate.standardError > 0)
    #expect(abs(estimate.value - trace) < 5 * estimate.standardError)
    #expect(HessianTrace(of: hessian, draws: 1, seed: 1).standardError.isNaN)
  }

  /// A convex loss with directions that change nothing has no negative eigenvalue.
  @Test func zerosAreNotNegative() {
    for dtype in DType.allCases {
      let model = Sequential { Linear(6, 4) }.initialize(seed: 2, dtype: dtype)
      let x = Tensor.normal([9, 6], from: RandomStream(seed: 1, name: "x"), dtype: dtype)
      let hessian = HessianOperator(of: model) { tape in
        model(tape.constant(x)).crossEntropy(labels: [0, 1, 1, 0, 1, 0, 2, 3, 2])
      }
      let density = HessianDensity(of: hessian, iterations: hessian.size, draws: 8, seed: 3)
      #expect(density.share(below: 0) == 0)
      #expect(density.share(below: 1e-3) > 0.1)
    }
  }

  /// Draws that run to the end find the eigenvalues of the matrix, and on average each as often as it is there.
  @Test func theDensityIsThatOfTheEigenvalues() {
    let model = Sequential {
      Linear(2, 3)
      Tanh()
      Linear(3, 1)
    }.initialize(seed: 2, dtype: .float64)
    let x = Tensor.normal([7, 2], from: RandomStream(seed: 1, name: "x"), dtype: .float64)
    let hessian = HessianOperator(of: model) { tape in
      model(tape.constant(x)).squaredError(target: tape.constant(x.sum(axis: 1, keepingAxes: true)))
    }
    let size = hessian.size
    let rows = (0..<size).map { row in
      hessian.product(Tensor.generate([size], dtype: .float64) { $0 == row ? 1 : 0 })
    }
    let eigenvalues = Tensor.stack(rows).symmetricEigenvalues().scalars.sorted()
    let draws = 300
    let density = HessianDensity(of: hessian, iterations: size, draws: draws, seed: 3)
    #expect(density.size == size && abs(density.weights.reduce(0, +) - 1) < 1e-9)
    for place in density.places {
      #expect(eigenvalues.contains { abs($0 - place) < 1e-8 }, "\(place)")
    }
    let largest = max(abs(eigenvalues[0]), eigenvalues[size - 1])
    for (below, (low, high)) in zip(eigenvalues, eigenvalues.dropFirst()).enumerated()
    where high - low > 1e-3 * largest {
      let share = Double(below + 1) / Double(size)
      // The variance of the share of a random unit vector in a subspace, five standard errors.
      let variance = 2 * share * (1 - share) / Double(size + 2)
      let found = density.share(below: (low + high) / 2)
      #expect(abs(found - share) < 5 * (variance / Double(draws)).squareRoot(), "\(below)")
    }
    let mean = density.mean { $0 * $0 }
    let expected = eigenvalues.reduce(0) { $0 + $1 * $1 } / Double(size)
    #expect(abs(mean - expected) < 0.15 * expected)
    let width = 0.02 * largest
    let curve = density.curve(points: 2_000, width: width)
    let area = curve.reduce(0) { $0 + $1.density } * (curve[1].eigenvalue - curve[0].eigenvalue)
    #expect(abs(area - 1) < 1e-3)
  }

  /// Few iterations have the moments of all of them: the quadrature is exact for low powers.
  @Test func fewIterationsKeepTheMoments() {
    let model = Linear(6, 4).initialize(seed: 2, dtype: .float64)
    let x = Tensor.normal([9, 6], from: RandomStream(seed: 1, name: "x"), dtype: .float64)
    let hessian = HessianOperator(of: model) { tape in
      model(tape.constant(x)).crossEntropy(labels: [0, 1, 2, 3, 0, 1, 2, 3, 0])
    }
    let all = HessianDensity(of: hessian, iterations: hessian.size, draws: 2, seed: 5)
    let few = HessianDensity(of: hessian, iterations: 4, draws: 2, seed: 5)
    for power in 0..<8 {
      func moment(_ density: HessianDensity) -> Double {
        density.mean { value in (0..<power).reduce(1) { product, _ in product * value } }
      }
      #expect(abs(moment(few) - moment(all)) < 1e-9 * max(1, abs(moment(all))), "\(power)")
    }
  }

  @Test func theNoiseOfSingleExamplesIsTheirVariance() {
    let parameter = Parameter([2], .zeros)
    let rows: [[Double]] = [[1, 2], [3, -1], [2, 2], [0, 5]]
    let parts = rows.map { Gradients([(parameter, Tensor($0))]) }
    let scale = GradientNoiseScale(parts: parts, count: 1)
    var (square, variance) = (0.0, 0.0)
    for column in 0...1 {
      let numbers = rows.map { $0[column] }
      let mean = numbers.reduce(0, +) / 4
      square += mean * mean
      for number in numbers { variance += (number - mean) * (number - mean) / 3 }
    }
    #expect(abs(scale.noise - variance) < 1e-5)
    #expect(abs(scale.signal - (square - variance / 4)) < 1e-5)
    #expect(abs(scale.examples - variance / (square - variance / 4)) < 1e-4)
  }
}
