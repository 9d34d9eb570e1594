import Gradus

extension ConformanceModules {
  static let activations: [String: ConformanceRule] = [
    "ReLU": plain { _ in ReLU() }, "ReLU6": plain { _ in ReLU6() }, "SiLU": plain { _ in SiLU() },
    "SELU": plain { _ in SELU() }, "Mish": plain { _ in Mish() },
    "Sigmoid": plain { _ in Sigmoid() }, "Tanh": plain { _ in Tanh() },
    "Hardswish": plain { _ in HardSwish() }, "Hardsigmoid": plain { _ in HardSigmoid() },
    "ELU": plain { ELU(alpha: $0.number(99, "alpha", 1)) },
    "LeakyReLU": plain { LeakyReLU(slope: $0.number(99, "negative_slope", 0.01)) },
    "GELU": plain { GELU(byTanh: $0.text(99, "approximate", "none") == "tanh") },
    "PReLU": module { call in
      let layer = PReLU(call.int(99, "num_parameters", 1))
      return (
        layer,
        { call in
          let x = try call.tensor(0)
          guard x.shape.rank > 1 else {
            return [layer(x.expanded(axis: -1)).reshaped(to: x.shape)]
          }
          return [layer(x.channelsToTheEnd).channelsFromTheEnd]
        }
      )
    },
    "Softplus": plain { call in
      guard call.number(99, "beta", 1) == 1, call.number(99, "threshold", 20) == 20 else {
        throw Different("has no beta and no threshold")
      }
      return Softplus()
    },
    "Softmax": alongAxis { $0.softmax(axis: $1) },
    "LogSoftmax": alongAxis { $0.logSoftmax(axis: $1) },
  ]

  static let losses: [String: ConformanceRule] = [
    "MSELoss": operation("mse_loss"), "L1Loss": operation("l1_loss"),
    "HuberLoss": operation("huber_loss"),
    "BCEWithLogitsLoss": operation("binary_cross_entropy_with_logits"),
    "CrossEntropyLoss": { [try ConformanceOperations.crossEntropy($0)] },
    "SmoothL1Loss": { call in
      // Huber's loss, divided by the place where it becomes straight.
      let (x, target) = (try call.tensor(0), try call.tensor(1))
      let beta = call.number(99, "beta", 1)
      return [x.huber(target: target, delta: beta, reduction: call.reduction()) / beta]
    },
  ]

  static let paddings: [String: ConformanceRule] = {
    var rules: [String: ConformanceRule] = [:]
    for axes in 1...3 {
      for (name, rule) in [
        ("Reflection", BorderRule.reflect), ("Replication", .replicate), ("Circular", .circular),
      ] {
        rules["\(name)Pad\(axes)d"] = padded(axes) { x, before, after, _ in
          x.padded(before: before, after: after, by: rule)
        }
      }
      for name in ["Zero", "Constant"] {
        rules["\(name)Pad\(axes)d"] = padded(axes) { x, before, after, call in
          x.padded(before: before, after: after, value: call.number(99, "value", 0))
        }
      }
    }
    return rules
  }()

  static let poolings: [String: ConformanceRule] = [
    "MaxPool1d": ofRows { call in
      let dilation = call.int(99, "dilation", 1)
      let geometry = rowPooling(call)
      return dilation == 1
        ? MaxPool2d(geometry)
        : DilatedMaxPool2d(geometry, dilation: Extent(height: 1, width: dilation))
    },
    "AvgPool1d": ofRows { AveragePool2d(rowPooling($0)) },
    "AdaptiveAvgPool1d": ofRows {
      AdaptiveAveragePool2d(height: 1, width: $0.int(99, "output_size", 1))
    },
    "AdaptiveMaxPool1d": ofRows {
      AdaptiveMaxPool2d(height: 1, width: $0.int(99, "output_size", 1))
    },
    "MaxPool2d": ofImages { call in
      let geometry = ConformanceOperations.pooling(call, roundsUpAt: 99)
      let (down, across) = call.pair(99, "dilation", 1)
      return down == 1 && across == 1
        ? MaxPool2d(geometry)
        : DilatedMaxPool2d(geometry, dilation: Extent(height: down, width: across))
    },
    "AvgPool2d": ofImages { call in
      if call.argument(99, "divisor_override")?.number != nil {
        throw Different("divides by the number of pixels")
      }
      return AveragePool2d(ConformanceOperations.pooling(call, roundsUpAt: 99))
    },
    "AdaptiveAvgPool2d": ofImages { call in
      let size = try ConformanceOperations.adaptive(call, ConformanceOperations.images(call).shape)
      return AdaptiveAveragePool2d(height: size.0, width: size.1)
    },
    "AdaptiveMaxPool2d": ofImages { call in
      let size = try ConformanceOperations.adaptive(call, ConformanceOperations.images(call).shape)
      return AdaptiveMaxPool2d(height: size.0, width: size.1)
    },
  ]

  private static func operation(_ name: String) -> ConformanceRule {
    { call in try ConformanceOperations.all["nn.functional.\(name)"]?(call) ?? [] }
  }

  private static func alongAxis(
    _ function: @escaping @Sendable (Variable, Int) -> Variable
  ) -> ConformanceRule {
    { call in
      let (x, axis) = (try call.tensor(0), call.int(99, "dim", -1))
      if x.shape.rank == 0 { return [function(x.expanded(axis: 0), 0).reshaped(to: Shape([]))] }
      return [function(x, axis)]
    }
  }

  /// Padding of the last axes, whose sides PyTorch names from the last axis on.
  private static func padded(
    _ axes: Int,
    _ function: @escaping @Sendable (Variable, [Int], [Int], ConformanceCall) -> Variable
  ) -> ConformanceRule {
    { call in
      let x = try call.tensor(0)
      let sides = call.ints(99, "padding", 0, axes: 2 * axes)
      var before = [Int](repeating: 0, count: x.shape.rank)
      var after = before
      for axis in 0..<axes {
        before[x.shape.rank - 1 - axis] = sides[2 * axis]
        after[x.shape.rank - 1 - axis] = sides[2 * axis + 1]
      }
      return [function(x, before, after, call)]
    }
  }

  private static func rowPooling(_ call: ConformanceCall) -> PoolingGeometry {
    let kernel = call.ints(99, "kernel_size")?[0] ?? 1
    return PoolingGeometry(
      kernel: Extent(height: 1, width: kernel),
      stride: Extent(height: 1, width: call.ints(99, "stride")?[0] ?? kernel),
      padding: Padding(vertical: 0, horizontal: call.ints(99, "padding")?[0] ?? 0),
      roundsUp: call.flag(99, "ceil_mode"),
      countsPadding: call.flag(99, "count_include_pad", true))
  }
}
