import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// The fast convolution kernels against seven nested loops, over random geometry.
@Suite struct ParityConvolutionTests {
  struct Case: CustomTestStringConvertible {
    let seed: Int
    var testDescription: String { "case \(seed)" }

    func make(dtype: DType) -> (x: Tensor, w: Tensor, geometry: ConvolutionGeometry) {
      var draws = Draws("convolution", seed)
      let groups = draws.element(of: [1, 1, 2, 3])
      let depthwise = seed % 5 == 0
      let (ins, outs) = depthwise ? (1, 1) : (draws.integer(1...5), draws.integer(1...5))
      let g = depthwise ? draws.integer(2...9) : groups
      let (kh, kw) = (draws.integer(1...4), draws.integer(1...4))
      let geometry = ConvolutionGeometry(
        stride: draws.extent(1...3), padding: draws.padding(0...3),
        dilation: Extent(height: draws.integer(1...2), width: draws.integer(1...3)), groups: g)
      let height = max(1, (kh - 1) * geometry.dilation.height + 1 - geometry.padding.top)
      let width = max(1, (kw - 1) * geometry.dilation.width + 1 - geometry.padding.left)
      let x = draws.normal(
        [
          draws.integer(1...3), height + draws.integer(0...9), width + draws.integer(0...9),
          ins * g,
        ], dtype: dtype)
      return (x, draws.normal([kh, kw, ins, outs * g], dtype: dtype), geometry)
    }
  }

  @Test(
    arguments: (0..<120).map(Case.init(seed:)), [ConvolutionAlgorithm.automatic, .im2col, .direct])
  func agreesWithLoops(_ item: Case, _ algorithm: ConvolutionAlgorithm) {
    for dtype in DType.allCases {
      let bound = dtype == .float64 ? 1e-13 : 1e-5
      let (x, w, automatic) = item.make(dtype: dtype)
      let geometry = automatic.computed(by: algorithm)
      let y = x.conv2d(w, geometry)
      #expect(relativeDifference(y, ReferenceConvolution.forward(x, w, geometry)) < bound)
      var draws = Draws("gradient", item.seed)
      let g = draws.normal(y.shape, dtype: dtype)
      let dx = g.conv2dInputGradient(filter: w, inputShape: x.shape, geometry)
      let dw = x.conv2dFilterGradient(g, filterShape: w.shape, geometry)
      let expectedX = ReferenceConvolution.inputGradient(g, w, inputShape: x.shape, geometry)
      let expectedW = ReferenceConvolution.filterGradient(x, g, filterShape: w.shape, geometry)
      #expect(relativeDifference(dx, expectedX) < bound)
      #expect(relativeDifference(dw, expectedW) < bound)
      let shapeOnly = Tensor(shapeOnly: x.shape, dtype: dtype).conv2d(w, geometry)
      #expect(shapeOnly.shape == y.shape && shapeOnly.isShapeOnly)
    }
  }

  /// Larger sizes, so that several blocks, slices and the per-tap path are used.
  @Test(arguments: [
    (Shape([4, 33, 31, 16]), Shape([3, 3, 16, 24]), ConvolutionGeometry(padding: 1)),
    (Shape([3, 29, 30, 8]), Shape([3, 3, 8, 16]), ConvolutionGeometry(stride: 2, padding: 1)),
    (Shape([5, 20, 20, 32]), Shape([1, 1, 32, 20]), ConvolutionGeometry()),
    (Shape([5, 20, 20, 32]), Shape([1, 1, 32, 20]), ConvolutionGeometry(stride: 2)),
    // Few positions: the filter's gradient is cut by its rows.
    (Shape([3, 7, 7, 70]), Shape([1, 1, 70, 90]), ConvolutionGeometry()),
    (Shape([2, 7, 7, 256]), Shape([3, 3, 256, 160]), ConvolutionGeometry(padding: 1)),
    (Shape([9, 8, 8, 64]), Shape([3, 3, 64, 40]), ConvolutionGeometry(padding: 1)),
    (Shape([2, 31, 30, 3]), Shape([7, 7, 3, 24]), ConvolutionGeometry(stride: 2, padding: 3)),
    (Shape([2, 9, 9, 32]), Shape([3, 3, 4, 64]), ConvolutionGeometry(padding: 1, groups: 8)),
    (Shape([3, 9, 9, 20]), Shape([5, 5, 10, 96]), ConvolutionGeometry(padding: 2, groups: 2)),
  ])
  func agreesWithLoopsOnLargerSizes(
    _ input: Shape, _ filter: Shape, _ geometry: ConvolutionGeometry
  ) {
    var draws = Draws("large", input.count)
    let (x, w) = (draws.normal(input), draws.normal(filter))
    let y = x.conv2d(w, geometry)
    #expect(relativeDifference(y, ReferenceConvolution.forward(x, w, geometry)) < 1e-13)
    let g = draws.normal(y.shape)
    let dx = g.conv2dInputGradient(filter: w, inputShape: input, geometry)
    let dw = x.conv2dFilterGradient(g, filterShape: filter, geometry)
    let expectedX = ReferenceConvolution.inputGradient(g, w, inputShape: input, geometry)
    let expectedW = ReferenceConvolution.filterGradient(x, g, filterShape: filter, geometry)
    #expect(relativeDifference(dx, expectedX) < 1e-13)
    #expect(relativeDifference(dw, expectedW) < 1e-13)
  }

  /// A random dense 3x3 convolution, from one pixel to several tiles, even and odd channels.
  private func makeWinograd(_ seed: Int, _ dtype: DType) -> (
    x: Tensor, w: Tensor, geometry: ConvolutionGeometry
  ) {
    var draws = Draws("winograd", seed)
    let geometry = ConvolutionGeometry(
      stride: Extent(1), padding: draws.padding(0...3), algorithm: .winograd)
    let height = max(1, 3 - geometry.padding.top - geometry.padding.bottom)
    let width = max(1, 3 - geometry.padding.left - geometry.padding.right)
    let grows = draws.element(of: [false, true, true])
    let (ins, outs) = (draws.integer(1...40), draws.integer(1...40))
    let x = draws.normal(
      [
        draws.integer(1...3), height + (grows ? draws.integer(0...14) : 0),
        width + (grows ? draws.integer(0...14) : 0), ins,
      ], dtype: dtype)
    return (x, draws.normal([3, 3, ins, outs], dtype: dtype), geometry)
  }

  @Test(arguments: 0..<80)
  func winogradAgreesWithLoops(_ seed: Int) {
    for dtype in DType.allCases {
      let bound = dtype == .float64 ? 2e-14 : 5e-6
      let (x, w, geometry) = makeWinograd(seed, dtype)
      let y = x.conv2d(w, geometry)
      #expect(relativeDifference(y, ReferenceConvolution.forward(x, w, geometry)) < bound)
      var draws = Draws("gradient", seed)
      let g = draws.normal(y.shape, dtype: dtype)
      let dx = g.conv2dInputGradient(filter: w, inputShape: x.shape, geometry)
      let dw = x.conv2dFilterGradient(g, filterShape: w.shape, geometry)
      let expectedX = ReferenceConvolution.inputGradient(g, w, inputShape: x.shape, geometry)
      let expectedW = ReferenceConvolution.filterGradient(x, g, filterShape: w.shape, geometry)
      #expect(relativeDifference(dx, expectedX) < bound)
      #expect(relativeDifference(dw, expectedW) < bound)
    }
  }

  /// Sizes that take both of Winograd's ways, few channels by blocks and many by frequencies, with
  /// more tiles than one block or one round holds.
  @Test(arguments: [
    (Shape([5, 37, 41, 12]), 20), (Shape([2, 9, 14, 200]), 168), (Shape([1, 60, 60, 184]), 180),
  ])
  func winogradAgreesWithLoopsOnLargerSizes(_ input: Shape, _ outputs: Int) {
    var draws = Draws("large winograd", input.count)
    let geometry = ConvolutionGeometry(padding: 1, algorithm: .winograd)
    let (x, w) = (draws.normal(input), draws.normal([3, 3, input[3], outputs]))
    let y = x.conv2d(w, geometry)
    let g = draws.normal(y.shape)
    let dx = g.conv2dInputGradient(filter: w, inputShape: input, geometry)
    let dw = x.conv2dFilterGradient(g, filterShape: w.shape, geometry)
    // The gathered products are themselves compared with loops above; loops take seconds here.
    let gathered = geometry.computed(by: .im2col)
    #expect(relativeDifference(y, x.conv2d(w, gathered)) < 3e-14)
    let expectedX = g.conv2dInputGradient(filter: w, inputShape: input, gathered)
    let expectedW = x.conv2dFilterGradient(g, filterShape: w.shape, gathered)
    #expect(relativeDifference(dx, expectedX) < 3e-14)
    #expect(relativeDifference(dw, expectedW) < 3e-14)
  }

  @Test func algorithmIsRespectedWherePossible() {
    func algorithm(
      _ wish: ConvolutionAlgorithm, _ input: Shape, _ filter: Shape,
      _ geometry: ConvolutionGeometry, roundingCompounds: Bool = true,
      _ pass: ConvolutionCostModel.Pass = .forward
    ) -> ConvolutionAlgorithm {
      let geometry = geometry.computed(by: wish)
      let output = geometry.outputShape(for: input, filter: filter)
      var problem = ConvolutionProblem(geometry, input: input, filter: filter, output: output)
      problem.roundingCompounds = roundingCompounds
      return ConvolutionCostModel.algorithm(for: problem, pass)
    }
    let (image, dense) = (Shape([1, 32, 32, 64]), Shape([3, 3, 64, 64]))
    let same = ConvolutionGeometry(padding: 1)
    let hasVectors = VectorUnit.isSupported
    let narrow: ConvolutionAlgorithm = hasVectors ? .direct : .im2col
    let wide: ConvolutionAlgorithm = hasVectors ? .winograd : .im2col
    #expect(algorithm(.automatic, [1, 32, 32, 128], [3, 3, 128, 128], same) == wide)
    // 64 channels: Winograd on large maps, but not in the last stage of a CIFAR network.
    #expect(algorithm(.automatic, image, dense, same) == wide)
    #expect(algorithm(.automatic, [8, 8, 8, 64], dense, same) == narrow)
    // 16 channels: Winograd where nothing builds on the last bits.
    let (slim, slimFilter) = (Shape([8, 32, 32, 16]), Shape([3, 3, 16, 16]))
    #expect(algorithm(.automatic, slim, slimFilter, same) == narrow)
    #expect(algorithm(.automatic, slim, slimFilter, same, roundingCompounds: false) == wide)
    #expect(algorithm(.direct, image, dense, same) == narrow)
    #expect(algorithm(.winograd, image, dense, same) == wide)
    #expect(algorithm(.im2col, image, dense, same) == .im2col)
    #expect(algorithm(.depthwise, image, dense, same) == .im2col)
    #expect(
      algorithm(.winograd, image, dense, ConvolutionGeometry(stride: 2, padding: 1)) == .im2col)
    #expect(algorithm(.automatic, [1, 32, 32, 3], [3, 3, 3, 64], same) == narrow)
    #expect(algorithm(.pointwise, image, [1, 1, 64, 8], ConvolutionGeometry()) == .pointwise)
    #expect(
      algorithm(.automatic, [1, 7, 7, 512], [1, 1, 512, 2048], ConvolutionGeometry())
        == .pointwise)
    // BLAS does not want the transposed filter of a 1x1 layer's input gradient.
    let (pixels, matrix) = (Shape([1, 7, 7, 512]), Shape([1, 1, 512, 2048]))
    let transposed: ConvolutionAlgorithm = hasVectors ? .direct : .pointwise
    #expect(
      algorithm(.automatic, pixels, matrix, ConvolutionGeometry(), .inputGradient) == transposed)
    #expect(
      algorithm(.automatic, pixels, matrix, ConvolutionGeometry(), .filterGradient) == .pointwise)
    #expect(
      algorithm(.automatic, image, [3, 3, 1, 64], ConvolutionGeometry(padding: 1, groups: 64))
        == .depthwise)
  }

  /// The override reaches the arithmetic: the two algorithms round differently.
  @Test func algorithmsRoundDifferently() {
    var draws = Draws("rounding", 1)
    let x = draws.normal([1, 16, 16, 128], dtype: .float32)
    let w = draws.normal([3, 3, 128, 128], dtype: .float32)
    func convolve(_ algorithm: ConvolutionAlgorithm) -> Tensor {
      let geometry = ConvolutionGeometry(padding: 1, algorithm: algorithm)
      return x.conv2d(w, geometry)
    }
    #expect(convolve(.winograd).scalars != convolve(.im2col).scalars)
    #expect(convolve(.winograd).scalars == convolve(.automatic).scalars)
  }

  /// Every way through the kernels gives the same bits on one thread, on two and on three.
  @Test(arguments: [
    ("blocks and slices", Shape([9, 23, 21, 16]), 24, ConvolutionAlgorithm.winograd),
    ("panels", Shape([3, 13, 14, 200]), 168, .winograd),
    ("several rounds of panels", Shape([1, 60, 60, 184]), 180, .winograd),
    ("gathered", Shape([9, 23, 21, 16]), 24, .im2col),
    ("bands and slices", Shape([9, 23, 21, 16]), 24, .direct),
    ("bands and panels", Shape([5, 13, 14, 72]), 168, .direct),
  ])
  func threadsDoNotChangeBits(
    _ name: String, _ input: Shape, _ outputs: Int, _ algorithm: ConvolutionAlgorithm
  ) {
    var draws = Draws(name, 1)
    let geometry = ConvolutionGeometry(padding: 1, algorithm: algorithm)
    let x = draws.normal(input, dtype: .float32)
    let w = draws.normal([3, 3, input[3], outputs], dtype: .float32)
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    let runs = [1, 2, 3].map { threads in
      Parallel.threadCount = threads
      let y = x.conv2d(w, geometry)
      let dx = y.conv2dInputGradient(filter: w, inputShape: input, geometry)
      let dw = x.conv2dFilterGradient(y, filterShape: w.shape, geometry)
      return [y, dx, dw].map(\.scalars)
    }
    #expect(runs[0] == runs[1], "\(name)")
    #expect(runs[0] == runs[2], "\(name)")
  }
}
