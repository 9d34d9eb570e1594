import GradusTensors

/// A function's value and its vector-Jacobian product: `pullback(v)` is vᵀ J.
///
/// A model in `f` stays as it is. `pullback` may be called several times.
///
/// - Parameters:
///   - x: a tensor of any shape; what `pullback` returns has the same.
///   - mode: how layers in `f` behave, as for `valueAndGradient`.
///   - f: maps a variable to one of any shape, that of the value and of `pullback`'s argument.
public func vjp(
  at x: Tensor, mode: Tape.Mode = .inference, _ f: (Variable) -> Variable
) -> (value: Tensor, pullback: (Tensor) -> Tensor) {
  let tape = Tape(measuring: mode)
  let input = tape.variable(x)
  let output = f(input)
  return (
    output.value,
    { cotangent in
      guard output.requiresGradient else { return x.filled(with: 0) }
      let gradients = tape.gradients(of: output, seed: Variable(cotangent), keepGraph: true)
      return gradients[input] ?? x.filled(with: 0)
    }
  )
}

/// A function's value and its Jacobian-vector product J v.
///
/// Computed as the derivative of the vector-Jacobian product for its own vector, which is linear in
/// it, so every operation with a differentiable pullback supports it. A model in `f` stays as it is.
///
/// - Parameters:
///   - x: a tensor of any shape.
///   - tangent: v, of the shape of `x`; anything else traps.
///   - mode: how layers in `f` behave, as for `valueAndGradient`.
///   - f: maps a variable to one of any shape, that of the value and of the product.
public func jvp(
  at x: Tensor, along tangent: Tensor, mode: Tape.Mode = .inference, _ f: (Variable) -> Variable
) -> (value: Tensor, tangent: Tensor) {
  precondition(
    tangent.shape == x.shape, "jvp: the tangent's shape \(tangent.shape) is not \(x.shape)")
  let tape = Tape(measuring: mode)
  let input = tape.variable(x)
  let output = f(input)
  let zero = output.value.filled(with: 0)
  guard output.requiresGradient else { return (output.value, zero) }
  let dummy = tape.variable(zero)
  let gradients = tape.gradients(
    of: output, seed: dummy, withRespectTo: [input], createGraph: true)
  guard let product = gradients.variableGradient(of: input), product.requiresGradient else {
    return (output.value, zero)
  }
  let second = tape.gradients(
    of: product, seed: Variable(tangent), withRespectTo: [dummy])
  return (output.value, second[dummy] ?? zero)
}

/// The Jacobian of a function, of shape `output.shape + input.shape`, one backward run per row.
///
/// A model in `f` stays as it is.
///
/// - Parameters:
///   - x: a tensor of any shape.
///   - mode: how layers in `f` behave, as for `valueAndGradient`.
///   - f: maps a variable to one of any shape.
public func jacobian(
  at x: Tensor, mode: Tape.Mode = .inference, _ f: (Variable) -> Variable
) -> Tensor {
  let (value, pullback) = vjp(at: x, mode: mode, f)
  let target = Shape(value.shape.dimensions + x.shape.dimensions)
  if target.count == 0 { return Tensor.zeros(target, dtype: value.dtype) }
  let rows = (0..<value.count).map { index in
    let unit = Tensor.generate(value.shape, dtype: value.dtype) { $0 == index ? 1 : 0 }
    return pullback(unit).reshaped(to: [1, x.count])
  }
  return Tensor.concatenate(rows, axis: 0)
    .reshaped(to: target)
}

/// The product of a function's Hessian with a vector, H v; `f` maps a variable to a single number.
///
/// A model in `f` stays as it is.
///
/// - Parameters:
///   - x: a tensor of any shape; the product has the same.
///   - vector: v, of the shape of `x`; anything else traps.
///   - mode: how layers in `f` behave, as for `valueAndGradient`.
///   - f: the function.
public func hessianVectorProduct(
  at x: Tensor, along vector: Tensor, mode: Tape.Mode = .inference, _ f: (Variable) -> Variable
) -> Tensor {
  precondition(
    vector.shape == x.shape,
    "hessianVectorProduct: the vector's shape \(vector.shape) is not \(x.shape)")
  let tape = Tape(measuring: mode)
  let input = tape.variable(x)
  let slope = gradient(at: input, f)
  guard slope.requiresGradient else { return x.filled(with: 0) }
  return tape.gradients(of: slope, seed: Variable(vector))[input] ?? x.filled(with: 0)
}
