import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

@Suite("Functional transforms against closed forms and each other")
struct FunctionalTransformTests {
  private let x = Tensor([0.4, -0.9, 1.3], shape: [3], dtype: .float64)

  /// A function of three numbers with no symmetry and a dense Hessian.
  private func bowl(_ x: Variable) -> Variable {
    let w = Variable(
      Tensor([0.5, -1, 2, 0.3, 1.1, -0.7, 0.2, 0.9, 1.4], shape: [3, 3], dtype: .float64))
    return (w.matmul(x.reshaped(to: [3, 1])).tanh().sum(axes: [1]) * x.exp()).sum()
  }

  /// A function from three numbers to two by two.
  private func map(_ x: Variable) -> Variable {
    let row = x.reshaped(to: [1, 3])
    let w = Variable(Tensor([0.5, -1, 2, 0.3, 1.1, -0.7], shape: [3, 2], dtype: .float64))
    return Variable.concatenate(
      [row.matmul(w).sin(), row.sliced(axis: 1, 1..<3).squared()], axis: 0)
  }

  @Test("third derivatives by nesting")
  func thirdDerivatives() {
    let third = gradient(at: Tensor(2, dtype: .float64)) { x in
      gradient(at: x) { x in gradient(at: x) { $0.power(4) } }
    }
    #expect(abs(third.item - 48) < 1e-12)
    let sine = gradient(at: Tensor(0.7, dtype: .float64)) { x in
      gradient(at: x) { x in gradient(at: x) { $0.sin() } }
    }
    let negatedCosine = -Tensor(0.7, dtype: .float64).cos().item
    #expect(abs(sine.item - negatedCosine) < 1e-15)
  }

  @Test("values come with gradients; an unused input has gradient zero")
  func severalInputs() {
    let (value, gradients) = valueAndGradient(at: [x, x, x]) { ($0[0] * $0[1]).sum() }
    #expect(abs(value.item - 2.66) < 1e-15)
    #expect(gradients[0].scalars == x.scalars && gradients[1].scalars == x.scalars)
    #expect(gradients[2].scalars == [0, 0, 0])
  }

  @Test("no perturbation confusion: d/dx (x d/dy (x + y)) is 1, d/dx (x d/dy (x y)) is 2 x")
  func perturbationsAreKeptApart() {
    let at = Tensor(3, dtype: .float64)
    let sum = gradient(at: at) { x in x * gradient(at: x) { y in x + y } }
    #expect(sum.item == 1)
    let product = gradient(at: at) { x in x * gradient(at: x * 0 + 1) { y in x * y } }
    #expect(product.item == 6)
    let one = Variable(Tensor(1, dtype: .float64))
    let constant = gradient(at: at) { x in x * gradient(at: one) { $0 * $0 } }
    #expect(constant.item == 2)
  }

  @Test("vjp and jvp are the Jacobian's rows and columns, and finite differences agree")
  func productsWithTheJacobian() {
    let matrix = jacobian(at: x, map)
    #expect(matrix.shape == [2, 2, 3])
    let rows = matrix.reshaped(to: [4, 3])
    let tangent = Tensor([0.3, -0.8, 0.5], shape: [3], dtype: .float64)
    let cotangent = Tensor([1.2, -0.4, 0.7, 0.1], shape: [2, 2], dtype: .float64)
    let (value, pullback) = vjp(at: x, map)
    #expect(value.scalars == map(Variable(x)).value.scalars)
    let expectedRow = cotangent.reshaped(to: [1, 4]).matmul(rows).reshaped(to: [3])
    #expect(relativeDifference(pullback(cotangent), expectedRow) < 1e-14)
    #expect(pullback(cotangent).scalars == pullback(cotangent).scalars, "may be called again")
    let forward = jvp(at: x, along: tangent, map).tangent
    let expectedColumn = rows.matmul(tangent.reshaped(to: [3, 1])).reshaped(to: [2, 2])
    #expect(relativeDifference(forward, expectedColumn) < 1e-14)
    let h = 1e-5
    let difference =
      (map(Variable(x + tangent * h)).value - map(Variable(x - tangent * h)).value) / (2 * h)
    #expect(relativeDifference(forward, difference) < 1e-9)
  }

  @Test("the Hessian is symmetric, and its products and finite differences agree")
  func hessian() {
    let hessian = jacobianOfGradient()
    #expect(relativeDifference(hessian.transposed(), hessian) < 1e-14)
    let vector = Tensor([0.6, 1.1, -0.2], shape: [3], dtype: .float64)
    let product = hessianVectorProduct(at: x, along: vector, bowl)
    #expect(
      relativeDifference(product, hessian.matmul(vector.reshaped(to: [3, 1])).reshaped(to: [3]))
        < 1e-13)
    let h = 1e-5
    let difference =
      (gradient(at: x + vector * h, bowl) - gradient(at: x - vector * h, bowl)) / (2 * h)
    #expect(relativeDifference(product, difference) < 1e-8)
  }

  private func jacobianOfGradient() -> Tensor {
    jacobian(at: x) { gradient(at: $0, bowl) }
  }

  @Test("a linear function has Hessian zero, a constant one has derivatives zero")
  func degenerateFunctions() {
    #expect(hessianVectorProduct(at: x, along: x) { $0.sum() }.scalars == [0, 0, 0])
    #expect(gradient(at: x) { _ in Variable(Tensor(2, dtype: .float64)) }.scalars == [0, 0, 0])
    #expect(jvp(at: x, along: x) { $0.filled(with: 1) }.tangent.scalars == [0, 0, 0])
    #expect(jacobian(at: x) { $0.sliced([0..<0]) }.shape == [0, 3])
  }
}
