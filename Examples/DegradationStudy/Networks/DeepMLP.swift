import Gradus

/// A fully connected net for small images: a first layer, `depth` layers of equal width in blocks of
/// two, and a classifier. The cheapest nets that show degradation (Srivastava et al. 2015, §4).
final class DeepMLP: Classifier {
  let stem: Linear, bn1: BatchNorm?
  let blocks: Sequential
  let fc: Linear
  let classes: Int

  private let flatten = Flatten()

  /// Makes a net for images of `inputs` numbers; `depth` must be even.
  init(depth: Int, width: Int, inputs: Int, classes: Int, style: BlockStyle) {
    precondition(depth >= 2 && depth % 2 == 0, "DeepMLP: the depth must be even, not \(depth)")
    stem = Linear(
      inputs, width, bias: !style.isNormalized, initializer: .kaimingNormal(fan: .input))
    stem.bias?.initializer = .zeros
    bn1 = style.isNormalized ? BatchNorm(width) : nil
    blocks = Sequential((0..<depth / 2).map { _ in FullyConnectedBlock(width, style) })
    fc = Linear(width, classes)
    self.classes = classes
  }

  /// Logits of images `[n, h, w, c]`.
  func forward(_ images: Variable) -> Prediction {
    let input = stem(flatten(images))
    return Prediction(logits: fc(blocks(bn1.map { $0.activated(input, .relu) } ?? input.relu())))
  }

  /// Fills the parameters.
  func initialize(_ start: WeightStart, seed: UInt64) -> DeepMLP {
    for case let layer as Linear in modules.map(\.module) where layer !== fc {
      switch start {
      case .he: break
      case .identity where layer === stem: break
      case .identity: layer.weight.initializer = Initializer { shape, _ in .identity(shape[0]) }
      case .looksLinear: layer.weight.initializer = Self.mirrored(isFirst: layer === stem)
      }
    }
    return initialize(seed: seed)
  }

  /// `[W, -W]`, and below it `[-W, W]` except in the first layer: the second half of the units
  /// carries what rectification cuts off from the first.
  private static func mirrored(isFirst: Bool) -> Initializer {
    Initializer { shape, random in
      let rows = isFirst ? shape[0] : shape[0] / 2
      let half = Initializer.orthogonal().values(
        [rows, shape[1] / 2], from: random, dtype: .float32)
      let top = Tensor.concatenate([half, -half], axis: 1)
      return isFirst ? top : Tensor.concatenate([top, -top], axis: 0)
    }
  }
}
