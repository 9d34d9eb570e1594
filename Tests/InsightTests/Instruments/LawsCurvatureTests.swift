import Foundation
import Gradus
import Testing

@testable import GradusInsight

/// Hessian products and eigenvalues against finite differences and LAPACK.
@Suite struct LawsCurvatureTests {
  private func net() -> Sequential {
    let net = Sequential {
      Linear(3, 4)
      BatchNorm(4)
      Tanh()
      Linear(4, 3)
    }
    return net.initialize(seed: 2, dtype: .float64)
  }

  /// The Hessian column by column, from central differences of the gradient.
  private func hessian(_ model: Sequential, _ x: Tensor, _ labels: [Int]) -> Tensor {
    func gradient() -> [Double] {
      let tape = Tape(.training, updatesStatistics: false)
      let gradients = tape.gradients(of: model(tape.constant(x)).crossEntropy(labels: labels))
      return model.parameters.flatMap { gradients[$0.parameter]?.scalars ?? [] }
    }
    var columns: [[Double]] = []
    for (_, parameter) in model.parameters {
      let value = parameter.value
      for index in 0..<value.count {
        let step = Tensor.generate(value.shape, dtype: .float64) { $0 == index ? 1e-5 : 0 }
        parameter.value = value + step
        let up = gradient()
        parameter.value = value - step
        columns.append(zip(up, gradient()).map { ($0 - $1) / 2e-5 })
      }
      parameter.value = value
    }
    return Tensor(columns.flatMap { $0 }, shape: [columns.count, columns.count], dtype: .float64)
  }

  @Test func eigenvaluesAreThoseOfTheExactHessian() throws {
    let model = net()
    let (x, labels) = (draw([6, 3], "x"), [0, 1, 2, 0, 1, 2])
    let exact = hessian(model, x, labels)
    let before = bits(of: model)
    let loss = { (tape: Tape) in model(tape.constant(x)).crossEntropy(labels: labels) }
    let operation = HessianOperator(of: model, loss: loss)
    #expect(operation.size == exact.shape[0])
    for name in ["v", "w"] {
      let v = draw([operation.size], name)
      let expected = v.reshaped(to: [1, -1]).matmul(exact).reshaped(to: [-1])
      #expect((operation.product(v) - expected).norm < 1e-7 * expected.norm)
    }
    let values = exact.symmetricEigenvalues().scalars
    let spectrum = HessianSpectrum(of: model, iterations: 20, loss: loss)
    #expect(abs(spectrum.largest - values.last!) < 1e-6)
    #expect(abs(spectrum.smallest - values.first!) < 1e-6)
    #expect(spectrum.smallest < 0 && spectrum.negativity < 0)
    #expect(zip(spectrum.top(3), values.reversed()).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(bits(of: model) == before)
    #expect(operation.gradient.norm > 0 && operation.loss > 0)
  }

  @Test func lanczosFindsAWholeSpectrumAndBoundsItsErrors() {
    let matrix = draw([24, 24], "matrix")
    let symmetric = matrix + matrix.transposed()
    let exact = symmetric.symmetricEigenvalues().scalars
    let product = { (v: Tensor) in symmetric.matmul(v.reshaped(to: [24, 1])).reshaped(to: [24]) }
    let whole = LanczosEigenvalues(size: 24, iterations: 100, product: product)
    #expect(whole.products == 24)
    #expect(zip(whole.values, exact).allSatisfy { abs($0 - $1) < 1e-9 })
    let part = LanczosEigenvalues(size: 24, iterations: 9, product: product)
    for (value, bound) in zip(part.values, part.errorBounds) {
      #expect(exact.contains { abs($0 - value) <= bound * (1 + 1e-9) + 1e-9 })
    }
    // An operator with two different eigenvalues has nothing more to find.
    let diagonal = Tensor.generate([24], dtype: .float64) { $0 < 5 ? 3 : -1 }
    let two = LanczosEigenvalues(size: 24, iterations: 100) { $0 * diagonal }
    #expect(two.products == 2)
    #expect(abs(two.values[0] + 1) < 1e-12 && abs(two.values[1] - 3) < 1e-12)
  }
}
