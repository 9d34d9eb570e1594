import GradusAutodiff
import GradusTensors

extension ONNXCall {
  /// Images in another size: along each axis a product with a matrix of weights, of one or two pixels.
  func resized() throws -> ONNXValue {
    let value = try value(0)
    let mode = try text("mode", "nearest")
    try require(
      mode == "nearest" || mode == "linear" || mode == "bilinear",
      "has the mode \(mode.onOneLine()); nearest and linear are read")
    try require(
      try integer("antialias", 0) == 0 && integers("axes") == nil,
      "smooths or names axes, which is not read")
    // Upsample and the first Resize know one rule only.
    let isOld = node.operation == "Upsample" || opset < 11
    let rule = isOld ? "asymmetric" : try text("coordinate_transformation_mode", "half_pixel")
    let rounding = isOld ? "floor" : try text("nearest_mode", "round_prefer_floor")
    let (lengths, scales) = try sizes(value)
    var x = value.variable
    for axis in 0..<value.rank where lengths[axis] != value.shape[axis] || scales[axis] != 1 {
      let (own, source, target) = (value.order[axis], value.shape[axis], lengths[axis])
      try require(source > 0 && target > 0, "makes \(lengths) of \(value.shape)")
      try allow(target)
      let places = try (0..<target).map { place in
        Double(try coordinate(Float(place), Float(scales[axis]), source, target, rule))
      }
      if mode == "nearest" {
        x = x.gathered(
          try places.map { min(source - 1, max(0, try rounded($0, rounding))) }, axis: own)
      } else {
        let low = places.map { min(source - 1, max(0, Int($0.rounded(.down)))) }
        let high = places.map { min(source - 1, max(0, Int($0.rounded(.down)) + 1)) }
        var shape = [Int](repeating: 1, count: x.rank)
        shape[own] = target
        let share = Tensor(
          places.map { min(1, max(0, min(Double(source - 1), max(0, $0)) - $0.rounded(.down))) },
          shape: Shape(shape), dtype: x.dtype)
        x = x.gathered(low, axis: own) * (1 - share) + x.gathered(high, axis: own) * share
      }
    }
    return value.with(x)
  }

  private func sizes(_ images: ONNXValue) throws -> (lengths: [Int], scales: [Double]) {
    // Upsample and the first Resize have scales in input 1, later ones in 2, and sizes in 3.
    let place = node.operation == "Upsample" || opset < 11 ? 1 : 2
    if has(3), try value(3).variable.count > 0 {
      let lengths = try integers(3)
      try require(
        lengths.count == images.rank
          && (try text("keep_aspect_ratio_policy", "stretch")) == "stretch",
        "makes \(lengths.prefix(8)) of \(images.shape)")
      _ = try checked(lengths, images)
      return (lengths, zip(lengths, images.shape).map { Double($0) / Double(max(1, $1)) })
    }
    let scales: [Double]
    if has(place) {
      let tensor = try value(place).variable.value
      if tensor.isShapeOnly, budget != nil { throw ONNXBudget.Exceeded() }
      try require(!tensor.isShapeOnly, "has scales that depend on the network's input")
      scales = tensor.scalars
    } else {
      scales = try floats("scales")?.map(Double.init) ?? []
    }
    try require(
      scales.count == images.rank && scales.allSatisfy { $0 > 1e-6 && $0 < 1e6 },
      "has the scales \(scales.prefix(8)) for \(images.shape)")
    // In single precision, as ONNX Runtime and PyTorch count: 0.7 times 10 is 7.
    let products = zip(images.shape, scales).map { length, scale in
      scale == 1 ? Double(length) : Double((Float(length) * Float(scale)).rounded(.down))
    }
    try require(
      products.allSatisfy { $0 <= Double(Self.mostMade) },
      "makes \(products.prefix(8)) of \(images.shape)")
    return (try checked(products.map { Int($0) }, images), scales)
  }

  private func checked(_ lengths: [Int], _ value: ONNXValue) throws -> [Int] {
    _ = try value.variable.isShapeOnly ? shape(lengths) : madeShape(lengths)
    try require(lengths.allSatisfy { $0 <= Self.mostMade }, "makes \(lengths.prefix(8))")
    return lengths
  }

  /// Where a pixel of the result lies in the source; in single precision, as ONNX Runtime has it, which
  /// decides on the edge between two pixels.
  private func coordinate(
    _ place: Float, _ scale: Float, _ source: Int, _ target: Int, _ rule: String
  ) throws -> Float {
    switch rule {
    case "half_pixel": return (place + 0.5) / scale - 0.5
    case "asymmetric": return place / scale
    case "align_corners":
      // The length before it is rounded down, as the definition has it.
      let length = scale * Float(source)
      return target == 1 ? 0 : place * Float(source - 1) / (length - 1)
    case "pytorch_half_pixel": return target > 1 ? (place + 0.5) / scale - 0.5 : 0
    case "half_pixel_symmetric":
      let adjustment = Float(target) / (scale * Float(source))
      return Float(source) / 2 * (1 - adjustment) + (place + 0.5) / scale - 0.5
    default: throw failure("has the coordinates \(rule.onOneLine()), which are not read")
    }
  }

  private func rounded(_ place: Double, _ rule: String) throws -> Int {
    switch rule {
    case "round_prefer_floor": Int((place - 0.5).rounded(.up))
    case "round_prefer_ceil": Int((place + 0.5).rounded(.down))
    case "floor": Int(place.rounded(.down))
    case "ceil": Int(place.rounded(.up))
    default: throw failure("has the nearest_mode \(rule.onOneLine()), which is not read")
    }
  }
}
