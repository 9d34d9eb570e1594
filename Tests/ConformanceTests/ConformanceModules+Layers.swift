import Gradus

extension ConformanceModules {
  static let convolutions: [String: ConformanceRule] = [
    "Conv1d": module { call in
      guard call.argument(99, "padding")?.text == nil,
        call.text(99, "padding_mode", "zeros") == "zeros"
      else { throw Different("pads with a number of zeros") }
      let one = { (name: String) in call.ints(99, name)?[0] ?? 1 }
      let layer = Conv1d(
        one("in_channels"), one("out_channels"), kernel: one("kernel_size"), stride: one("stride"),
        padding: one("padding"), dilation: one("dilation"), groups: one("groups"),
        bias: hasBias(call))
      return (
        layer,
        { call in
          let x = try call.tensor(0, "input")
          let isOne = x.shape.rank == 2
          let y = layer((isOne ? x.batched : x).permuted([0, 2, 1])).permuted([0, 2, 1])
          return [isOne ? y.unbatched : y]
        }
      )
    },
    "Conv2d": ofImages { call in
      guard call.text(99, "padding_mode", "zeros") == "zeros" else {
        throw Different("pads with zeros")
      }
      let kernel = call.pair(99, "kernel_size", 1)
      return Conv2d(
        call.int(99, "in_channels", 1), call.int(99, "out_channels", 1),
        kernel: Extent(height: kernel.0, width: kernel.1),
        geometry: try geometry(call, kernel), bias: hasBias(call))
    },
    "ConvTranspose2d": ofImages { call in
      let kernel = call.pair(99, "kernel_size", 1)
      let more = call.pair(99, "output_padding", 0)
      return ConvTranspose2d(
        call.int(99, "in_channels", 1), call.int(99, "out_channels", 1),
        kernel: Extent(height: kernel.0, width: kernel.1), geometry: try geometry(call, kernel),
        outputPadding: Extent(height: more.0, width: more.1), bias: hasBias(call))
    },
  ]

  static let normalizations: [String: ConformanceRule] = [
    "BatchNorm1d": ofChannels(batchNorm), "BatchNorm2d": ofChannels(batchNorm),
    "BatchNorm3d": ofChannels(batchNorm),
    "InstanceNorm1d": ofChannels(rank: 3, instanceNorm),
    "InstanceNorm2d": ofChannels(rank: 4, instanceNorm),
    "InstanceNorm3d": ofChannels(rank: 5, instanceNorm),
    "GroupNorm": ofChannels { call in
      try scaleAndShift(call, call.flag(99, "affine", true))
      return GroupNorm(
        call.int(99, "num_groups", 1), call.int(99, "num_channels", 1),
        epsilon: call.number(99, "eps", 1e-5), affine: call.flag(99, "affine", true))
    },
    "LayerNorm": plain { call in
      LayerNorm(
        Shape(call.ints(99, "normalized_shape") ?? []), epsilon: call.number(99, "eps", 1e-5),
        affine: call.flag(99, "elementwise_affine", true), bias: hasBias(call))
    },
    "RMSNorm": plain { call in
      let lengths = call.ints(99, "normalized_shape") ?? []
      guard lengths.count == 1, call.flag(99, "elementwise_affine", true) else {
        throw Different("normalises one axis, with a scale")
      }
      return RMSNorm(lengths[0], epsilon: call.number(99, "eps", Double.ulpOfOne))
    },
    "LocalResponseNorm": module { call in
      let layer = LocalResponseNorm(
        size: call.int(99, "size", 1), alpha: call.number(99, "alpha", 1e-4),
        beta: call.number(99, "beta", 0.75), k: call.number(99, "k", 1))
      return (
        layer,
        { call in
          // Pixels along any axes are those of an image.
          let x = try call.tensor(0)
          let image = x.reshaped(to: [
            x.shape[0], x.shape[1], x.shape.dimensions.dropFirst(2).reduce(1, *), 1,
          ]).channelsLast
          return [layer(image).channelsFirst.reshaped(to: x.shape)]
        }
      )
    },
  ]

  static let others: [String: ConformanceRule] = [
    "Linear": module { call in
      let layer = Linear(
        call.int(99, "in_features", 1), call.int(99, "out_features", 1), bias: hasBias(call))
      return (
        layer,
        { call in
          let x = try call.tensor(0, "input")
          return [x.shape.rank == 1 ? layer(x.batched).unbatched : layer(x)]
        }
      )
    },
    "Embedding": plain { call in
      for name in ["max_norm", "padding_idx"] where call.argument(99, name)?.number != nil {
        throw Different("has no \(name)")
      }
      return Embedding(call.int(99, "num_embeddings", 1), call.int(99, "embedding_dim", 1))
    },
    "MultiheadAttention": module { call in
      guard call.sample.arguments.count == 1 else {
        throw Different("attends within one sequence")
      }
      let layer = MultiHeadAttention(
        call.int(99, "embed_dim", 1), heads: call.int(99, "num_heads", 1),
        bias: call.sample.parameters?["in_proj_bias"] != nil)
      let isFirst = call.flag(99, "batch_first")
      return (
        layer,
        { call in
          let x = try call.tensor(0)
          let y = layer(isFirst ? x : x.permuted([1, 0, 2]))
          return [isFirst ? y : y.permuted([1, 0, 2])]
        }
      )
    },
    "PixelShuffle": ofImages { PixelShuffle($0.int(99, "upscale_factor", 1)) },
    "PixelUnshuffle": ofImages { PixelUnshuffle($0.int(99, "downscale_factor", 1)) },
    "ChannelShuffle": ofImages { ChannelShuffle(groups: $0.int(99, "groups", 1)) },
    "Upsample": ofImages(upsampling), "UpsamplingBilinear2d": ofImages(upsampling),
    "UpsamplingNearest2d": ofImages(upsampling),
    "Identity": plain { _ in Identity() },
    "Dropout": plain { Dropout($0.number(99, "p", 0.5)) },
    "Dropout2d": ofImages { Dropout2d($0.number(99, "p", 0.5)) },
    // Flattened images have their channels last here.
    "Flatten": module { _ in
      let layer = Flatten()
      return (
        layer,
        { call in
          let x = try call.tensor(0)
          let (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
          return [
            layer(x.channelsLast).reshaped(to: [n, h, w, c]).channelsFirst
              .reshaped(to: [n, c * h * w])
          ]
        }
      )
    },
  ]

  private static func hasBias(_ call: ConformanceCall) -> Bool {
    call.sample.parameters?["bias"] != nil
  }

  /// Refuses a scale without a shift.
  private static func scaleAndShift(_ call: ConformanceCall, _ isAffine: Bool) throws {
    if isAffine, !hasBias(call) { throw Different("has scale and shift, or neither") }
  }

  private static func geometry(
    _ call: ConformanceCall, _ kernel: (Int, Int)
  ) throws -> ConvolutionGeometry {
    guard call.argument(99, "padding")?.text == nil else {
      throw Different("pads with a number of zeros")
    }
    let (stride, padding) = (call.pair(99, "stride", 1), call.pair(99, "padding", 0))
    let dilation = call.pair(99, "dilation", 1)
    return ConvolutionGeometry(
      stride: Extent(height: stride.0, width: stride.1),
      padding: Padding(vertical: padding.0, horizontal: padding.1),
      dilation: Extent(height: dilation.0, width: dilation.1), groups: call.int(99, "groups", 1))
  }

  @Sendable private static func batchNorm(_ call: ConformanceCall) throws -> any Layer {
    let isAffine = call.flag(99, "affine", true)
    try scaleAndShift(call, isAffine)
    guard call.flag(99, "track_running_stats", true) else {
      throw Different("always has running statistics")
    }
    guard let momentum = call.argument(99, "momentum")?.number else {
      throw Different("has running statistics with momentum, and no mean of all batches")
    }
    return BatchNorm(
      call.int(99, "num_features", 1), momentum: momentum, epsilon: call.number(99, "eps", 1e-5),
      affine: isAffine)
  }

  @Sendable private static func instanceNorm(_ call: ConformanceCall) throws -> any Layer {
    let isAffine = call.flag(99, "affine")
    try scaleAndShift(call, isAffine)
    if call.flag(99, "track_running_stats") {
      throw Different("normalises by the image's own statistics alone")
    }
    return InstanceNorm(
      call.int(99, "num_features", 1), epsilon: call.number(99, "eps", 1e-5), affine: isAffine)
  }

  @Sendable private static func upsampling(_ call: ConformanceCall) throws -> any Layer {
    let mode = call.text(99, "mode", "nearest")
    guard let rule = ResizeRule(rawValue: mode) else { throw Different("has no mode \(mode)") }
    let corners = call.flag(99, "align_corners")
    if let size = call.ints(99, "size") {
      return Resize(height: size[0], width: size.last ?? 0, rule, alignsCorners: corners)
    }
    return Resize(factor: call.number(99, "scale_factor", 1), rule, alignsCorners: corners)
  }
}
