extension TensorProtocol {
  /// The elements in reverse order along `axes`, all when nil.
  public func flipped(axes: [Int]? = nil) -> Self {
    shape.normalized(axes: axes, for: "flip").reduce(self) { x, axis in
      x.gathered((0..<x.shape[axis]).reversed(), axis: axis)
    }
  }

  /// The elements moved by `shift` places along an axis; those that leave at one end come in at the
  /// other. Negative shifts move towards the start.
  public func rolled(by shift: Int, axis: Int = 0) -> Self {
    let axis = shape.normalized(axis: axis, for: "roll")
    let length = shape[axis]
    guard length > 0 else { return self }
    let start = ((-shift) % length + length) % length
    return start == 0 ? self : gathered((0..<length).map { ($0 + start) % length }, axis: axis)
  }

  /// The elements with one axis in another place; the others keep their order.
  public func movedAxis(_ source: Int, to target: Int) -> Self {
    let (source, target) = (
      shape.normalized(axis: source, for: "movedAxis"),
      shape.normalized(axis: target, for: "movedAxis")
    )
    guard source != target else { return self }
    var order = Array(0..<shape.rank)
    order.remove(at: source)
    order.insert(source, at: target)
    return permuted(order)
  }

  /// Channels become pixels: `[n, h, w, c r²]` to `[n, h r, w r, c]` (Shi et al. 2016, §3.2).
  ///
  /// Channel `(c r + i) r + j` of a pixel becomes channel `c` of row `i` and column `j` of its block,
  /// as in PyTorch. Traps unless the channels divide by r².
  public func pixelShuffled(_ factor: Int) -> Self {
    let fits = shape.rank == 4 && factor > 0 && shape[-1] % (factor * factor) == 0
    Tensor.require(
      fits,
      "pixelShuffled: the channels of \(shape) must be [n, h, w, c \(factor)²], a multiple of "
        + "\(factor * factor)")
    guard fits else { return self }
    let (n, h, w, c) = (shape[0], shape[1], shape[2], shape[3] / (factor * factor))
    return reshaped(to: [n, h, w, c, factor, factor]).permuted([0, 1, 4, 2, 5, 3])
      .reshaped(to: [n, h * factor, w * factor, c])
  }

  /// Pixels become channels, the inverse of `pixelShuffled`: `[n, h r, w r, c]` to `[n, h, w, c r²]`.
  public func pixelUnshuffled(_ factor: Int) -> Self {
    let fits = shape.rank == 4 && factor > 0 && shape[1] % factor == 0 && shape[2] % factor == 0
    Tensor.require(
      fits, "pixelUnshuffled: height and width of \(shape) must be multiples of \(factor)")
    guard fits else { return self }
    let (n, h, w, c) = (shape[0], shape[1] / factor, shape[2] / factor, shape[3])
    return reshaped(to: [n, h, factor, w, factor, c]).permuted([0, 1, 3, 5, 2, 4])
      .reshaped(to: [n, h, w, c * factor * factor])
  }
}
