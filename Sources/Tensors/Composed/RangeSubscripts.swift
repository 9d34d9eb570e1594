/// What chooses places along one axis: a number, a range such as `1..<3`, `2...` or `...4`, or a
/// stride.
///
///     images[0, 8..<24, stride(from: 0, to: 32, by: 2)]
///
/// A number takes one place, from the end where it is negative, and removes the axis. Axes without a
/// choice stay whole, as does one with `0...`.
public protocol AxisSelection {
  /// The places chosen along an axis of `length`, and whether they stay an axis.
  func selection(along length: Int) -> AxisPlaces
}

/// Places along one axis.
public struct AxisPlaces: Sendable {
  enum Kind: Sendable {
    case range(Range<Int>)
    case list([Int])
  }

  let kind: Kind
  let removesAxis: Bool

  /// Neighbouring places.
  public init(_ range: Range<Int>) { (kind, removesAxis) = (.range(range), false) }

  /// Places in any order; one may repeat.
  public init(_ list: [Int]) { (kind, removesAxis) = (.list(list), false) }

  init(single place: Int) { (kind, removesAxis) = (.range(place..<place + 1), true) }

  var text: String {
    switch kind {
    case .range(let range): removesAxis ? "\(range.lowerBound)" : "\(range)"
    case .list(let list): "\(list)"
    }
  }

  func fits(_ length: Int) -> Bool {
    switch kind {
    case .range(let range): range.lowerBound >= 0 && range.upperBound <= length
    case .list(let list): list.allSatisfy { $0 >= 0 && $0 < length }
    }
  }
}

extension Int: AxisSelection {
  /// This place, from the end where it is negative.
  public func selection(along length: Int) -> AxisPlaces {
    AxisPlaces(single: self < 0 ? self + length : self)
  }
}

extension Range: AxisSelection where Bound == Int {
  /// The places of the range.
  public func selection(along length: Int) -> AxisPlaces { AxisPlaces(self) }
}

extension ClosedRange: AxisSelection where Bound == Int {
  /// The places of the range.
  public func selection(along length: Int) -> AxisPlaces { AxisPlaces(lowerBound..<upperBound + 1) }
}

extension PartialRangeFrom: AxisSelection where Bound == Int {
  /// The places from the range's start on.
  public func selection(along length: Int) -> AxisPlaces {
    AxisPlaces(lowerBound..<Swift.max(lowerBound, length))
  }
}

extension PartialRangeUpTo: AxisSelection where Bound == Int {
  /// The places before the range's end.
  public func selection(along length: Int) -> AxisPlaces {
    AxisPlaces(Swift.min(0, upperBound)..<upperBound)
  }
}

extension PartialRangeThrough: AxisSelection where Bound == Int {
  /// The places up to the range's end.
  public func selection(along length: Int) -> AxisPlaces {
    AxisPlaces(Swift.min(0, upperBound)..<upperBound + 1)
  }
}

extension StrideTo: AxisSelection where Element == Int {
  /// The places of the stride.
  public func selection(along length: Int) -> AxisPlaces { AxisPlaces(Array(self)) }
}

extension StrideThrough: AxisSelection where Element == Int {
  /// The places of the stride.
  public func selection(along length: Int) -> AxisPlaces { AxisPlaces(Array(self)) }
}

extension TensorProtocol {
  /// The elements at places chosen along the first axes; the axes that follow stay whole.
  ///
  ///     x[1..<3, 0..., -1]                         // rows 1 and 2, all columns, the last channel
  ///     x[stride(from: 9, through: 0, by: -3)]     // every third row, backwards
  ///
  /// Traps when there are more choices than axes or a place is outside of its axis. On a tensor, whole
  /// numbers for all axes read a `Double`.
  public subscript(_ choices: any AxisSelection...) -> Self {
    Tensor.require(
      choices.count <= shape.rank, "subscript: \(choices.count) choices for shape \(shape)")
    let places = zip(choices, shape.dimensions).map { $0.selection(along: $1) }
    for (axis, chosen) in places.enumerated() {
      Tensor.require(
        chosen.fits(shape[axis]),
        "subscript: \(chosen.text) is outside axis \(axis) of shape \(shape)")
      guard chosen.fits(shape[axis]) else { return self }
    }
    let ranges = shape.dimensions.enumerated().map { axis, length in
      if axis < places.count, case .range(let range) = places[axis].kind { return range }
      return 0..<length
    }
    let isWhole = zip(ranges, shape.dimensions).allSatisfy { $0 == 0..<$1 }
    var result = isWhole ? self : sliced(ranges)
    for (axis, chosen) in places.enumerated() {
      if case .list(let list) = chosen.kind { result = result.gathered(list, axis: axis) }
    }
    let kept = result.shape.dimensions.indices.filter {
      $0 >= places.count || !places[$0].removesAxis
    }
    return result.reshaped(to: Shape(kept.map { result.shape[$0] }))
  }
}
