/// A tensor laid out for a reduction: a matrix whose rows, or whose columns, are reduced.
struct ReductionLayout {
  /// The tensor, with kept axes before reduced ones unless the columns are reduced.
  let operand: Tensor
  /// Elements of the result, and elements that each is made of.
  let outer: Int, inner: Int
  /// Whether neighbouring elements belong to neighbouring results.
  let isByColumn: Bool

  init(_ x: Tensor, axes: [Int]) {
    let dimensions = x.shape.dimensions
    // An axis of length 1 can be taken for kept or reduced, whatever makes the pattern simpler.
    let real = dimensions.indices.filter { dimensions[$0] != 1 }
    let reduced = real.filter(axes.contains)
    let kept = real.filter { !axes.contains($0) }
    outer = kept.reduce(1) { $0 * dimensions[$1] }
    inner = reduced.reduce(1) { $0 * dimensions[$1] }
    let leading = reduced.isEmpty || kept.isEmpty || reduced.last! < kept.first!
    if !leading, kept.last! > reduced.first! {
      let rest = dimensions.indices.filter { dimensions[$0] == 1 }
      operand = PermuteKernel.run(x, kept + reduced + rest)
    } else {
      operand = x
    }
    isByColumn = leading && !kept.isEmpty && !reduced.isEmpty
  }
}
