import GradusAutodiff
import GradusLayers
import GradusTensors

extension ONNXLayers {
  static func convolution(_ call: ONNXCall, _ weights: [Tensor]) throws -> Conv2d {
    let filter = weights[0]
    try call.require(
      filter.rank == 4 && weights.count <= 2
        && ["NOTSET", "VALID"].contains(try call.text("auto_pad", "NOTSET")), "is no layer here")
    let windows = try ONNXWindows(
      call, [1, 1, 1, 1], kernel: [filter.shape[2], filter.shape[3]])
    let geometry = try call.convolutionGeometry(windows)
    let (outputs, inputs) = (filter.shape[0], filter.shape[1] * geometry.groups)
    try call.require(
      outputs % geometry.groups == 0 && inputs > 0 && outputs > 0
        && weights.dropFirst().allSatisfy { $0.shape == [outputs] }, "is no layer here")
    let layer = Conv2d(
      inputs, outputs, kernel: windows.kernel, geometry: geometry, bias: weights.count == 2)
    layer.weight.value = PyTorchLayout.filter.fromPyTorch(filter)
    if weights.count == 2 { layer.bias?.value = weights[1] }
    return layer
  }

  static func linear(_ call: ONNXCall, _ weights: [Tensor]) throws -> Linear {
    let isTurned = try call.integer("transB", 0) != 0
    try call.require(
      weights[0].rank == 2 && weights.count <= 2 && (try call.integer("transA", 0)) == 0
        && (try call.float("alpha", 1)) == 1 && (try call.float("beta", 1)) == 1,
      "is no layer here")
    let matrix = isTurned ? weights[0].transposed() : weights[0]
    try call.require(
      weights.dropFirst().allSatisfy { $0.shape == [matrix.shape[1]] }, "is no layer here")
    let layer = Linear(matrix.shape[0], matrix.shape[1], bias: weights.count == 2)
    layer.weight.value = matrix
    if weights.count == 2 { layer.bias?.value = weights[1] }
    return layer
  }

  static func normalization(_ call: ONNXCall, _ weights: [Tensor]) throws -> BatchNorm {
    let channels = weights[0].count
    try call.require(
      weights.count == 4 && weights.allSatisfy { $0.shape == [channels] }
        && (try call.integer("training_mode", 0)) == 0, "is no layer here")
    let layer = BatchNorm(
      channels, momentum: 1 - (try call.float("momentum", 0.9)),
      epsilon: try call.float("epsilon", 1e-5))
    layer.weight?.value = weights[0]
    layer.bias?.value = weights[1]
    (layer.runningMean.value, layer.runningVar.value) = (weights[2], weights[3])
    return layer
  }

  /// What a layer makes of input 0.
  static func run(_ layer: any Layer, _ call: ONNXCall) throws -> ONNXValue {
    let value = try call.value(0)
    switch layer {
    case is Conv2d: return ONNXValue(images: layer(try call.images(0)), value.kind)
    case is BatchNorm:
      try call.require(value.rank >= 2, "takes images, and has \(value.shape)")
      return ONNXValue(
        images: layer(value.variable(in: AxisOrder.channelsFirst(value.rank))), value.kind)
    default:
      try call.require(value.rank == 2, "takes a matrix, and has \(value.shape)")
      return ONNXValue(layer(value.native), value.kind)
    }
  }
}
