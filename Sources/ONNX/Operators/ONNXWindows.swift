import GradusTensors

/// The windows that the attributes of a convolution or pooling describe, checked.
struct ONNXWindows {
  let kernel: Extent
  let stride: Extent
  let dilation: Extent
  let padding: Padding

  private static let most = 1 << 16

  /// Reads the attributes for images of the shape `[n, h, w, c]`; of one axis, w is 1.
  init(_ call: ONNXCall, _ images: Shape, kernel: [Int], roundsUp: Bool = false) throws {
    let axes = kernel.count
    try call.require(axes == 1 || axes == 2, "has windows of \(axes) axes; of two are read")
    func pair(_ values: [Int], _ name: String) throws -> Extent {
      try call.require(
        values.count == axes && values.allSatisfy { (1...Self.most).contains($0) },
        "has the \(name) \(values.prefix(8))")
      return Extent(height: values[0], width: axes == 2 ? values[1] : 1)
    }
    let ones = [Int](repeating: 1, count: axes)
    self.kernel = try pair(kernel, "windows")
    if let told = try call.integers("kernel_shape") {
      try call.require(
        told == kernel, "has the kernel_shape \(told.prefix(8)) and a filter of \(kernel)")
    }
    stride = try pair(call.integers("strides") ?? ones, "strides")
    dilation = try pair(call.integers("dilations") ?? ones, "dilations")
    let mode = try call.text("auto_pad", "NOTSET")
    switch mode {
    case "NOTSET", "VALID":
      let pads =
        mode == "VALID"
        ? nil : try call.integers("pads")
      let given = pads ?? [Int](repeating: 0, count: 2 * axes)
      try call.require(
        given.count == 2 * axes && given.allSatisfy { (0...Self.most).contains($0) },
        "has the pads \(given.prefix(8))")
      padding =
        axes == 2
        ? Padding(top: given[0], bottom: given[2], left: given[1], right: given[3])
        : Padding(top: given[0], bottom: given[1], left: 0, right: 0)
    case "SAME_UPPER", "SAME_LOWER":
      func sides(_ length: Int, _ stride: Int, _ kernel: Int, _ dilation: Int) -> (Int, Int) {
        let outputs = (length + stride - 1) / stride
        let total = max(0, (outputs - 1) * stride + dilation * (kernel - 1) + 1 - length)
        return mode == "SAME_UPPER"
          ? (total / 2, total - total / 2) : (total - total / 2, total / 2)
      }
      let rows = sides(images[1], stride.height, self.kernel.height, dilation.height)
      let columns =
        axes == 2
        ? sides(images[2], stride.width, self.kernel.width, dilation.width) : (0, 0)
      padding = Padding(top: rows.0, bottom: rows.1, left: columns.0, right: columns.1)
    default: throw call.failure("has the auto_pad \(mode.onOneLine())")
    }
  }
}
