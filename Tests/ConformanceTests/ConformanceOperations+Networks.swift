import Gradus

extension ConformanceOperations {
  static let networks: [String: ConformanceRule] = {
    var rules: [String: ConformanceRule] = [:]
    rules["nn.functional.conv2d"] = { call in
      let (x, weight) = (try call.tensor(0), try call.tensor(1, "weight"))
      guard x.shape.rank == 4, x.count > 0, call.argument(4, "padding")?.text == nil else {
        throw Different("batches, and padding in numbers")
      }
      let geometry = convolution(call, groupsAt: 6, dilationAt: 5)
      let y = x.channelsLast.conv2d(weight.filter, geometry)
      return [(call.optional(2, "bias").map { y + $0 } ?? y).channelsFirst]
    }
    rules["nn.functional.conv1d"] = { call in
      let (x, weight) = (try call.tensor(0), try call.tensor(1, "weight"))
      guard x.shape.rank == 3, x.count > 0, call.argument(4, "padding")?.text == nil else {
        throw Different("batches, and padding in numbers")
      }
      let (stride, padding) = (call.ints(3, "stride")?[0] ?? 1, call.ints(4, "padding")?[0] ?? 0)
      let geometry = ConvolutionGeometry(
        stride: Extent(height: 1, width: stride),
        padding: Padding(vertical: 0, horizontal: padding),
        dilation: Extent(height: 1, width: call.ints(5, "dilation")?[0] ?? 1),
        groups: call.int(6, "groups", 1))
      let y = x.expanded(axis: 2).channelsLast.conv2d(weight.expanded(axis: 2).filter, geometry)
      let shifted = call.optional(2, "bias").map { y + $0 } ?? y
      return [shifted.channelsFirst.reshaped(to: [y.shape[0], y.shape[3], y.shape[2]])]
    }
    rules["nn.functional.conv_transpose2d"] = { call in
      let (x, weight) = (try call.tensor(0), try call.tensor(1, "weight"))
      guard x.shape.rank == 4, x.count > 0 else { throw Different("batches") }
      let geometry = convolution(call, groupsAt: 6, dilationAt: 7)
      let (moreDown, moreAcross) = call.pair(5, "output_padding", 0)
      func length(_ axis: Int, _ stride: Int, _ padding: Int, _ dilation: Int, _ more: Int) -> Int {
        (x.shape[axis] - 1) * stride - 2 * padding + dilation * (weight.shape[axis] - 1) + more + 1
      }
      let height = length(
        2, geometry.stride.height, geometry.padding.top, geometry.dilation.height, moreDown)
      let width = length(
        3, geometry.stride.width, geometry.padding.left, geometry.dilation.width, moreAcross)
      let channels = weight.shape[1] * geometry.groups
      let y = x.channelsLast.conv2dInputGradient(
        filter: weight.filter, inputShape: [x.shape[0], height, width, channels], geometry)
      return [(call.optional(2, "bias").map { y + $0 } ?? y).channelsFirst]
    }
    rules["nn.functional.max_pool2d"] = { call in
      if call.int(4, "dilation", 1) != 1 || call.pair(4, "dilation", 1).1 != 1 {
        throw Different("dilation is a layer's")
      }
      return [try images(call).maxPool(pooling(call, roundsUpAt: 5)).channelsFirst]
    }
    rules["nn.functional.avg_pool2d"] = { call in
      if call.argument(6, "divisor_override")?.number != nil { throw Different("no other divisor") }
      return [try images(call).averagePool(pooling(call, roundsUpAt: 4)).channelsFirst]
    }
    rules["nn.functional.adaptive_avg_pool2d"] = { call in
      let (x, size) = (try images(call), try adaptive(call))
      return [x.adaptiveAveragePool(height: size.0, width: size.1).channelsFirst]
    }
    rules["nn.functional.adaptive_max_pool2d"] = { call in
      let (x, size) = (try images(call), try adaptive(call))
      return [x.adaptiveMaxPool(height: size.0, width: size.1).channelsFirst]
    }
    rules["nn.functional.batch_norm"] = { call in
      let x = try call.tensor(0).nonEmpty()
      guard x.shape.rank >= 2 else { throw Different("needs channels") }
      let (scale, shift) = (call.optional(3, "weight"), call.optional(4, "bias"))
      let epsilon = call.number(7, "eps", 1e-5)
      let last = x.channelsToTheEnd
      if call.flag(5, "training") {
        return [
          last.batchNormalized(scale: scale, shift: shift, epsilon: epsilon).output
            .channelsFromTheEnd
        ]
      }
      let (mean, variance) = (try call.tensor(1, "running_mean"), try call.tensor(2, "running_var"))
      let normalized = (last - mean) / (variance + epsilon).squareRoot()
      let scaled = scale.map { normalized * $0 } ?? normalized
      return [(shift.map { scaled + $0 } ?? scaled).channelsFromTheEnd]
    }
    rules["nn.functional.instance_norm"] = { call in
      if call.argument(99, "use_input_stats")?.flag == false { throw Different("own statistics") }
      let x = try call.tensor(0).nonEmpty().channelsToTheEnd
      return [
        x.groupNormalized(
          groups: x.shape[-1], scale: call.optional(3, "weight"), shift: call.optional(4, "bias"),
          epsilon: call.number(7, "eps", 1e-5)
        ).channelsFromTheEnd
      ]
    }
    rules["nn.functional.group_norm"] = { call in
      let x = try call.tensor(0).nonEmpty().channelsToTheEnd
      return [
        x.groupNormalized(
          groups: call.int(1, "num_groups", 1), scale: call.optional(2, "weight"),
          shift: call.optional(3, "bias"), epsilon: call.number(4, "eps", 1e-5)
        ).channelsFromTheEnd
      ]
    }
    rules["nn.functional.layer_norm"] = { call in
      try layerNormalized(
        call, shift: call.optional(3, "bias"), epsilon: call.number(4, "eps", 1e-5))
    }
    rules["nn.functional.rms_norm"] = { call in
      guard let epsilon = call.argument(3, "eps")?.number else {
        throw Different("a stated epsilon")
      }
      return try layerNormalized(call, shift: nil, epsilon: epsilon, centres: false)
    }
    rules["nn.functional.local_response_norm"] = { call in
      let x = try call.tensor(0)
      guard x.shape.rank == 4, x.count > 0 else { throw Different("images") }
      return [
        x.channelsLast.localResponseNormalized(
          size: call.int(1, "size", 1), alpha: call.number(2, "alpha", 1e-4),
          beta: call.number(3, "beta", 0.75), k: call.number(4, "k", 1)
        ).channelsFirst
      ]
    }
    rules["nn.functional.pixel_shuffle"] = { call in
      [try images(call).pixelShuffled(call.int(1, "upscale_factor", 1)).channelsFirst]
    }
    rules["nn.functional.pixel_unshuffle"] = { call in
      [try images(call).pixelUnshuffled(call.int(1, "downscale_factor", 1)).channelsFirst]
    }
    rules["nn.functional.interpolate"] = { call in
      let x = try images(call)
      let mode = call.text(3, "mode", "nearest")
      guard let rule = ResizeRule(rawValue: mode), let size = call.ints(1, "size") else {
        throw Different("\(mode) to a stated size")
      }
      let width = size.count > 1 ? size[1] : size[0]
      return [
        x.resized(height: size[0], width: width, rule, alignsCorners: call.flag(4, "align_corners"))
          .channelsFirst
      ]
    }
    rules["nn.functional.embedding"] = { call in
      let (index, table) = (try call.whole(0, ""), try call.tensor(1, "weight"))
      for name in ["max_norm", "padding_idx"] where call.argument(99, name)?.number != nil {
        throw Different("no \(name)")
      }
      if call.flag(99, "scale_grad_by_freq") { throw Different("gradients as they are") }
      return [
        table.gathered(index.values, axis: 0)
          .reshaped(to: Shape(index.shape.dimensions + [table.shape[1]]))
      ]
    }
    return rules
  }()

  private static func images(_ call: ConformanceCall) throws -> Variable {
    let x = try call.tensor(0)
    guard x.shape.rank == 4, x.count > 0 else { throw Different("batches of images") }
    return x.channelsLast
  }

  private static func convolution(
    _ call: ConformanceCall, groupsAt: Int, dilationAt: Int
  ) -> ConvolutionGeometry {
    let (stride, padding) = (call.pair(3, "stride", 1), call.pair(4, "padding", 0))
    let dilation = call.pair(dilationAt, "dilation", 1)
    return ConvolutionGeometry(
      stride: Extent(height: stride.0, width: stride.1),
      padding: Padding(vertical: padding.0, horizontal: padding.1),
      dilation: Extent(height: dilation.0, width: dilation.1),
      groups: call.int(groupsAt, "groups", 1))
  }

  private static func pooling(_ call: ConformanceCall, roundsUpAt: Int) -> PoolingGeometry {
    let kernel = call.pair(1, "kernel_size", 1)
    let stride = call.ints(2, "stride").flatMap { $0.isEmpty ? nil : $0 } ?? [kernel.0, kernel.1]
    let padding = call.pair(3, "padding", 0)
    return PoolingGeometry(
      kernel: Extent(height: kernel.0, width: kernel.1),
      stride: Extent(height: stride[0], width: stride.count > 1 ? stride[1] : stride[0]),
      padding: Padding(vertical: padding.0, horizontal: padding.1),
      roundsUp: call.flag(roundsUpAt, "ceil_mode"),
      countsPadding: call.flag(5, "count_include_pad", true))
  }

  private static func adaptive(_ call: ConformanceCall) throws -> (Int, Int) {
    guard let list = call.argument(1, "output_size")?.list else {
      return (call.int(1, "output_size", 1), call.int(1, "output_size", 1))
    }
    guard list.allSatisfy({ $0.number != nil }), list.count == 2 else { throw Different("a size") }
    return (Int(list[0].number ?? 1), Int(list[1].number ?? 1))
  }

  private static func layerNormalized(
    _ call: ConformanceCall, shift: Variable?, epsilon: Double, centres: Bool = true
  ) throws -> [Variable] {
    let axes = call.ints(1, "normalized_shape")?.count ?? 1
    let x = try call.tensor(0).nonEmpty()
    return [
      x.layerNormalized(
        axes: axes, scale: call.optional(2, "weight"), shift: shift, epsilon: epsilon,
        centres: centres)
    ]
  }
}
