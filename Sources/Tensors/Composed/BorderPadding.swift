/// What stands beyond the border of an image.
public enum BorderRule: String, Sendable, Hashable, CaseIterable {
  /// The image mirrored at its outermost pixels, which are not repeated: `c b | a b c | b a`.
  case reflect
  /// The outermost pixels repeated: `a a | a b c | c c`.
  case replicate
  /// The image from its other end: `b c | a b c | a b`.
  case circular

  /// The place on an axis of `length` that a position, perhaps beyond its ends, shows.
  func place(_ position: Int, length: Int) -> Int {
    switch self {
    case .reflect:
      position < 0 ? -position : position >= length ? 2 * length - 2 - position : position
    case .replicate: min(max(position, 0), length - 1)
    case .circular: (position % length + length) % length
    }
  }
}

extension TensorProtocol {
  /// Surrounds with what a rule makes of the border: `before[i]` and `after[i]` elements along axis `i`.
  ///
  /// Traps when an axis that is padded has no elements, or for `.reflect` not more than are added at
  /// either end.
  public func padded(before: [Int], after: [Int], by rule: BorderRule) -> Self {
    Tensor.require(
      before.count == shape.rank && after.count == shape.rank
        && (before + after).allSatisfy { $0 >= 0 },
      "pad: \(before) before and \(after) after do not fit shape \(shape)")
    return zip(before, after).enumerated().reduce(self) { x, item in
      let (axis, (first, last)) = (item.offset, item.element)
      guard axis < shape.rank, first + last > 0 else { return x }
      let length = shape[axis]
      let fits = rule == .reflect ? max(first, last) < length : length > 0
      Tensor.require(
        fits,
        "pad: axis \(axis) of \(shape) is too short for \(first) elements before and \(last) after "
          + "by \(rule); \(rule == .reflect ? "reflect needs fewer than its length" : "it is empty")"
      )
      guard fits else { return x }
      return x.gathered(
        (-first..<length + last).map { rule.place($0, length: length) }, axis: axis)
    }
  }
}
