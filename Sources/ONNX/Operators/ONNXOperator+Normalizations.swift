import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// Elements divided by what others among them sum up to.
  static let normalizations: [ONNXOperator] = [
    one("BatchNormalization") { call in
      try call.require(
        call.integer("training_mode", 0) == 0 && call.node.outputs.count == 1,
        "is in training mode, which is not read")
      let value = try call.value(0)
      try call.require(value.rank >= 2, "takes images, and has \(value.shape)")
      let order = AxisOrder.channelsFirst(value.rank)
      let parts = try (1...4).map { try call.native($0) }
      for part in parts {
        try call.require(
          part.rank == 1 && part.shape[0] == value.shape[1],
          "has \(part.shape) for \(value.shape[1]) channels")
      }
      return ONNXValue(
        images: value.variable(in: order).batchNormalized(
          mean: parts[2].value, variance: parts[3].value, scale: parts[0], shift: parts[1],
          epsilon: try call.float("epsilon", 1e-5)), value.kind)
    },
    one("LRN") { call in
      let value = try call.value(0)
      let size = try call.integer("size", 1)
      try call.require(
        size >= 1 && size <= 1 << 16 && value.rank == 4,
        "has windows of \(size) channels of \(value.shape)")
      let (before, after) = ((size - 1) / 2, size - 1 - (size - 1) / 2)
      let x = try call.images(0)
      let sum = x.squared().channelWindowSum(before: before, after: after)
      let base =
        sum * (try call.float("alpha", 1e-4) / Double(size)) + (try call.float("bias", 1))
      return ONNXValue(images: x * base.power(-(try call.float("beta", 0.75))), value.kind)
    },
    one("InstanceNormalization") { call in
      let value = try call.value(0)
      try call.require(value.rank >= 3, "takes images, and has \(value.shape)")
      let x = value.variable(in: AxisOrder.channelsFirst(value.rank))
      let parts = try (1...2).map { try call.vector($0, along: x) }
      return ONNXValue(
        images: x.groupNormalized(
          groups: max(1, x.shape[-1]), scale: parts[0], shift: parts[1],
          epsilon: try call.float("epsilon", 1e-5)), value.kind)
    },
    one("LayerNormalization") { call in
      try call.require(
        call.node.outputs.filter { !$0.isEmpty }.count == 1,
        "has means as a second output, which is not read")
      return try call.layerNormalized(centres: true)
    },
    one("RMSNormalization") { try $0.layerNormalized(centres: false) },
    one("GroupNormalization") { call in
      let value = try call.value(0)
      let groups = try call.integer("num_groups", 0)
      try call.require(
        value.rank >= 2 && groups > 0 && value.shape[1] % groups == 0,
        "has \(groups) groups of \(value.shape)")
      let x = value.variable(in: AxisOrder.channelsFirst(value.rank))
      // Of each group in opset 18, of each channel since 21.
      let parts = try (1...2).map { place in
        let part = try call.native(place)
        guard part.rank == 1, part.shape[0] == groups, groups != x.shape[-1] else {
          return try call.vector(place, along: x)
        }
        try call.allow(x.shape[-1])
        return part.gathered((0..<x.shape[-1]).map { $0 / (x.shape[-1] / groups) })
      }
      return ONNXValue(
        images: x.groupNormalized(
          groups: groups, scale: parts[0], shift: parts[1],
          epsilon: try call.float("epsilon", 1e-5)), value.kind)
    },
    one("LpNormalization") { call in
      let x = try call.native(0)
      let axis = try call.axis(call.integer("axis", -1), rank: x.rank)
      let p = try call.integer("p", 2)
      try call.require(p == 1 || p == 2, "has the norm \(p)")
      let norm =
        p == 1
        ? x.absolute().sum(axes: [axis], keepingAxes: true)
        : x.squared().sum(axes: [axis], keepingAxes: true).squareRoot()
      // What has no length stays 0.
      return ONNXValue(
        x / norm.replacing(with: 1, where: norm .== 0), try call.value(0).kind)
    },
    one("MeanVarianceNormalization") { call in
      let x = try call.native(0)
      let axes = try call.axes(call.integers("axes") ?? [0, 2, 3], rank: x.rank)
      let centred = x - x.mean(axes: axes, keepingAxes: true)
      let deviation = centred.squared().mean(axes: axes, keepingAxes: true).squareRoot()
      return ONNXValue(centred / (deviation + 1e-9), try call.value(0).kind)
    },
  ]
}

extension ONNXCall {
  /// An input that has a number for each channel of `x`, whose last axis they are.
  fileprivate func vector(_ place: Int, along x: Variable) throws -> Variable {
    let part = try native(place)
    try require(
      part.rank == 1 && part.shape[0] == x.shape[-1] && part.dtype == x.dtype,
      "has \(part.shape) for \(x.shape[-1]) channels")
    return part
  }

  /// Input 0 normalised from an axis on, times input 1 and plus input 2, which may be broadcast.
  fileprivate func layerNormalized(centres: Bool) throws -> ONNXValue {
    let x = try native(0)
    let axes = x.rank - (try axis(integer("axis", -1), rank: x.rank))
    var parts: [Variable?] = []
    for place in 1...2 {
      guard has(place) else {
        parts.append(nil)
        continue
      }
      let part = try native(place)
      let lengths = Array(x.shape.dimensions.suffix(part.rank))
      try require(
        part.rank <= x.rank && part.dtype == x.dtype
          && zip(part.shape.dimensions, lengths).allSatisfy { $0 == $1 || $0 == 1 },
        "has \(part.shape) for \(x.shape)")
      parts.append(part)
    }
    let epsilon = try float("epsilon", 1e-5)
    let last = Array(x.shape.dimensions.suffix(axes))
    guard parts.allSatisfy({ $0 == nil || $0?.shape.dimensions == last }) else {
      var result = x.layerNormalized(axes: axes, epsilon: epsilon, centres: centres)
      if let scale = parts[0] { result = result * scale }
      if let shift = parts[1] { result = result + shift }
      return ONNXValue(result, try value(0).kind)
    }
    return ONNXValue(
      x.layerNormalized(
        axes: axes, scale: parts[0], shift: parts[1], epsilon: epsilon, centres: centres),
      try value(0).kind)
  }
}
