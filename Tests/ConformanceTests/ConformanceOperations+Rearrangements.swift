import Gradus

extension ConformanceOperations {
  static let rearrangements: [String: ConformanceRule] = {
    var rules: [String: ConformanceRule] = [:]
    rules["reshape"] = shaped
    rules["view"] = shaped
    rules["broadcast_to"] = { call in
      [try call.tensor(0).broadcast(to: Shape(call.ints(1, "size") ?? []))]
    }
    rules["expand"] = { call in
      let (x, asked) = (try call.tensor(0), call.ints(1, "size") ?? [])
      let own = Array(repeating: 1, count: max(0, asked.count - x.shape.rank)) + x.shape.dimensions
      return [x.broadcast(to: Shape(zip(asked, own).map { $0 == -1 ? $1 : $0 }))]
    }
    rules["permute"] = { call in
      let x = try call.tensor(0)
      return [x.permuted((call.ints(1, "dims") ?? []).map { $0 < 0 ? $0 + x.shape.rank : $0 })]
    }
    rules["t"] = { call in
      let x = try call.tensor(0)
      return [x.shape.rank < 2 ? x : x.transposed()]
    }
    rules["transpose"] = { call in
      let x = try call.tensor(0)
      let rank = x.shape.rank
      if rank == 0 { return [x] }
      var order = Array(0..<rank)
      order.swapAt((call.int(1, "dim0", 0) + rank) % rank, (call.int(2, "dim1", 1) + rank) % rank)
      return [x.permuted(order)]
    }
    rules["movedim"] = { call in
      let x = try call.tensor(0)
      let rank = x.shape.rank
      guard rank > 0 else { return [x] }
      let from = (call.ints(1, "source") ?? []).map { ($0 + rank) % rank }
      let to = (call.ints(2, "destination") ?? []).map { ($0 + rank) % rank }
      if from.count == 1 { return [x.movedAxis(from[0], to: to[0])] }
      // Each axis is put where it belongs, the first place first.
      var order = (0..<rank).filter { !from.contains($0) }
      for (target, source) in zip(to, from).sorted(by: { $0.0 < $1.0 }) {
        order.insert(source, at: target)
      }
      return [x.permuted(order)]
    }
    rules["flip"] = { call in [try call.tensor(0).flipped(axes: call.ints(1, "dims"))] }
    rules["roll"] = { call in
      let (x, shifts) = (try call.tensor(0), call.ints(1, "shifts") ?? [])
      guard x.shape.rank > 0 else { return [x] }
      guard let axes = call.ints(2, "dims"), !axes.isEmpty else {
        return [x.reshaped(to: [x.count]).rolled(by: shifts[0]).reshaped(to: x.shape)]
      }
      return [zip(shifts, axes).reduce(x) { $0.rolled(by: $1.0, axis: $1.1) }]
    }
    rules["squeeze"] = { call in
      let x = try call.tensor(0)
      let rank = x.shape.rank
      let axes = call.ints(1, "dim")?.map { rank == 0 ? 0 : ($0 + rank) % rank }
      let kept = x.shape.dimensions.enumerated().filter {
        $0.element != 1 || !(axes?.contains($0.offset) ?? true)
      }
      return [x.reshaped(to: Shape(kept.map(\.element)))]
    }
    rules["unsqueeze"] = { call in [try call.tensor(0).expanded(axis: call.int(1, "dim", 0))] }
    rules["flatten"] = { call in
      let x = try call.tensor(0)
      let rank = max(1, x.shape.rank)
      let (first, last) = (
        (call.int(1, "start_dim", 0) + rank) % rank, (call.int(2, "end_dim", -1) + rank) % rank
      )
      if x.shape.rank == 0 { return [x.reshaped(to: [1])] }
      let lengths = x.shape.dimensions
      let middle = lengths[first...last].reduce(1, *)
      return [
        x.reshaped(to: Shape(Array(lengths[..<first]) + [middle] + Array(lengths[(last + 1)...])))
      ]
    }
    rules["unflatten"] = { call in
      let (x, sizes) = (try call.tensor(0), call.ints(2, "sizes") ?? [])
      let axis = (call.int(1, "dim", 0) + x.shape.rank) % max(1, x.shape.rank)
      if x.count == 0, sizes.contains(-1) {
        throw Different("needs all lengths of a shape without elements")
      }
      let lengths = x.shape.dimensions
      return [x.reshaped(to: Array(lengths[..<axis]) + sizes + Array(lengths[(axis + 1)...]))]
    }
    rules["cat"] = { call in
      let parts = try call.tensors(0)
      guard Set(parts.map(\.shape.rank)).count == 1 else {
        throw Different("joins parts of equal rank alone")
      }
      return [Variable.concatenate(parts, axis: call.int(1, "dim", 0))]
    }
    rules["stack"] = { call in [Variable.stack(try call.tensors(0), axis: call.int(1, "dim", 0))] }
    rules["split"] = { call in
      let x = try call.tensor(0)
      let axis = call.int(2, "dim", 0)
      if let lengths = call.argument(1, "split_size_or_sections")?.list {
        return x.split(lengths: lengths.map { Int($0.number ?? 0) }, axis: axis)
      }
      let (size, length) = (call.int(1, "split_size_or_sections", 1), x.shape[axis])
      return x.split(
        lengths: stride(from: 0, to: length, by: size).map { min(size, length - $0) }, axis: axis)
    }
    rules["split_with_sizes"] = { call in
      try call.tensor(0).split(
        lengths: call.ints(1, "split_sizes") ?? [], axis: call.int(2, "dim", 0))
    }
    rules["chunk"] = { call in
      let x = try call.tensor(0)
      let (parts, axis) = (call.int(1, "chunks", 1), call.int(2, "dim", 0))
      let length = x.shape[axis]
      let size = max(1, (length + parts - 1) / parts)
      return x.split(
        lengths: stride(from: 0, to: length, by: size).map { min(size, length - $0) }, axis: axis)
    }
    rules["index_select"] = { call in
      let x = try call.tensor(0)
      let index = try call.whole(2, "index").values
      if x.shape.rank == 0 { return [x] }
      return [x.gathered(index, axis: call.int(1, "dim", 0))]
    }
    rules["gather"] = { call in
      let (x, index) = (try call.tensor(0), try call.whole(2, "index"))
      guard x.shape.rank > 0 else { return [x.reshaped(to: index.shape)] }
      guard index.shape.rank == x.shape.rank else {
        throw Different("has as many axes of positions as of elements")
      }
      let axis = (call.int(1, "dim", 0) + x.shape.rank) % x.shape.rank
      // Rows and columns without positions are none of the result's.
      let part = x.sliced(part(of: x.shape, index.shape, besides: axis))
      return [part.gathered(along: axis, index.values)]
    }
    rules["scatter_add"] = { call in
      let (x, index) = (try call.tensor(0), try call.whole(2, "index"))
      let source = try call.tensor(3, "src")
      guard x.shape.rank > 0 else { return [x + source] }
      let axis = (call.int(1, "dim", 0) + x.shape.rank) % x.shape.rank
      let added = source.sliced(index.shape.dimensions.map { 0..<$0 })
        .scatteredAdd(along: axis, index.values, length: x.shape[axis])
      let after = zip(x.shape.dimensions, added.shape.dimensions).map { $0 - $1 }
      return [x + added.padded(before: after.map { _ in 0 }, after: after)]
    }
    rules["nn.functional.pad"] = { call in
      let (x, sides) = (try call.tensor(0), call.ints(1, "pad") ?? [])
      var (before, after) = (
        [Int](repeating: 0, count: x.shape.rank), [Int](repeating: 0, count: x.shape.rank)
      )
      for axis in 0..<sides.count / 2 {
        (before[x.shape.rank - 1 - axis], after[x.shape.rank - 1 - axis]) = (
          sides[2 * axis], sides[2 * axis + 1]
        )
      }
      let mode = call.text(2, "mode", "constant")
      if mode == "constant" {
        // What is padded by less than nothing is cut.
        let inner = x.sliced(
          (0..<x.shape.rank).map { max(0, -before[$0])..<x.shape[$0] - max(0, -after[$0]) })
        return [
          inner.padded(
            before: before.map { max(0, $0) }, after: after.map { max(0, $0) },
            value: call.number(3, "value", 0))
        ]
      }
      guard let rule = BorderRule(rawValue: mode), (before + after).allSatisfy({ $0 >= 0 }) else {
        throw Different("pads with \(mode) by no negative number")
      }
      return [x.padded(before: before, after: after, by: rule)]
    }
    return rules
  }()

  private static let shaped: ConformanceRule = { call in
    let (x, lengths) = (try call.tensor(0), call.ints(1, "shape") ?? [])
    if x.count == 0 && lengths.contains(-1) {
      throw Different("needs all lengths of a shape without elements")
    }
    return [x.reshaped(to: lengths)]
  }

  /// The part of a shape that positions along an axis are given for.
  private static func part(of shape: Shape, _ index: Shape, besides axis: Int) -> [Range<Int>] {
    (0..<shape.rank).map { 0..<($0 == axis ? shape[$0] : index[$0]) }
  }
}
