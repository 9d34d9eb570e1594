import GradusTensors

/// The value of a function and its gradient: `f` maps a variable to a single number.
public func valueAndGradient(
  at x: Tensor, _ f: (Variable) -> Variable
) -> (value: Tensor, gradient: Tensor) {
  let result = valueAndGradient(at: [x]) { f($0[0]) }
  return (result.value, result.gradients[0])
}

/// The value of a function of several tensors and its gradient for each.
///
/// A gradient for an input that the function does not use is zero.
public func valueAndGradient(
  at inputs: [Tensor], _ f: ([Variable]) -> Variable
) -> (value: Tensor, gradients: [Tensor]) {
  let tape = Tape(.training)
  let variables = inputs.map(tape.variable)
  let output = f(variables)
  guard output.requiresGradient else {
    return (output.value, inputs.map { $0.filled(with: 0) })
  }
  let gradients = tape.gradients(of: output)
  return (output.value, variables.map { gradients[$0] ?? $0.value.filled(with: 0) })
}

/// The gradient of a function that maps a variable to a single number.
public func gradient(at x: Tensor, _ f: (Variable) -> Variable) -> Tensor {
  valueAndGradient(at: x, f).gradient
}

/// The gradient of a function at a variable, recorded on the variable's tape: transforms nest.
///
///     // third derivative of x⁴
///     gradient(at: x) { x in gradient(at: x) { x in gradient(at: x) { $0.power(4) } } }
///
/// A variable without a tape gives a constant.
public func gradient(at x: Variable, _ f: (Variable) -> Variable) -> Variable {
  guard let tape = x.tape, tape.isRecording else {
    return Variable(valueAndGradient(at: x.value, f).gradient)
  }
  // An alias, so that what `f` captured of `x` itself does not count.
  let alias = x.requiresGradient ? x * 1 : tape.variable(x.value)
  let output = f(alias)
  guard output.requiresGradient else { return x.filled(with: 0) }
  let gradients = tape.gradients(of: output, withRespectTo: [alias], createGraph: true)
  return gradients.variableGradient(of: alias) ?? x.filled(with: 0)
}

/// A function's value and its vector-Jacobian product: `pullback(v)` is vᵀ J.
///
/// `pullback` may be called several times.
public func vjp(
  at x: Tensor, _ f: (Variable) -> Variable
) -> (value: Tensor, pullback: (Tensor) -> Tensor) {
  let tape = Tape(.training)
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
/// it, so every operation with a differentiable pullback supports it.
public func jvp(
  at x: Tensor, along tangent: Tensor, _ f: (Variable) -> Variable
) -> (value: Tensor, tangent: Tensor) {
  precondition(
    tangent.shape == x.shape, "jvp: the tangent's shape \(tangent.shape) is not \(x.shape)")
  let tape = Tape(.training)
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

/// The Jacobian of a function, of shape `output.shape + input.shape`, one backward run a row.
public func jacobian(at x: Tensor, _ f: (Variable) -> Variable) -> Tensor {
  let (value, pullback) = vjp(at: x, f)
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
public func hessianVectorProduct(
  at x: Tensor, along vector: Tensor, _ f: (Variable) -> Variable
) -> Tensor {
  precondition(
    vector.shape == x.shape,
    "hessianVectorProduct: the vector's shape \(vector.shape) is not \(x.shape)")
  let tape = Tape(.training)
  let input = tape.variable(x)
  let slope = gradient(at: input, f)
  guard slope.requiresGradient else { return x.filled(with: 0) }
  return tape.gradients(of: slope, seed: Variable(vector))[input] ?? x.filled(with: 0)
}
