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

  /// The override reaches the arithmetic, where algorithms round differently; the library's own choice
  /// for a wide layer is one of Winograd's tiles.
  @Test func algorithmsRoundDifferently() {
    var draws = Draws("rounding", 1)
    let x = draws.normal([1, 16, 16, 128], dtype: .float32)
    let w = draws.normal([3, 3, 128, 128], dtype: .float32)
    func convolve(_ algorithm: ConvolutionAlgorithm) -> Tensor {
      let geometry = ConvolutionGeometry(padding: 1, algorithm: algorithm)
      return x.conv2d(w, geometry)
    }
    #expect(convolve(.winograd4x4).scalars != convolve(.im2col).scalars)
    let chosen = convolve(.automatic).scalars
    let tiles = [ConvolutionAlgorithm.winograd2x2, .winograd2x4, .winograd4x4]
    #expect(tiles.contains { convolve($0).scalars == chosen })
  }

  /// Every way through the kernels gives the same bits on one thread, on two and on three.
  @Test(arguments: [
    ("blocks and slices, 2x2", Shape([9, 23, 21, 16]), 24, ConvolutionAlgorithm.winograd2x2),
    ("blocks and slices, 2x4", Shape([9, 23, 21, 16]), 24, .winograd2x4),
    ("blocks and slices, 4x4", Shape([9, 23, 21, 16]), 24, .winograd4x4),
    ("panels and pieces", Shape([3, 13, 14, 200]), 168, .winograd4x4),
    ("several rounds", Shape([1, 60, 60, 184]), 180, .winograd4x4),
    ("gathered", Shape([9, 23, 21, 16]), 24, .im2col),
    ("bands and slices", Shape([9, 23, 21, 16]), 24, .direct),
    ("bands and panels", Shape([5, 13, 14, 72]), 168, .direct),
  ])
  @ThreadCountOwner func threadsDoNotChangeBits(
    _ name: String, _ input: Shape, _ outputs: Int, _ algorithm: ConvolutionAlgorithm
  ) {
    var draws = Draws(name, 1)
    let geometry = ConvolutionGeometry(padding: 1, algorithm: algorithm)
    let x = draws.normal(input, dtype: .float32)
    let w = draws.normal([3, 3, input[3], outputs], dtype: .float32)
    let runs = [1, 2, 3].map { threads in
      onThreads(threads) {
        let y = x.conv2d(w, geometry)
        let dx = y.conv2dInputGradient(filter: w, inputShape: input, geometry)
        let dw = x.conv2dFilterGradient(y, filterShape: w.shape, geometry)
        return [y, dx, dw].map(\.scalars)
      }
    }
    #expect(runs[0] == runs[1], "\(name)")
    #expect(runs[0] == runs[2], "\(name)")
  }
}
