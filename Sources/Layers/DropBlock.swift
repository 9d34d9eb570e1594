import GradusAutodiff
import GradusTensors

/// Sets blocks of neighbouring pixels to zero at random in training and scales the rest; the identity in
/// inference (Ghiasi et al. 2018).
public final class DropBlock: RandomizedLayer {
  /// About the share of pixels that is dropped.
  public var probability: Double {
    didSet { Self.check(probability) }
  }
  /// Height and width of a block, odd.
  public let size: Int

  /// Makes a layer; traps when the probability is not in 0..<1 or the size is even.
  public init(_ probability: Double = 0.1, size: Int = 7) {
    Self.check(probability)
    precondition(size > 0 && size % 2 == 1, "DropBlock: the size must be odd, not \(size)")
    (self.probability, self.size) = (probability, size)
  }

  /// Drops blocks of `[n, h, w, c]`, channel by channel, when the tape is in training mode; traps with
  /// the layer's path when a block does not fit.
  public func forward(_ x: Variable) -> Variable {
    guard let tape = x.tape(for: "DropBlock"), tape.mode == .training, probability > 0 else {
      return x
    }
    let fits = x.shape.rank == 4 && min(x.shape[1], x.shape[2]) >= size
    Tensor.require(
      fits, "DropBlock: blocks of \(size)x\(size) do not fit into images of shape \(x.shape)")
    guard fits, !x.isShapeOnly else { return x }
    // Centres are drawn where whole blocks fit, as many as cover the share (Ghiasi et al., eq. 1).
    let (rows, columns) = (x.shape[1] - size + 1, x.shape[2] - size + 1)
    let rate =
      probability / Double(size * size) * Double(x.shape[1] * x.shape[2]) / Double(rows * columns)
    let centres = Tensor.ones([x.shape[0], rows, columns, x.shape[3]], dtype: x.dtype)
    let drawn = tape.constant(centres).dropout(probability: min(rate, 0.999)).value
    let border = [0, size / 2, size / 2, 0]
    let blocks = (drawn .== 0).padded(before: border, after: border)
      .maxPooled(PoolingGeometry(kernel: size, stride: 1, padding: size / 2))
    let kept = 1 - blocks
    let total = kept.sum().item
    return x * (kept * (total > 0 ? Double(kept.count) / total : 0))
  }
}
