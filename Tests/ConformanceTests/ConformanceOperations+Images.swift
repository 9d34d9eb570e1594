import Gradus

extension ConformanceOperations {
  static let pictures: [String: ConformanceRule] = [
    "nn.functional.pixel_shuffle": { call in
      let factor = call.int(1, "upscale_factor", 1)
      return [try batches(call) { $0.pixelShuffled(factor) }]
    },
    "nn.functional.pixel_unshuffle": { call in
      let factor = call.int(1, "downscale_factor", 1)
      return [try batches(call) { $0.pixelUnshuffled(factor) }]
    },
    "nn.functional.interpolate": { call in
      let isRow = try call.tensor(0).shape.rank == 3
      let x = isRow ? try rows(call) : try images(call)
      if call.flag(99, "antialias") { throw Different("resizes without antialiasing") }
      let y = try resized(x, call, isRow: isRow)
      return [isRow ? rowsOut(y, call) : y.channelsFirst]
    },
    "nn.functional.embedding": { call in
      // PyTorch's samples name the table first, whatever the order of its arguments.
      let first = call.isLeaf(0, "") ? 1 : 0
      let (index, table) = (try call.whole(first, ""), try call.tensor(1 - first, "weight"))
      for name in ["max_norm", "padding_idx"] where call.argument(99, name)?.number != nil {
        throw Different("has no \(name)")
      }
      if call.flag(99, "scale_grad_by_freq") {
        throw Different("has no scale_grad_by_freq")
      }
      return [
        table.gathered(index.values, axis: 0)
          .reshaped(to: Shape(index.shape.dimensions + [table.shape[1]]))
      ]
    },
  ]

  /// Images `[n, h, w, c]` resized as `interpolate` says; rows are one pixel high and stay so.
  static func resized(_ x: Variable, _ call: ConformanceCall, isRow: Bool) throws -> Variable {
    let mode = call.text(3, "mode", "nearest")
    let corners = call.flag(4, "align_corners")
    if let sizes = call.ints(1, "size") {
      let size = isRow ? [1, sizes[0]] : [sizes[0], sizes.last ?? 0]
      if mode == "area" { return x.adaptiveAveragePool(height: size[0], width: size[1]) }
      return x.resized(
        height: size[0], width: size[1], try resizing(mode), alignsCorners: corners)
    }
    let factors =
      call.argument(2, "scale_factor")?.list?.compactMap(\.number)
      ?? [call.number(2, "scale_factor", 1)]
    let lengths = isRow ? [x.shape[2]] : [x.shape[1], x.shape[2]]
    let targets = lengths.indices.map { place in
      Int((Double(lengths[place]) * factors[min(place, factors.count - 1)]).rounded(.down))
    }
    if mode == "area" {
      return x.adaptiveAveragePool(height: isRow ? 1 : targets[0], width: targets.last ?? 1)
    }
    if call.flag(5, "recompute_scale_factor") || corners {
      return x.resized(
        height: isRow ? 1 : targets[0], width: targets.last ?? 1, try resizing(mode),
        alignsCorners: corners)
    }
    guard !isRow, Set(factors).count == 1 else {
      throw Different("has one factor of height and width")
    }
    return x.resized(factor: factors[0], try resizing(mode), alignsCorners: false)
  }

  private static func resizing(_ mode: String) throws -> ResizeRule {
    // A line of rows is a plane of images that are one pixel high.
    guard let rule = ResizeRule(rawValue: mode == "linear" ? "bilinear" : mode) else {
      throw Different("has no mode \(mode)")
    }
    return rule
  }

  /// A function of images `[n, h, w, c]`, with any number of axes for n.
  private static func batches(
    _ call: ConformanceCall, _ function: (Variable) -> Variable
  ) throws -> Variable {
    let x = try call.tensor(0)
    let lengths = x.shape.dimensions
    let y = function(
      x.reshaped(to: [lengths.dropLast(3).reduce(1, *)] + lengths.suffix(3)).channelsLast
    ).channelsFirst
    return y.reshaped(to: Shape(Array(lengths.dropLast(3) + y.shape.dimensions.suffix(3))))
  }
}
