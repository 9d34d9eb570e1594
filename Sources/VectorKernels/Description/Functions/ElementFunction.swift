/// A function of each element that the vector unit computes.
///
/// Its accuracy is in Docs/Numerics.md. NaN stays NaN, infinities, zeros of both signs and numbers
/// below the normal range are what mathematics makes of them.
@usableFromInline
package enum ElementFunction: Sendable, CaseIterable {
  case absolute, squareRoot, reciprocal, square
  case exponential, exponentialMinusOne, logarithm, logarithmOfOnePlus
  case sine, cosine, errorFunction
  case identity, relu, relu6, hardSwish, hardSigmoid, silu, sigmoid, tanh, elu, selu, gelu,
    geluTanh, softplus, mish
}
