import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// Windows over images.
  static let images: [ONNXOperator] = [
    one("Conv") { call in
      let (x, weight) = (try call.value(0), try call.value(1))
      let bias = call.has(2) ? try call.native(2) : nil
      if x.rank == 3, weight.rank == 3 { return try call.convolution1d(x, weight, bias) }
      try call.require(weight.rank == 4, "has a filter \(weight.shape); of two axes is read")
      try call.requireInput()
      let images = try call.images(0)
      let filter = weight.variable(in: [3, 2, 0, 1])
      let windows = try ONNXWindows(call, images.shape, kernel: [filter.shape[0], filter.shape[1]])
      let geometry = try call.convolutionGeometry(windows)
      let result = images.conv2d(filter, geometry)
      return ONNXValue(images: try call.biased(result, bias), x.kind)
    },
    one("ConvTranspose") { try $0.transposedConvolution() },
    one("MaxPool") { call in
      try call.require(
        call.node.outputs.count == 1, "has its places as a second output, which is not read")
      return try call.pooled { $0.maxPool($1) }
    },
    one("AveragePool") { call in try call.pooled { $0.averagePool($1) } },
    one("GlobalAveragePool") { try $0.pooledAll { $0.mean(axes: $1, keepingAxes: true) } },
    one("GlobalMaxPool") { try $0.pooledAll { $0.maximum(axes: $1, keepingAxes: true) } },
    one("Resize") { try $0.resized() }, one("Upsample") { try $0.resized() },
  ]
}

extension ONNXCall {
  func convolutionGeometry(_ windows: ONNXWindows) throws -> ConvolutionGeometry {
    let groups = try integer("group", 1)
    try require(groups >= 1 && groups <= 1 << 24, "has \(groups) groups")
    return ConvolutionGeometry(
      stride: windows.stride, padding: windows.padding, dilation: windows.dilation, groups: groups)
  }

  fileprivate func biased(_ x: Variable, _ bias: Variable?) throws -> Variable {
    guard let bias else { return x }
    try require(
      bias.rank == 1 && bias.shape[0] == x.shape[-1],
      "has a bias \(bias.shape) for \(x.shape[-1]) channels")
    return x + bias
  }

  fileprivate func convolution1d(
    _ x: ONNXValue, _ weight: ONNXValue, _ bias: Variable?
  ) throws -> ONNXValue {
    try requireInput()
    let windows = try ONNXWindows(
      self, [x.shape[0], x.shape[2], 1, x.shape[1]], kernel: [weight.shape[2]])
    let geometry = try convolutionGeometry(windows)
    let rows = x.variable(in: AxisOrder.channelsFirst(3))
    let images = rows.reshaped(to: [rows.shape[0], rows.shape[1], 1, rows.shape[2]])
    let filter = weight.native.permuted([2, 1, 0])
    let result = images.conv2d(
      filter.reshaped(to: [filter.shape[0], 1, filter.shape[1], filter.shape[2]]), geometry)
    let flat = try biased(result, bias)
    return ONNXValue(
      images: flat.reshaped(to: [flat.shape[0], flat.shape[1], flat.shape[3]]), x.kind)
  }

  /// The gradient of a convolution for its input, which is what a transposed convolution is.
  fileprivate func transposedConvolution() throws -> ONNXValue {
    let (value, weight) = (try value(0), try value(1))
    try require(weight.rank == 4, "has a filter \(weight.shape); of two axes is read")
    try requireInput()
    let x = try images(0)
    let groups = try integer("group", 1)
    try require(
      groups >= 1 && groups <= 1 << 24 && weight.shape[0] == x.shape[3]
        && weight.shape[0] % groups == 0, "has \(groups) groups of \(x.shape[3]) channels")
    try require(
      try integers("output_shape") == nil && text("auto_pad", "NOTSET") == "NOTSET",
      "has its padding from the output's shape, which is not read")
    let more = try integers("output_padding") ?? [0, 0]
    // ONNX's filter is [in, out / groups, kh, kw]; as that of a convolution from out to in it is OIHW.
    let filter = weight.variable(in: [3, 2, 0, 1])
    let windows = try ONNXWindows(
      self, [1, 1, 1, 1], kernel: [filter.shape[0], filter.shape[1]])
    try require(
      more.count == 2 && more[0] >= 0 && more[1] >= 0 && more[0] < 1 << 16 && more[1] < 1 << 16,
      "has the output padding \(more)")
    let (stride, padding, dilation) = (windows.stride, windows.padding, windows.dilation)
    let lengths = [
      (x.shape[1] - 1) * stride.height + dilation.height * (filter.shape[0] - 1) + 1 + more[0]
        - padding.top - padding.bottom,
      (x.shape[2] - 1) * stride.width + dilation.width * (filter.shape[1] - 1) + 1 + more[1]
        - padding.left - padding.right,
    ]
    try require(
      lengths.allSatisfy { $0 > 0 } && more[0] < max(stride.height, dilation.height)
        && more[1] < max(stride.width, dilation.width), "has no output of \(x.shape)")
    let geometry = ConvolutionGeometry(
      stride: stride, padding: padding, dilation: dilation, groups: groups)
    let result = x.conv2dInputGradient(
      filter: filter,
      inputShape: try shape([x.shape[0], lengths[0], lengths[1], weight.shape[1] * groups]),
      geometry)
    return ONNXValue(images: try biased(result, has(2) ? native(2) : nil), value.kind)
  }

  fileprivate func pooled(
    _ pool: (Variable, PoolingGeometry) -> Variable
  ) throws -> ONNXValue {
    try requireInput()
    let value = try value(0)
    let kernel = try integers("kernel_shape") ?? []
    try require(
      try integer("storage_order", 0) == 0, "has another storage order, which is not read")
    var x: Variable
    if value.rank == 3, kernel.count == 1 {
      x = value.variable(in: AxisOrder.channelsFirst(3))
      x = x.reshaped(to: [x.shape[0], x.shape[1], 1, x.shape[2]])
    } else {
      x = try images(0)
    }
    let roundsUp = try integer("ceil_mode", 0) == 1
    let windows = try ONNXWindows(self, x.shape, kernel: kernel, roundsUp: roundsUp)
    try require(
      windows.dilation == Extent(1), "has dilated windows, which are not read for poolings")
    let padding = windows.padding
    try require(
      max(padding.top, padding.bottom) < windows.kernel.height
        && max(padding.left, padding.right) < windows.kernel.width,
      "has windows \(windows.kernel) of padding only (\(padding))")
    let geometry = PoolingGeometry(
      kernel: windows.kernel, stride: windows.stride, padding: padding, roundsUp: roundsUp,
      countsPadding: try integer("count_include_pad", 0) == 1)
    let result = pool(x, geometry)
    guard value.rank == 3 else { return ONNXValue(images: result, value.kind) }
    return ONNXValue(
      images: result.reshaped(to: [result.shape[0], result.shape[1], result.shape[3]]), value.kind)
  }

  fileprivate func pooledAll(_ pool: (Variable, [Int]) -> Variable) throws -> ONNXValue {
    let value = try value(0)
    try require(value.rank >= 3, "takes images, and has \(value.shape)")
    let axes = value.order[2...].sorted()
    return value.with(pool(value.variable, axes))
  }
}
