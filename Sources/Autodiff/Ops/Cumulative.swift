import GradusTensors

extension Variable {
  /// Running sums along an axis: element `i` is the sum of elements `0...i`, or of `i` and all that
  /// follow if `reversed`. Pullback: the running sums of g from the other end.
  public func cumulativeSum(axis: Int, reversed: Bool = false) -> Variable {
    let axis = shape.normalized(axis: axis, for: "cumulativeSum")
    return record(
      TapeOperation(
        "cumulativeSum", .linearMap, ["axis": .integer(axis), "reversed": .flag(reversed)]),
      value: value.cumulativeSum(axis: axis, reversed: reversed),
      (self, { g in g.cumulativeSum(axis: axis, reversed: !reversed) }))
  }
}
