import GradusAutodiff
import GradusTensors
import Testing

/// Operators of variables: the values are the tensors', and gradients reach variables alone.
@Suite struct VariableOperatorTests {
  private static let x = Tensor([0.5, -2, 3], shape: [3], dtype: .float64)
  private static let t = Tensor([4, 5, -6], shape: [3], dtype: .float64)

  /// What somebody writes first; also keeps an eye on the type checker.
  @Test func longExpressions() {
    let (x, t) = (Self.x, Self.t)
    let tape = Tape(.training)
    let v = tape.variable(x)
    let y = 1 / (1 + (-v).exp()) * 2 - t
    #expect(y.value.scalars == (1 / (1 + (-x).exp()) * 2 - t).scalars)
    let z = t * v + (2 - v) / (1 + v * v) - 3 * t / 4
    #expect(z.value.scalars == (t * x + (2 - x) / (1 + x * x) - 3 * t / 4).scalars)
    #expect(tape.gradients(of: (t * v).sum())[v]?.scalars == t.scalars)
  }

  @Test func comparisonsAreTheValues() {
    let (a, b) = (Variable(Self.x), Variable(Self.t))
    #expect((a .< b).scalars == (Self.x .< Self.t).scalars)
    #expect((a .<= b).scalars == (Self.x .<= Self.t).scalars)
    #expect((a .> b).scalars == (Self.x .> Self.t).scalars)
    #expect((a .>= b).scalars == (Self.x .>= Self.t).scalars)
    #expect((a .== b).scalars == (Self.x .== Self.t).scalars)
    #expect((a .!= b).scalars == (Self.x .!= Self.t).scalars)
    #expect((a .> 0).scalars == [1, 0, 1])
    #expect((a .>= 3).scalars == [0, 0, 1])
    #expect((a .< 0).scalars == [0, 1, 0])
    #expect((a .<= 0.5).scalars == [1, 1, 0])
    #expect((a .== -2).scalars == [0, 1, 0])
    #expect((a .!= -2).scalars == [1, 0, 1])
  }

  @Test func rankedValuesAreDifferentiable() {
    let slopes = gradient(at: Self.x) { x in
      let (values, indices) = x.topK(2)
      #expect(indices == [2, 0] && values.value.scalars == [3, 0.5])
      return (values * Tensor([10, 1], shape: [2], dtype: .float64)).sum()
    }
    #expect(slopes.scalars == [1, 0, 10])
    #expect(Variable(Self.x).argMax() == [2])
  }
}
