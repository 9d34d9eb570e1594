import Gradus

/// A fully connected net of equal layers, plain or residual: h + W relu-style units, as the
/// literature on gradients at initialisation studies them.
final class Perceptron: Layer {
  /// Linear, normalisation if any, ReLU; a residual unit adds its input after the linear layer.
  final class Unit: Layer {
    let linear: Linear
    let norm: BatchNorm?
    let isResidual: Bool

    init(_ width: Int, gain: Double, normalized: Bool, residual: Bool) {
      linear = Linear(
        width, width, bias: false, initializer: .kaimingNormal(fan: .input, gain: gain))
      norm = normalized ? BatchNorm(width) : nil
      isResidual = residual
    }

    func forward(_ x: Variable) -> Variable {
      guard isResidual else {
        let y = linear(x)
        return norm.map { $0(y).relu() } ?? y.relu()
      }
      let hidden = (norm.map { $0(x) } ?? x).relu()
      return x + linear(hidden)
    }
  }

  let units: [Unit]

  init(
    width: Int, depth: Int, gain: Double = 2.0.squareRoot(), normalized: Bool = false,
    residual: Bool = false
  ) {
    units = (0..<depth).map { _ in
      Unit(width, gain: gain, normalized: normalized, residual: residual)
    }
  }

  func forward(_ x: Variable) -> Variable { units.reduce(x) { $1($0) } }
}

/// A residual net of linear maps, whose every path can be written down: y = (1 + Wn) ... (1 + W1) x.
final class LinearResidualNet: Layer {
  final class Block: Layer {
    let linear: Linear
    init(_ width: Int) {
      linear = Linear(width, width, bias: false, initializer: .normal(standardDeviation: 0.5))
    }
    func forward(_ x: Variable) -> Variable { x + linear(x) }
  }

  let blocks: [Block]

  init(width: Int, depth: Int) { blocks = (0..<depth).map { _ in Block(width) } }

  func forward(_ x: Variable) -> Variable { blocks.reduce(x) { $1($0) } }
}

/// Normal numbers by name.
func draw(_ shape: Shape, _ name: String, dtype: DType = .float64) -> Tensor {
  .normal(shape, from: RandomStream(seed: 5, name: name), dtype: dtype)
}

/// The bits of everything a model holds.
func bits(of model: any Module) -> [[UInt64]] {
  model.stateDictionary.map { $0.value.scalars.map(\.bitPattern) }
}
