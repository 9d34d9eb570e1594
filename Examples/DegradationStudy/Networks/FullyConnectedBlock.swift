import Gradus

/// Two fully connected layers of equal width with a shortcut around them, or without: the block of
/// He et al. 2015, Fig. 2, with matrices in place of filters.
final class FullyConnectedBlock: Layer {
  let fc1: Linear, bn1: BatchNorm?
  let fc2: Linear, bn2: BatchNorm?
  /// SkipInit's factor of the branch, one number.
  let scale: Parameter?
  private let isResidual: Bool

  init(_ width: Int, _ style: BlockStyle) {
    func linear() -> Linear {
      let layer = Linear(
        width, width, bias: !style.isNormalized, initializer: .kaimingNormal(fan: .input))
      layer.bias?.initializer = .zeros
      return layer
    }
    (fc1, fc2) = (linear(), linear())
    bn1 = style.isNormalized ? BatchNorm(width) : nil
    bn2 = style.isNormalized ? BatchNorm(width) : nil
    scale = style.skipInit ? Parameter([1], .zeros) : nil
    isResidual = style.isResidual
  }

  /// relu(branch + x), or relu(branch) without a shortcut.
  func forward(_ x: Variable) -> Variable {
    let hidden = bn1.map { $0.activated(fc1(x), .relu) } ?? fc1(x).relu()
    let branch = fc2(hidden)
    if let bn2 { return bn2.activated(branch, .relu, adding: isResidual ? x : nil) }
    let scaled = scale.map { branch * $0.variable(on: x) } ?? branch
    return (isResidual ? scaled + x : scaled).relu()
  }
}
