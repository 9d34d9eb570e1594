import Foundation
import GradusTestSupport
import Testing

@testable import GradusTensors

/// Depthwise convolutions of every width, and what follows any convolution, against plain loops.
@Suite struct ParityEpilogueTests {
  private static let widths = [
    2, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 64, 70, 127, 129, 145, 257,
  ]

  @Test(arguments: 0..<60)
  func depthwiseAgreesWithLoops(_ seed: Int) {
    var draws = Draws("depthwise", seed)
    let channels = draws.element(of: Self.widths)
    let (rows, columns) = (draws.integer(1...5), draws.integer(1...5))
    let geometry = ConvolutionGeometry(
      stride: draws.extent(1...3), padding: draws.padding(0...3),
      dilation: Extent(height: draws.integer(1...2), width: draws.integer(1...3)),
      groups: channels, algorithm: .depthwise)
    let height = max(1, (rows - 1) * geometry.dilation.height + 1 - geometry.padding.top)
    let width = max(1, (columns - 1) * geometry.dilation.width + 1 - geometry.padding.left)
    let input: Shape = [
      draws.integer(1...3), height + draws.integer(0...12), width + draws.integer(0...12), channels,
    ]
    for dtype in DType.allCases {
      let bound = dtype == .float64 ? 1e-14 : 5e-6
      let x = draws.normal(input, dtype: dtype)
      let w = draws.normal([rows, columns, 1, channels], dtype: dtype)
      let y = x.conv2d(w, geometry)
      #expect(relativeDifference(y, ReferenceConvolution.forward(x, w, geometry)) < bound)
      let g = draws.normal(y.shape, dtype: dtype)
      let dx = g.conv2dInputGradient(filter: w, inputShape: input, geometry)
      let dw = x.conv2dFilterGradient(g, filterShape: w.shape, geometry)
      let expectedX = ReferenceConvolution.inputGradient(g, w, inputShape: input, geometry)
      let expectedW = ReferenceConvolution.filterGradient(x, g, filterShape: w.shape, geometry)
      #expect(relativeDifference(dx, expectedX) < bound)
      #expect(relativeDifference(dw, expectedW) < bound)
    }
  }

  @Test(arguments: ConvolutionAlgorithm.allCases, 0..<12)
  func epiloguesAgreeWithSingleOperations(_ algorithm: ConvolutionAlgorithm, _ seed: Int) {
    var draws = Draws("epilogue \(algorithm)", seed)
    let isDepthwise = algorithm == .depthwise
    let (ins, outs) = (draws.element(of: Self.widths), draws.element(of: Self.widths))
    let kernel = algorithm == .pointwise ? 1 : 3
    let geometry = ConvolutionGeometry(
      padding: kernel / 2, groups: isDepthwise ? outs : 1, algorithm: algorithm)
    for dtype in DType.allCases {
      let x = draws.normal(
        [2, draws.integer(1...19), draws.integer(1...19), isDepthwise ? outs : ins], dtype: dtype)
      let w = draws.normal([kernel, kernel, isDepthwise ? 1 : ins, outs], dtype: dtype)
      let output = geometry.outputShape(for: x.shape, filter: w.shape)
      var epilogue = ConvolutionEpilogue()
      if seed & 1 != 0 { epilogue.shift = draws.normal([outs], dtype: dtype) }
      if seed & 2 != 0 {
        epilogue.mean = draws.normal([outs], dtype: dtype)
        epilogue.factor = draws.normal([outs], dtype: dtype)
      }
      if seed & 4 != 0 { epilogue.addition = draws.normal(output, dtype: dtype) }
      epilogue.activation = draws.element(of: Activation.allCases)
      let expected = Self.finished(ReferenceConvolution.forward(x, w, geometry), by: epilogue)
      let bound = dtype == .float64 ? 1e-13 : 5e-5
      #expect(relativeDifference(x.conv2d(w, geometry, epilogue), expected) < bound)
    }
  }

  /// Number by number, in double precision.
  private static func finished(_ result: Tensor, by epilogue: ConvolutionEpilogue) -> Tensor {
    let channels = result.shape[-1]
    let (mean, factor) = (epilogue.mean?.scalars, epilogue.factor?.scalars)
    let (shift, addition) = (epilogue.shift?.scalars, epilogue.addition?.scalars)
    let scalars = result.scalars.enumerated().map { index, y in
      let channel = index % channels
      let scaled = (y - (mean?[channel] ?? 0)) * (factor?[channel] ?? 1)
      let x = scaled + (shift?[channel] ?? 0) + (addition?[index] ?? 0)
      return ActivationReference.of(epilogue.activation).function(x).y
    }
    return Tensor(scalars, shape: result.shape, dtype: result.dtype)
  }
}
