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
      let normal = x.standardized(
        Array(1..<value.rank - 1), try call.float("epsilon", 1e-5))
      let (scale, shift) = (try call.native(1), try call.native(2))
      for part in [scale, shift] {
        try call.require(
          part.rank == 1 && part.shape[0] == value.shape[1],
          "has \(part.shape) for \(value.shape[1]) channels")
      }
      return ONNXValue(images: normal * scale + shift, value.kind)
    },
    one("LayerNormalization") { call in
      try call.require(
        call.node.outputs.filter { !$0.isEmpty }.count == 1,
        "has means as a second output, which is not read")
      let x = try call.native(0)
      let axis = try call.axis(call.integer("axis", -1), rank: x.rank)
      let normal = x.standardized(Array(axis..<x.rank), try call.float("epsilon", 1e-5))
      let scaled = ONNXValue(normal, try call.value(0).kind)
      return try call.scaled(scaled)
    },
    one("RMSNormalization") { call in
      let x = try call.native(0)
      let axis = try call.axis(call.integer("axis", -1), rank: x.rank)
      let square = x.squared().mean(axes: Array(axis..<x.rank), keepingAxes: true)
      let normal = x / (square + (try call.float("epsilon", 1e-5))).squareRoot()
      return try call.scaled(ONNXValue(normal, try call.value(0).kind))
    },
    one("GroupNormalization") { call in
      let x = try call.native(0)
      let groups = try call.integer("num_groups", 0)
      try call.require(
        x.rank >= 2 && groups > 0 && x.shape[1] % groups == 0,
        "has \(groups) groups of \(x.shape)")
      let rest = x.shape.count / max(1, x.shape[0] * groups)
      let flat = x.reshaped(to: [x.shape[0], groups, rest])
      let normal = flat.standardized([2], try call.float("epsilon", 1e-5)).reshaped(to: x.shape)
      // Of each group in opset 18, of each channel since 21.
      let parts = try (1...2).map { place in
        let part = try call.native(place)
        try call.require(
          part.rank == 1 && (part.shape[0] == groups || part.shape[0] == x.shape[1]),
          "has \(part.shape) for \(groups) groups")
        try call.allow(x.shape[1])
        let times = x.shape[1] / max(1, part.shape[0])
        let spread = part.gathered((0..<x.shape[1]).map { $0 / times })
        return spread.reshaped(to: [x.shape[1]] + [Int](repeating: 1, count: x.rank - 2))
      }
      return ONNXValue(normal * parts[0] + parts[1], try call.value(0).kind)
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
  /// A normalised value times input 1 and plus input 2.
  fileprivate func scaled(_ normal: ONNXValue) throws -> ONNXValue {
    var x = normal.native
    for place in 1...2 where has(place) {
      let part = try native(place)
      let lengths = Array(x.shape.dimensions.suffix(part.rank))
      try require(
        part.rank <= x.rank
          && zip(part.shape.dimensions, lengths).allSatisfy { $0 == $1 || $0 == 1 },
        "has \(part.shape) for \(x.shape)")
      x = place == 1 ? x * part : x + part
    }
    return ONNXValue(x, normal.kind)
  }
}

extension Variable {
  /// (x - mean) / √(variance + epsilon) along axes.
  fileprivate func standardized(_ axes: [Int], _ epsilon: Double) -> Variable {
    let centred = self - mean(axes: axes, keepingAxes: true)
    let variance = centred.squared().mean(axes: axes, keepingAxes: true)
    return centred / (variance + epsilon).squareRoot()
  }
}
