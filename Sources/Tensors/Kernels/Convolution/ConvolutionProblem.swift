import GradusVectorKernels

/// One convolution with every size resolved, as the kernels see it.
struct ConvolutionProblem: Sendable {
  let geometry: ConvolutionGeometry
  let inputShape: Shape, filterShape: Shape, outputShape: Shape
  let batch: Int
  let inputHeight: Int, inputWidth: Int, inputChannels: Int
  let kernelHeight: Int, kernelWidth: Int
  let outputHeight: Int, outputWidth: Int, outputChannels: Int
  let groups: Int
  /// Whether steps of training build on the result, so that a narrow layer's rounding counts.
  var roundingCompounds = true
  /// The vector instructions that it is computed with.
  var tier = VectorUnit.tier

  init(_ geometry: ConvolutionGeometry, input: Shape, filter: Shape, output: Shape) {
    self.geometry = geometry
    (inputShape, filterShape, outputShape) = (input, filter, output)
    (batch, inputHeight, inputWidth, inputChannels) = (input[0], input[1], input[2], input[3])
    (kernelHeight, kernelWidth) = (filter[0], filter[1])
    (outputHeight, outputWidth, outputChannels) = (output[1], output[2], output[3])
    groups = geometry.groups
  }

  /// The kernels of the tier, of which the cost model made sure.
  func vectorKernels<T: KernelScalar>(_: T.Type) -> VectorKernels<T> {
    T.vectorKernels(of: tier).unsafelyUnwrapped
  }

  var inputsPerGroup: Int { inputChannels / groups }
  var outputsPerGroup: Int { outputChannels / groups }
  var isDepthwise: Bool { inputsPerGroup == 1 && outputsPerGroup == 1 && groups > 1 }

  /// Whether a pass that lays out what a position sees, rather than what a tap does, multiplies with
  /// the zeros of padding.
  func readsPadding(_ pass: ConvolutionCostModel.Pass) -> Bool {
    let padding = geometry.padding
    return max(padding.top, padding.bottom, padding.left, padding.right) > 0
      || pass == .inputGradient && (kernelHeight, kernelWidth) != (1, 1)
  }

  /// Whether it is a product of each pixel, where it is, with a 1x1 filter, by sums in registers.
  var sumsPixelsInPlace: Bool {
    groups == 1 && inputGather(elementSize: 1).isIdentity && !readsPadding(.forward)
      && ConvolutionCostModel.algorithm(for: self, .forward) == .direct
  }

  /// Filter taps in storage order, as offsets into the input from an output position's corner.
  var taps: [ColumnGather.Tap] {
    (0..<kernelHeight).flatMap { row in
      (0..<kernelWidth).map { column in
        .init(
          row: row * geometry.dilation.height - geometry.padding.top,
          column: column * geometry.dilation.width - geometry.padding.left)
      }
    }
  }

  /// The gather that lays out what each output position sees of the input, of a group's channels if
  /// not told otherwise.
  func inputGather(elementSize: Int, channels: Int? = nil) -> ColumnGather {
    ColumnGather(
      sourceHeight: inputHeight, sourceWidth: inputWidth, sourceChannels: inputChannels,
      channels: channels ?? inputsPerGroup, rows: outputHeight, columns: outputWidth,
      rowStride: geometry.stride.height, columnStride: geometry.stride.width, taps: taps,
      elementSize: elementSize)
  }
}

extension ConvolutionProblem: Hashable {
  /// Problems of one network differ in these; a hash of everything takes longer than a small layer.
  func hash(into hasher: inout Hasher) {
    let input = ((batch &* 31 &+ inputHeight) &* 31 &+ inputWidth) &* 31 &+ inputChannels
    let output = (outputHeight &* 31 &+ outputChannels) &* 31 &+ kernelHeight
    hasher.combine(input &* 29_791 &+ output)
  }
}
