import Gradus

/// How a module of PyTorch's is said here: a layer, and what it makes of the call.
typealias ConformanceModule =
  @Sendable (ConformanceCall) throws -> (
    layer: any Module, run: (ConformanceCall) throws -> [Variable]
  )

/// All modules that are compared, by PyTorch's names.
enum ConformanceModules {
  static let all: [String: ConformanceRule] = [
    convolutions, normalizations, poolings, paddings, activations, others, losses,
  ].reduce(into: [:]) { all, rules in all.merge(rules) { first, _ in first } }

  /// A rule that makes a layer, gives it the sample's parameters and buffers, runs it and looks at the
  /// buffers.
  static func module(_ make: @escaping ConformanceModule) -> ConformanceRule {
    { call in
      let (layer, run) = try make(call)
      try call.adopt(layer)
      let outputs = try run(call)
      try call.check(buffersOf: layer)
      return outputs
    }
  }

  /// A layer of images.
  static func ofImages(
    _ make: @escaping @Sendable (ConformanceCall) throws -> any Layer
  ) -> ConformanceRule {
    module { call in
      let layer = try make(call)
      return (
        layer,
        { [ConformanceOperations.imagesOut(layer(try ConformanceOperations.images($0)), $0)] }
      )
    }
  }

  /// A layer of rows, one pixel high.
  static func ofRows(
    _ make: @escaping @Sendable (ConformanceCall) throws -> any Layer
  ) -> ConformanceRule {
    module { call in
      let layer = try make(call)
      return (
        layer, { [ConformanceOperations.rowsOut(layer(try ConformanceOperations.rows($0)), $0)] }
      )
    }
  }

  /// A layer of tensors whose axes are the same here.
  static func plain(
    _ make: @escaping @Sendable (ConformanceCall) throws -> any Layer
  ) -> ConformanceRule {
    module { call in
      let layer = try make(call)
      return (layer, { [layer(try $0.onTape(0, "input"))] })
    }
  }

  /// A layer of `[n, channels, ...]`, whose channels are the last axis here.
  static func ofChannels(
    rank: Int? = nil, _ make: @escaping @Sendable (ConformanceCall) throws -> any Layer
  ) -> ConformanceRule {
    module { call in
      let layer = try make(call)
      return (
        layer,
        { call in
          let x = try call.onTape(0, "input")
          // Without a batch there is one axis less.
          let isOne = x.shape.rank + 1 == rank
          let y = layer((isOne ? x.batched : x).channelsToTheEnd).channelsFromTheEnd
          return [isOne ? y.unbatched : y]
        }
      )
    }
  }
}
