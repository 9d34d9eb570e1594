import Gradus

extension ConformanceOperations {
  static let normalizations: [String: ConformanceRule] = [
    "nn.functional.batch_norm": { call in
      let x = try call.tensor(0)
      guard x.shape.rank >= 2 else { throw Different("needs channels") }
      let (scale, shift) = (call.optional(3, "weight"), call.optional(4, "bias"))
      let (last, epsilon) = (x.channelsToTheEnd, call.number(7, "eps", 1e-5))
      if call.flag(5, "training") {
        let output = last.batchNormalized(scale: scale, shift: shift, epsilon: epsilon).output
        return [output.channelsFromTheEnd]
      }
      if call.isLeaf(1, "running_mean") || call.isLeaf(2, "running_var") {
        throw Different("has no derivative by running statistics")
      }
      let (mean, variance) = (try call.tensor(1, "running_mean"), try call.tensor(2, "running_var"))
      return [
        last.batchNormalized(
          mean: mean.value, variance: variance.value, scale: scale, shift: shift, epsilon: epsilon
        ).channelsFromTheEnd
      ]
    },
    "nn.functional.instance_norm": { call in
      if call.argument(99, "use_input_stats")?.flag == false {
        throw Different("normalises by the image's own statistics alone")
      }
      let x = try call.tensor(0).channelsToTheEnd
      return [
        x.groupNormalized(
          groups: x.shape[-1], scale: call.optional(3, "weight"), shift: call.optional(4, "bias"),
          epsilon: call.number(7, "eps", 1e-5)
        ).channelsFromTheEnd
      ]
    },
    "nn.functional.group_norm": { call in
      let x = try call.tensor(0).channelsToTheEnd
      return [
        x.groupNormalized(
          groups: call.int(1, "num_groups", 1), scale: call.optional(2, "weight"),
          shift: call.optional(3, "bias"), epsilon: call.number(4, "eps", 1e-5)
        ).channelsFromTheEnd
      ]
    },
    "nn.functional.layer_norm": { call in
      try layerNormalized(
        call, shift: call.optional(3, "bias"), epsilon: call.number(4, "eps", 1e-5))
    },
    "nn.functional.rms_norm": { call in
      // Without an epsilon PyTorch takes the distance of 1 from the next number.
      try layerNormalized(
        call, shift: nil, epsilon: call.number(3, "eps", Double.ulpOfOne), centres: false)
    },
    "nn.functional.local_response_norm": { call in
      let x = try call.tensor(0)
      guard x.shape.rank >= 3 else { throw Different("needs channels of pixels") }
      // Pixels along any axes are those of an image.
      let image = x.reshaped(to: [
        x.shape[0], x.shape[1], x.shape.dimensions.dropFirst(2).reduce(1, *), 1,
      ]).channelsLast
      return [
        image.localResponseNormalized(
          size: call.int(1, "size", 1), alpha: call.number(2, "alpha", 1e-4),
          beta: call.number(3, "beta", 0.75), k: call.number(4, "k", 1)
        ).channelsFirst.reshaped(to: x.shape)
      ]
    },
  ]

  private static func layerNormalized(
    _ call: ConformanceCall, shift: Variable?, epsilon: Double, centres: Bool = true
  ) throws -> [Variable] {
    let axes = call.ints(1, "normalized_shape")?.count ?? 1
    let x = try call.tensor(0)
    return [
      x.layerNormalized(
        axes: axes, scale: call.optional(2, "weight"), shift: shift, epsilon: epsilon,
        centres: centres)
    ]
  }
}
