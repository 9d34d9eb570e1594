import Gradus

extension ConformanceOperations {
  static let poolings: [String: ConformanceRule] = [
    "nn.functional.max_pool2d": { call in
      let geometry = pooling(call, roundsUpAt: 5)
      let (down, across) = call.pair(4, "dilation", 1)
      let x = try images(call)
      if down == 1, across == 1 { return [imagesOut(x.maxPool(geometry), call)] }
      let layer = DilatedMaxPool2d(geometry, dilation: Extent(height: down, width: across))
      return [imagesOut(layer(x), call)]
    },
    "nn.functional.avg_pool2d": { call in
      let geometry = pooling(call, roundsUpAt: 4)
      let y = try images(call).averagePool(geometry)
      guard let divisor = call.argument(6, "divisor_override")?.number else {
        return [imagesOut(y, call)]
      }
      // The mean of a whole window says its sum.
      guard !geometry.roundsUp, geometry.countsPadding || geometry.padding == Padding(0) else {
        throw Different("divides windows that overhang by their own size")
      }
      let area = Double(geometry.kernel.height * geometry.kernel.width)
      return [imagesOut(y * (area / divisor), call)]
    },
    "nn.functional.adaptive_avg_pool2d": { call in
      let x = try images(call)
      let size = try adaptive(call, x.shape)
      return [imagesOut(x.adaptiveAveragePool(height: size.0, width: size.1), call)]
    },
    "nn.functional.adaptive_max_pool2d": { call in
      let x = try images(call)
      let size = try adaptive(call, x.shape)
      return [imagesOut(x.adaptiveMaxPool(height: size.0, width: size.1), call)]
    },
  ]

  /// The geometry of a pooling of images.
  static func pooling(_ call: ConformanceCall, roundsUpAt: Int) -> PoolingGeometry {
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

  /// The size of an adaptive pooling's result, that of the images `[n, h, w, c]` where none is given.
  static func adaptive(_ call: ConformanceCall, _ images: Shape) throws -> (Int, Int) {
    guard let list = call.argument(1, "output_size")?.list else {
      return (call.int(1, "output_size", 1), call.int(1, "output_size", 1))
    }
    let sizes = list.enumerated().map { $1.number.map { Int($0) } ?? images[$0 + 1] }
    guard sizes.count == 2, sizes.allSatisfy({ $0 > 0 }) else {
      throw Different("has results of one pixel at least")
    }
    return (sizes[0], sizes[1])
  }
}
