import Gradus

extension ConformanceOperations {
  static let convolutions: [String: ConformanceRule] = [
    "nn.functional.conv2d": { call in
      let (x, weight) = (try images(call), try call.tensor(1, "weight"))
      let y = x.conv2d(
        weight.filter, try convolution(call, weight.shape, groupsAt: 6, dilationAt: 5))
      return [imagesOut(call.optional(2, "bias").map { y + $0 } ?? y, call)]
    },
    "nn.functional.conv1d": { call in
      let (x, weight) = (try rows(call), try call.tensor(1, "weight").expanded(axis: 2))
      let y = x.conv2d(
        weight.filter, try convolution(call, weight.shape, groupsAt: 6, dilationAt: 5))
      return [rowsOut(call.optional(2, "bias").map { y + $0 } ?? y, call)]
    },
    "nn.functional.conv_transpose2d": { call in
      let (x, weight) = (try images(call), try call.tensor(1, "weight"))
      let geometry = try convolution(call, weight.shape, groupsAt: 6, dilationAt: 7)
      let (moreDown, moreAcross) = call.pair(5, "output_padding", 0)
      guard moreDown < geometry.stride.height, moreAcross < geometry.stride.width else {
        throw Different("has output padding below the stride in the operation")
      }
      func length(_ axis: Int, _ stride: Int, _ padding: Int, _ dilation: Int, _ more: Int) -> Int {
        (x.shape[axis - 1] - 1) * stride - 2 * padding + dilation * (weight.shape[axis] - 1) + more
          + 1
      }
      let height = length(
        2, geometry.stride.height, geometry.padding.top, geometry.dilation.height, moreDown)
      let width = length(
        3, geometry.stride.width, geometry.padding.left, geometry.dilation.width, moreAcross)
      let channels = weight.shape[1] * geometry.groups
      let y = x.conv2dInputGradient(
        filter: weight.filter, inputShape: [x.shape[0], height, width, channels], geometry)
      return [imagesOut(call.optional(2, "bias").map { y + $0 } ?? y, call)]
    },
  ]

  /// The first argument as images `[n, h, w, c]`; one image is a batch of one.
  static func images(_ call: ConformanceCall) throws -> Variable {
    let x = try call.onTape(0, "input")
    guard (3...4).contains(x.shape.rank) else { throw Different("has images of two axes alone") }
    return (x.shape.rank == 3 ? x.batched : x).channelsLast
  }

  /// Images as PyTorch has them, one image without a batch where it came so.
  static func imagesOut(_ y: Variable, _ call: ConformanceCall) -> Variable {
    let isOne = call.variables[call.sample.arguments[0].tensor ?? 0].shape.rank == 3
    return isOne ? y.channelsFirst.unbatched : y.channelsFirst
  }

  /// The first argument, `[n, c, length]` or one without n, as images that are one pixel high.
  static func rows(_ call: ConformanceCall) throws -> Variable {
    let x = try call.onTape(0, "input")
    guard (2...3).contains(x.shape.rank) else { throw Different("has rows of one axis") }
    return (x.shape.rank == 2 ? x.batched : x).expanded(axis: 2).channelsLast
  }

  /// Rows as PyTorch has them.
  static func rowsOut(_ y: Variable, _ call: ConformanceCall) -> Variable {
    let isOne = call.variables[call.sample.arguments[0].tensor ?? 0].shape.rank == 2
    let rows = y.channelsFirst.reshaped(to: [y.shape[0], y.shape[3], y.shape[2]])
    return isOne ? rows.unbatched : rows
  }

  /// The geometry of a convolution with filters `[outputs, inputs, h, w]`; along rows the heights are 1.
  static func convolution(
    _ call: ConformanceCall, _ filter: Shape, groupsAt: Int, dilationAt: Int
  ) throws -> ConvolutionGeometry {
    let isRow = call.sample.operation.hasSuffix("1d")
    func extent(_ position: Int, _ name: String, _ other: Int, flat: Int) -> Extent {
      let (down, across) = call.pair(position, name, other)
      return isRow ? Extent(height: flat, width: down) : Extent(height: down, width: across)
    }
    let dilation = extent(dilationAt, "dilation", 1, flat: 1)
    let sides = extent(4, "padding", 0, flat: 0)
    var padding = Padding(vertical: sides.height, horizontal: sides.width)
    switch call.argument(4, "padding")?.text {
    case "same":
      // What is odd is added at the end.
      let (down, across) = (
        dilation.height * (filter[2] - 1), dilation.width * (filter[3] - 1)
      )
      padding = Padding(
        top: down / 2, bottom: down - down / 2, left: across / 2, right: across - across / 2)
    case nil, "valid": break
    case let other?: throw Different("pads by no rule \(other)")
    }
    return ConvolutionGeometry(
      stride: extent(3, "stride", 1, flat: 1), padding: padding, dilation: dilation,
      groups: call.int(groupsAt, "groups", 1))
  }
}
