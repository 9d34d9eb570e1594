import Gradus

/// A pass through a layer.
enum LayerPass: String, CaseIterable {
  /// The result.
  case forward
  /// The gradient of the input from that of the result.
  case inputGradient = "input-gradient"
  /// The gradient of the filter from that of the result.
  case filterGradient = "filter-gradient"
}

/// A convolution or, with an image of one pixel, a fully connected layer.
struct LayerShape: Sendable {
  let name: String
  /// Height and width of the image.
  let size: Int
  let inputs: Int
  let outputs: Int
  let kernel: Int
  let geometry: ConvolutionGeometry
  /// Whether the layer reads images, whose gradient nobody asks for.
  var readsImages = false

  var passes: [LayerPass] { readsImages ? [.forward, .filterGradient] : LayerPass.allCases }

  /// The multiply-adds of any of the passes, for one image.
  var multiplyAdds: Int {
    let output = geometry.outputShape(
      for: [1, size, size, inputs], filter: [kernel, kernel, inputs / geometry.groups, outputs])
    return output.count * kernel * kernel * inputs / geometry.groups
  }

  /// The layers that are compared with other libraries, and their batches: those where the compared
  /// networks spend their time.
  static let compared: [(shape: LayerShape, batch: Int)] = [
    (dense(3, 16, kernel: 3, size: 32, readsImages: true), 128),
    (dense(16, 16, kernel: 3, size: 32), 128), (dense(32, 32, kernel: 3, size: 16), 128),
    (dense(64, 64, kernel: 3, size: 8), 128),
    (dense(3, 64, kernel: 7, stride: 2, size: 224, readsImages: true), 16),
    (dense(64, 64, kernel: 3, size: 56), 16), (dense(128, 128, kernel: 3, size: 28), 16),
    (dense(256, 256, kernel: 3, size: 14), 16), (dense(512, 512, kernel: 3, size: 7), 16),
    (dense(128, 128, kernel: 3, stride: 2, size: 56), 8),
    (dense(64, 256, kernel: 1, size: 56), 8), (dense(256, 64, kernel: 1, size: 56), 8),
    (dense(512, 128, kernel: 1, size: 28), 8), (dense(1024, 256, kernel: 1, size: 14), 8),
    (dense(512, 2048, kernel: 1, size: 7), 8),
    (dense(3, 64, kernel: 3, size: 224, readsImages: true), 4),
    (dense(64, 64, kernel: 3, size: 224), 4), (dense(512, 512, kernel: 3, size: 28), 4),
    (dense(3, 64, kernel: 11, stride: 4, padding: 2, size: 224, readsImages: true), 32),
    (dense(64, 192, kernel: 5, size: 27), 32), (depthwise(96, stride: 2, size: 112), 16),
    (depthwise(144, stride: 1, size: 56), 16), (depthwise(576, stride: 1, size: 14), 16),
    (fullyConnected(9216, 4096), 32), (fullyConnected(4096, 1000), 32),
  ]

  private static func dense(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int? = nil, size: Int,
    readsImages: Bool = false
  ) -> LayerShape {
    let strides = stride == 1 ? "" : "s\(stride)"
    return LayerShape(
      name: "conv\(kernel)x\(kernel)\(strides)-\(inputs)-\(outputs)-\(size)", size: size,
      inputs: inputs, outputs: outputs, kernel: kernel,
      geometry: ConvolutionGeometry(stride: stride, padding: padding ?? kernel / 2),
      readsImages: readsImages)
  }

  private static func depthwise(_ channels: Int, stride: Int, size: Int) -> LayerShape {
    LayerShape(
      name: "depthwise3x3\(stride == 1 ? "" : "s\(stride)")-\(channels)-\(size)", size: size,
      inputs: channels, outputs: channels, kernel: 3,
      geometry: ConvolutionGeometry(stride: stride, padding: 1, groups: channels))
  }

  private static func fullyConnected(_ inputs: Int, _ outputs: Int) -> LayerShape {
    LayerShape(
      name: "linear-\(inputs)-\(outputs)", size: 1, inputs: inputs, outputs: outputs, kernel: 1,
      geometry: ConvolutionGeometry())
  }
}
