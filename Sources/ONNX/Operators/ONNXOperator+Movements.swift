import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// Elements at other places.
  static let movements: [ONNXOperator] = [
    one("Concat") { call in
      let values = try call.inputs.indices.map { try call.value($0) }
      guard let first = values.first else { throw call.failure("takes inputs, and has none") }
      let axis = try call.axis(call.integer("axis", 1), rank: first.rank)
      for value in values {
        let fits =
          value.rank == first.rank && value.variable.dtype == first.variable.dtype
          && value.shape.indices.allSatisfy { $0 == axis || value.shape[$0] == first.shape[$0] }
        try call.require(
          fits,
          "joins \(value.kind) \(value.shape) to \(first.kind) \(first.shape) along axis \(axis)")
      }
      var lengths = first.shape
      // A sum beyond what a shape may be stays there, and is refused.
      lengths[axis] = values.reduce(0) { min($0, 1 << 47) + $1.shape[axis] }
      _ = try call.shape(lengths)
      return first.with(
        Variable.concatenate(
          values.map { $0.variable(in: first.order) }, axis: first.order[axis]))
    },
    ONNXOperator("Split") { call in
      let value = try call.value(0)
      let axis = try call.axis(call.integer("axis", 0), rank: value.rank)
      let length = value.shape[axis]
      var parts = try call.integers("split") ?? (call.has(1) ? call.integers(1) : [])
      if parts.isEmpty {
        let count = try call.integer("num_outputs", call.node.outputs.count)
        try call.require(
          count >= 1 && count <= max(1, length) && count <= 1 << 16,
          "makes \(count) of \(length)")
        let size = (length + count - 1) / count
        parts = (0..<count).map { max(0, min(size, length - $0 * size)) }
      }
      try call.require(
        parts.allSatisfy { $0 >= 0 && $0 <= length } && parts.count <= 1 << 16
          && parts.reduce(0, +) == length, "makes \(parts.prefix(8)) of \(length)")
      var start = 0
      return parts.map { part in
        defer { start += part }
        return value.with(value.variable.sliced(axis: value.order[axis], start..<start + part))
      }
    },
    one("Slice") { try $0.slice() },
    one("Gather") { call in
      let value = try call.value(0)
      let axis = try call.axis(call.integer("axis", 0), rank: value.rank)
      let length = value.shape[axis]
      let shape = try call.value(1).shape
      let indices = try call.integers(1).map { index in
        try call.require(index >= -length && index < length, "takes slice \(index) of \(length)")
        return index < 0 ? index + length : index
      }
      let lengths = Array(value.shape[..<axis]) + shape + value.shape[(axis + 1)...]
      let result = try value.variable.isShapeOnly ? call.shape(lengths) : call.madeShape(lengths)
      return ONNXValue(
        value.native.gathered(indices, axis: axis).reshaped(to: result), value.kind)
    },
    one("Tile") { call in
      let value = try call.value(0)
      let times = try call.integers(1)
      try call.require(
        times.count == value.rank && times.allSatisfy { $0 >= 0 && $0 <= ONNXCall.mostMade },
        "repeats \(value.shape) \(times.prefix(8)) times")
      _ = try call.madeShape(times)
      let lengths = zip(value.shape, times).map { $0.multipliedReportingOverflow(by: $1) }
      try call.require(lengths.allSatisfy { !$0.overflow }, "makes too much")
      let result = try call.madeShape(lengths.map(\.partialValue))
      try result.dimensions.forEach(call.allow)
      return ONNXValue(
        times.indices.reduce(value.native) { x, axis in
          times[axis] == 1
            ? x
            : x.gathered(
              (0..<x.shape[axis] * times[axis]).map { $0 % max(1, x.shape[axis]) }, axis: axis)
        }, value.kind)
    },
    one("Pad") { try $0.pad() },
    one("DepthToSpace") { call in
      let x = try call.native(0)
      let block = try call.integer("blocksize", 0)
      try call.require(
        x.rank == 4 && block > 0 && block <= 1 << 16 && x.shape[1] % (block * block) == 0,
        "takes blocks of \(block) from \(x.shape)")
      let (n, c, h, w) = (x.shape[0], x.shape[1] / (block * block), x.shape[2], x.shape[3])
      let isColumnFirst = try call.text("mode", "DCR") == "CRD"
      let split = x.reshaped(
        to: isColumnFirst ? [n, c, block, block, h, w] : [n, block, block, c, h, w])
      let moved = split.permuted(isColumnFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2])
      return ONNXValue(moved.reshaped(to: [n, c, h * block, w * block]), try call.value(0).kind)
    },
    one("SpaceToDepth") { call in
      let x = try call.native(0)
      let block = try call.integer("blocksize", 0)
      try call.require(
        x.rank == 4 && block > 0 && block <= 1 << 16 && x.shape[2] % block == 0
          && x.shape[3] % block == 0,
        "takes blocks of \(block) from \(x.shape)")
      let (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2] / block, x.shape[3] / block)
      // Without rows or columns, nothing else bounds the channels.
      _ = try call.shape([c, block, block])
      let isColumnFirst = try call.text("mode", "DCR") == "CRD"
      let moved = x.reshaped(to: [n, c, h, block, w, block])
        .permuted(isColumnFirst ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4])
      return ONNXValue(moved.reshaped(to: [n, c * block * block, h, w]), try call.value(0).kind)
    },
    one("Trilu") { call in
      let value = try call.value(0)
      try call.require(value.rank >= 2, "takes matrices, and has \(value.shape)")
      let isUpper = try call.integer("upper", 1) == 1
      let shift = call.has(1) ? try call.integers(1).first ?? 0 : 0
      let x = value.native
      let (rows, columns) = (x.shape[-2], x.shape[-1])
      let shape = try call.madeShape([rows, columns])
      let outside = Tensor.generate(shape, dtype: x.dtype) { index in
        let distance = index % columns - index / columns
        return (isUpper ? distance < shift : distance > shift) ? 1 : 0
      }
      return ONNXValue(x.replacing(with: 0, where: outside), value.kind)
    },
  ]
}
