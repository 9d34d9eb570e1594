import TestSupport
import Testing

@testable import Tensors

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
        strideHeight: draws.integer(1...3), strideWidth: draws.integer(1...3),
        paddingTop: draws.integer(0...3), paddingLeft: draws.integer(0...3),
        paddingBottom: draws.integer(0...3), paddingRight: draws.integer(0...3),
        dilationHeight: draws.integer(1...2), dilationWidth: draws.integer(1...3), groups: g)
      let height = max(1, (kh - 1) * geometry.dilationHeight + 1 - geometry.paddingTop)
      let width = max(1, (kw - 1) * geometry.dilationWidth + 1 - geometry.paddingLeft)
      let x = draws.normal(
        [
          draws.integer(1...3), height + draws.integer(0...9), width + draws.integer(0...9),
          ins * g,
        ], dtype: dtype)
      return (x, draws.normal([kh, kw, ins, outs * g], dtype: dtype), geometry)
    }
  }

  @Test(arguments: (0..<120).map(Case.init(seed:)))
  func agreesWithLoops(_ item: Case) {
    for dtype in DType.allCases {
      let bound = dtype == .float64 ? 1e-13 : 1e-5
      let (x, w, geometry) = item.make(dtype: dtype)
      let y = x.convolved(with: w, geometry)
      #expect(relativeDifference(y, ReferenceConvolution.forward(x, w, geometry)) < bound)
      var draws = Draws("gradient", item.seed)
      let g = draws.normal(y.shape, dtype: dtype)
      let dx = g.convolutionInputGradient(filter: w, inputShape: x.shape, geometry)
      let dw = x.convolutionFilterGradient(g, filterShape: w.shape, geometry)
      let expectedX = ReferenceConvolution.inputGradient(g, w, inputShape: x.shape, geometry)
      let expectedW = ReferenceConvolution.filterGradient(x, g, filterShape: w.shape, geometry)
      #expect(relativeDifference(dx, expectedX) < bound)
      #expect(relativeDifference(dw, expectedW) < bound)
      let shapeOnly = Tensor(shapeOnly: x.shape, dtype: dtype).convolved(with: w, geometry)
      #expect(shapeOnly.shape == y.shape && shapeOnly.isShapeOnly)
    }
  }

  /// Larger sizes, so that several blocks, slices and the per-tap path are used.
  @Test(arguments: [
    (Shape([4, 33, 31, 16]), Shape([3, 3, 16, 24]), ConvolutionGeometry(padding: 1)),
    (Shape([3, 29, 30, 8]), Shape([3, 3, 8, 16]), ConvolutionGeometry(stride: 2, padding: 1)),
    (Shape([5, 20, 20, 32]), Shape([1, 1, 32, 20]), ConvolutionGeometry()),
    (Shape([5, 20, 20, 32]), Shape([1, 1, 32, 20]), ConvolutionGeometry(stride: 2)),
    (Shape([2, 7, 7, 256]), Shape([3, 3, 256, 160]), ConvolutionGeometry(padding: 1)),
  ])
  func agreesWithLoopsOnLargerSizes(
    _ input: Shape, _ filter: Shape, _ geometry: ConvolutionGeometry
  ) {
    var draws = Draws("large", input.count)
    let (x, w) = (draws.normal(input), draws.normal(filter))
    let y = x.convolved(with: w, geometry)
    #expect(relativeDifference(y, ReferenceConvolution.forward(x, w, geometry)) < 1e-13)
    let g = draws.normal(y.shape)
    let dx = g.convolutionInputGradient(filter: w, inputShape: input, geometry)
    let dw = x.convolutionFilterGradient(g, filterShape: filter, geometry)
    let expectedX = ReferenceConvolution.inputGradient(g, w, inputShape: input, geometry)
    let expectedW = ReferenceConvolution.filterGradient(x, g, filterShape: filter, geometry)
    #expect(relativeDifference(dx, expectedX) < 1e-13)
    #expect(relativeDifference(dw, expectedW) < 1e-13)
  }
}
