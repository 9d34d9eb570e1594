/// Updates of optimisers: one pass over a parameter, its gradient and its state, in place.
enum OptimizerKernel {
  static func momentum(
    _ rule: MomentumRule, _ step: UpdateStep, _ w: Tensor, _ v: Tensor, _ g: Tensor
  ) {
    switch w.dtype {
    case .float32: momentum(rule, step, w, v, g, Float.self)
    case .float64: momentum(rule, step, w, v, g, Double.self)
    }
  }

  static func adam(
    _ rule: AdamRule, _ step: UpdateStep, _ w: Tensor, _ m: Tensor, _ v: Tensor, _ g: Tensor
  ) {
    switch w.dtype {
    case .float32: adam(rule, step, w, m, v, g, Float.self)
    case .float64: adam(rule, step, w, m, v, g, Double.self)
    }
  }

  static func rmsProp(
    _ rule: RMSPropRule, _ step: UpdateStep, _ w: Tensor, _ s: Tensor, _ v: Tensor, _ g: Tensor
  ) {
    switch w.dtype {
    case .float32: rmsProp(rule, step, w, s, v, g, Float.self)
    case .float64: rmsProp(rule, step, w, s, v, g, Double.self)
    }
  }

  private static let chunk = 1 << 15

  private static func momentum<T: KernelScalar>(
    _ rule: MomentumRule, _ step: UpdateStep, _ w: Tensor, _ v: Tensor, _ g: Tensor, _: T.Type
  ) {
    let (pw, pv) = (w.mutablePointer(T.self), v.mutablePointer(T.self))
    let pg = g.pointer(T.self)
    let (rate, momentum, decay) = (T(step.learningRate), T(rule.momentum), T(step.weightDecay))
    Parallel.forEachRange(w.count, length: chunk) { range in
      if rule.isNesterov {
        for index in range {
          let gradient = pg[index] + decay * pw[index]
          let velocity = momentum * pv[index] + gradient
          pv[index] = velocity
          pw[index] -= rate * (gradient + momentum * velocity)
        }
      } else {
        for index in range {
          let velocity = momentum * pv[index] + (pg[index] + decay * pw[index])
          pv[index] = velocity
          pw[index] -= rate * velocity
        }
      }
    }
    withExtendedLifetime((w.storage, v.storage, g.storage)) {}
  }

  private static func adam<T: KernelScalar>(
    _ rule: AdamRule, _ step: UpdateStep, _ w: Tensor, _ m: Tensor, _ v: Tensor, _ g: Tensor,
    _: T.Type
  ) {
    let (pw, pm, pv) = (
      w.mutablePointer(T.self), m.mutablePointer(T.self), v.mutablePointer(T.self)
    )
    let pg = g.pointer(T.self)
    let (beta1, beta2, epsilon) = (T(rule.beta1), T(rule.beta2), T(rule.epsilon))
    // Subtracted before they are rounded: of 1 - 0.999 float32 would keep four digits.
    let (rest1, rest2) = (T(1 - rule.beta1), T(1 - rule.beta2))
    let rate = T(step.learningRate / (1 - Double.pow(rule.beta1, Double(step.count))))
    let correction = T((1 - Double.pow(rule.beta2, Double(step.count))).squareRoot())
    let coupled = T(rule.isDecoupled ? 0 : step.weightDecay)
    let shrink = T(rule.isDecoupled ? 1 - step.learningRate * step.weightDecay : 1)
    Parallel.forEachRange(w.count, length: chunk) { range in
      for index in range {
        let gradient = pg[index] + coupled * pw[index]
        let first = beta1 * pm[index] + rest1 * gradient
        let second = beta2 * pv[index] + rest2 * (gradient * gradient)
        pm[index] = first
        pv[index] = second
        let scale = second.squareRoot() / correction + epsilon
        pw[index] = shrink * pw[index] - rate * (first / scale)
      }
    }
    withExtendedLifetime((w.storage, m.storage, v.storage, g.storage)) {}
  }

  private static func rmsProp<T: KernelScalar>(
    _ rule: RMSPropRule, _ step: UpdateStep, _ w: Tensor, _ s: Tensor, _ v: Tensor, _ g: Tensor,
    _: T.Type
  ) {
    let (pw, ps, pv) = (
      w.mutablePointer(T.self), s.mutablePointer(T.self), v.mutablePointer(T.self)
    )
    let pg = g.pointer(T.self)
    let (rate, momentum, decay) = (T(step.learningRate), T(rule.momentum), T(step.weightDecay))
    let (smoothing, epsilon) = (T(rule.smoothing), T(rule.epsilon))
    let rest = T(1 - rule.smoothing)
    Parallel.forEachRange(w.count, length: chunk) { range in
      for index in range {
        let gradient = pg[index] + decay * pw[index]
        let square = smoothing * ps[index] + rest * (gradient * gradient)
        ps[index] = square
        let velocity = momentum * pv[index] + gradient / (square.squareRoot() + epsilon)
        pv[index] = velocity
        pw[index] -= rate * velocity
      }
    }
    withExtendedLifetime((w.storage, s.storage, v.storage, g.storage)) {}
  }
}
