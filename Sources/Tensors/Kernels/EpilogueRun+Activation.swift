import GradusVectorKernels

extension EpilogueRun.Activation {
  /// The same function, or nil if it needs an elementary function.
  init?(_ function: ActivationFunction) {
    switch function {
    case .identity: self = .identity
    case .relu: self = .relu
    case .relu6: self = .relu6
    case .hardSwish: self = .hardSwish
    case .silu: return nil
    }
  }
}
