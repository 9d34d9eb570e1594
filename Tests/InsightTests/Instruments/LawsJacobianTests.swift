import Foundation
import Gradus
import Testing

@testable import GradusInsight

/// Singular values of Jacobians, by iteration and by LAPACK.
@Suite struct LawsJacobianTests {
  @Test func productsAreThoseOfTheTransforms() {
    let x = draw([4], "x")
    let w = Variable(draw([4, 6], "w"))
    let f = { (x: Variable) in (x.reshaped(to: [1, 4]).matmul(w)).tanh() }
    let operation = JacobianOperator(at: x, f)
    let (v, u) = (draw([4], "v"), draw([1, 6], "u"))
    let exact = jvp(at: x, along: v, f).tangent
    #expect((operation.product(v) - exact).norm < 1e-13)
    #expect((operation.transposedProduct(u) - vjp(at: x, f).pullback(u)).norm < 1e-13)
    // Products may be taken in any number and order.
    #expect((operation.product(v) - exact).norm < 1e-13)
  }

  @Test func agreeWithTheWrittenOutJacobian() {
    for (inputs, outputs) in [(12, 20), (20, 12)] {
      let w = Variable(draw([inputs, outputs], "w"))
      let f = { (x: Variable) in x.reshaped(to: [1, inputs]).matmul(w).sigmoid() }
      let x = draw([inputs], "x")
      let exact = jacobian(at: x, f).reshaped(to: [outputs, inputs]).singularValues().scalars
      let written = JacobianSpectrum(at: x, f)
      #expect(zip(written.values, exact).allSatisfy { abs($0 - $1) < 1e-12 })
      let complete = JacobianSpectrum(at: x, exactUpTo: 0, iterations: 12, f)
      #expect(complete.isComplete && written.isComplete)
      #expect(zip(complete.values, exact).allSatisfy { abs($0 - $1) < 1e-10 })
      let few = JacobianSpectrum(at: x, exactUpTo: 0, iterations: 7, f)
      #expect(!few.isComplete && few.values.count == 7)
      #expect(few.largest <= exact[0] * (1 + 1e-12) && few.largest > 0.99 * exact[0])
      for (value, bound) in zip(few.values, few.errorBounds) {
        #expect(exact.contains { abs($0 - value) <= bound + 1e-10 })
      }
    }
  }

  @Test func orthogonalLinearNetsAreIsometries() {
    let units = (0..<10).map { _ in
      Linear(16, 16, bias: false, initializer: .orthogonal())
    }
    let net = Sequential(units).initialize(seed: 1, dtype: .float64)
    let spectrum = JacobianSpectrum(at: draw([1, 16], "x")) { net($0) }
    #expect(abs(spectrum.conditionNumber - 1) < 1e-10)
    #expect(abs(spectrum.rootMeanSquare - 1) < 1e-10)
  }

  @Test func oneExampleOfABatchIsABlock() {
    let model = Perceptron(width: 5, depth: 2, normalized: true)
      .initialize(seed: 3, dtype: .float64)
    let x = draw([4, 5], "x")
    let one = JacobianSpectrum(at: x, example: 2) { model($0) }
    let operation = JacobianOperator(at: x) { model($0) }
    let rows = (0..<5).map { index in
      operation.transposedProduct(
        Tensor.generate([4, 5], dtype: .float64) { $0 == 10 + index ? 1 : 0 })
    }
    // Nothing of the other examples in it.
    for row in rows {
      let own = row.sliced(axis: 0, 2..<3).norm
      #expect(abs(row.norm - own) < 1e-14)
    }
    let block = Tensor.concatenate(rows.map { $0.sliced(axis: 0, 2..<3) }, axis: 0)
    #expect(zip(one.values, block.singularValues().scalars).allSatisfy { abs($0 - $1) < 1e-12 })
    let iterated = JacobianSpectrum(at: x, example: 2, exactUpTo: 0) { model($0) }
    #expect(zip(one.values, iterated.values).allSatisfy { abs($0 - $1) < 1e-9 })
  }
}
