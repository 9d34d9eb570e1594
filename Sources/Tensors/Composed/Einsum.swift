extension TensorProtocol {
  /// Products of operands summed over the letters that the result does not have: Einstein's notation.
  ///
  ///     Tensor.einsum("bik,bkj->bij", a, b)      // a batch of matrix products
  ///     Tensor.einsum("ii->", a)                 // the trace
  ///     Tensor.einsum("nhwc,nhwd->ncd", x, x)    // Gram matrices of feature maps
  ///
  /// Each operand has a letter per axis; a letter has one length everywhere, and one that an operand has
  /// twice takes its diagonal. Without an arrow the result has the letters that occur once, in
  /// alphabetical order. Operands are multiplied from left to right, as matrix products, or by elements where
  /// these would have one row, one column or sums of one term. Traps when the letters do not fit the
  /// operands.
  public static func einsum(_ equation: String, _ operands: Self...) -> Self {
    precondition(!operands.isEmpty, "einsum: needs at least one operand")
    let plan = EinsumEquation(equation, operands.count)
    plan.check(operands.map(\.shape))
    guard plan.fits(operands.map(\.shape)) else { return operands[0] }
    var terms = zip(plan.inputs, operands).map { EinsumTerm(letters: $0, x: $1).withoutRepeats() }
    while terms.count > 1 {
      let (left, right) = (terms[0], terms[1])
      let rest = terms.dropFirst(2)
      let kept = Set(plan.output).union(rest.flatMap(\.letters))
      terms = [left.multiplied(by: right, keeping: kept)] + rest
    }
    return terms[0].arranged(plan.output).x
  }
}

/// The letters of operands and result.
private struct EinsumEquation {
  let text: String
  let inputs: [[Character]]
  let output: [Character]

  init(_ text: String, _ count: Int) {
    self.text = text
    let plain = text.filter { $0 != " " }
    let sides = plain.split(separator: "->", omittingEmptySubsequences: false)
    inputs = (sides.first ?? "").split(separator: ",", omittingEmptySubsequences: false).map(
      Array.init)
    let all = inputs.flatMap { $0 }
    output =
      sides.count == 2
      ? Array(sides[1]) : Set(all).filter { letter in all.count { $0 == letter } == 1 }.sorted()
    precondition(
      sides.count <= 2 && inputs.count == count && all.allSatisfy(\.isLetter)
        && Set(output).isSubset(of: all) && Set(output).count == output.count,
      "einsum: \"\(text)\" must have letters for \(count) operands, such as \"ij,jk->ik\", and a "
        + "result whose letters occur there and once only")
  }

  func fits(_ shapes: [Shape]) -> Bool { misfit(shapes) == nil }

  func check(_ shapes: [Shape]) {
    let misfit = misfit(shapes)
    Tensor.require(misfit == nil, "einsum: \"\(text)\" \(misfit ?? "")")
  }

  private func misfit(_ shapes: [Shape]) -> String? {
    var lengths: [Character: Int] = [:]
    for (index, (letters, shape)) in zip(inputs, shapes).enumerated() {
      if letters.count != shape.rank {
        return "has \(letters.count) letters for operand \(index) of shape \(shape)"
      }
      for (letter, length) in zip(letters, shape.dimensions) {
        if let other = lengths[letter], other != length {
          return "gives \(letter) the lengths \(other) and \(length): \(shapes); make them equal"
        }
        lengths[letter] = length
      }
    }
    return nil
  }
}

/// An operand with a letter per axis.
private struct EinsumTerm<X: TensorProtocol> {
  var letters: [Character]
  var x: X

  /// The diagonals of axes that have one letter.
  func withoutRepeats() -> EinsumTerm {
    for (axis, letter) in letters.enumerated() {
      guard let twin = letters[(axis + 1)...].firstIndex(of: letter) else { continue }
      let others = letters.indices.filter { $0 != axis && $0 != twin }
      let (rest, length) = (others.map { x.shape[$0] }, x.shape[axis])
      let diagonal = x.permuted(others + [axis, twin])
        .reshaped(to: Shape([rest.reduce(1, *), length * length]))
        .gathered((0..<length).map { $0 * (length + 1) }, axis: 1)
        .reshaped(to: Shape(rest + [length]))
      return EinsumTerm(letters: others.map { letters[$0] } + [letter], x: diagonal)
        .withoutRepeats()
    }
    return self
  }

  /// The product, summed over shared letters that are not kept.
  func multiplied(by other: EinsumTerm, keeping kept: Set<Character>) -> EinsumTerm {
    let a = summed { kept.contains($0) || other.letters.contains($0) }
    let b = other.summed { kept.contains($0) || letters.contains($0) }
    let batch = a.letters.filter { b.letters.contains($0) && kept.contains($0) }
    let inner = a.letters.filter { b.letters.contains($0) && !kept.contains($0) }
    let left = a.letters.filter { !b.letters.contains($0) }
    let right = b.letters.filter { !a.letters.contains($0) }
    let lengths = a.lengths(batch) + a.lengths(left) + b.lengths(right)
    if inner.isEmpty || !batch.isEmpty && (left.isEmpty || right.isEmpty) {
      let terms =
        a.spread(batch, left, gap: right.count, inner: inner, gapFirst: false)
        * b.spread(batch, right, gap: left.count, inner: inner, gapFirst: true)
      let summed = Array(lengths.count..<lengths.count + inner.count)
      return EinsumTerm(
        letters: batch + left + right,
        x: inner.isEmpty ? terms : terms.sum(axes: summed, keepingAxes: false))
    }
    let product = a.grouped(batch, left, inner).matmul(
      b.grouped(batch, inner, right), transposeLHS: false, transposeRHS: false)
    return EinsumTerm(letters: batch + left + right, x: product.reshaped(to: Shape(lengths)))
  }

  /// The letters of the result in its order; the rest is summed.
  func arranged(_ output: [Character]) -> EinsumTerm {
    let term = summed { output.contains($0) }
    let order = output.map { term.letters.firstIndex(of: $0)! }
    return EinsumTerm(letters: output, x: order == order.sorted() ? term.x : term.x.permuted(order))
  }

  private func summed(_ isKept: (Character) -> Bool) -> EinsumTerm {
    let axes = letters.indices.filter { !isKept(letters[$0]) }
    if axes.isEmpty { return self }
    return EinsumTerm(letters: letters.filter(isKept), x: x.sum(axes: axes, keepingAxes: false))
  }

  private func lengths(_ group: [Character]) -> [Int] {
    group.map { x.shape[letters.firstIndex(of: $0)!] }
  }

  /// An axis for each letter of a batch, of what is this operand's own and of what is summed, with axes of
  /// length 1 for what is the other's own.
  private func spread(
    _ batch: [Character], _ own: [Character], gap: Int, inner: [Character], gapFirst: Bool
  ) -> X {
    let order = (batch + own + inner).map { letters.firstIndex(of: $0)! }
    let ones = [Int](repeating: 1, count: gap)
    let middle = gapFirst ? ones + lengths(own) : lengths(own) + ones
    return x.permuted(order).reshaped(to: Shape(lengths(batch) + middle + lengths(inner)))
  }

  /// A batch of matrices: groups of letters as one axis each.
  private func grouped(_ groups: [Character]...) -> X {
    let order = groups.flatMap { $0 }.map { letters.firstIndex(of: $0)! }
    return x.permuted(order).reshaped(to: Shape(groups.map { lengths($0).reduce(1, *) }))
  }
}
