import GradusCore

/// x σ(βx) with a slope β that is learned.
final class Swish: Layer {
  let slope = Parameter([1], .constant(1.5))
  func forward(_ x: Variable) -> Variable { x.swish(slope.variable(on: x)) }
}

extension Variable {
  func swish(_ slope: Variable) -> Variable {
    let gate = { (self * slope).sigmoid() }
    return record(
      TapeOperation("swish", .activation(ActivationTraits(keepsZero: true))),
      value: value * (value * slope.value).sigmoid(),
      (self, { g in g * (gate() + self * slope * gate() * (1 - gate())) }),
      (slope, { g in (g * self.squared() * gate() * (1 - gate())).sum(to: slope.shape) }))
  }
}

let x = Tensor([0.3, -1.2, 2, 0.7], shape: [2, 2], dtype: .float64)
let layer = Swish().initialize(seed: 1, dtype: .float64)
let result = GradientCheck(order: .second).run("swish", [x, layer.slope.value]) {
  $0[0].swish($0[1])
}
guard result.passed else { throw result.failures[0] }
try GradientCheck(order: .second).verify("Swish", [x]) { layer($0[0]) }
print("own operation: greatest relative error \(result.maximumRelativeError), to second order")
