import Gradus

/// The normal numbers behind the weights of random stacks, kept for as long as the seed stays the
/// same: drawing them takes longer than using them.
final class StackWeights {
  private var key: [Int] = []
  private var matrices: [Tensor] = []

  /// `depth` matrices of `width` by `width` standard normal numbers.
  func normals(depth: Int, width: Int, seed: UInt64) -> [Tensor] {
    let wanted = [depth, width, Int(bitPattern: UInt(seed))]
    if key != wanted {
      matrices = (0..<depth).map { layer in
        .normal([width, width], from: RandomStream(seed: seed, name: "layer \(layer)"))
      }
      key = wanted
    }
    return matrices
  }
}
