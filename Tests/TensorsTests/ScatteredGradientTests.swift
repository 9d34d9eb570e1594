import GradusTestSupport
import Testing

@testable import GradusTensors

/// Input gradients whose products are scattered, against seven nested loops.
@Suite(.serialized) struct ScatteredGradientTests {
  private struct Case {
    let problem: ConvolutionProblem
    let gradient: Tensor, filter: Tensor

    init(_ draws: inout Draws, batch: Int? = nil, channels: ClosedRange<Int>, dtype: DType) {
      let groups = draws.element(of: [1, 1, 2, 3])
      let (ins, outs) = (draws.integer(channels), draws.integer(1...9))
      let kernel = draws.extent(1...5)
      let geometry = ConvolutionGeometry(
        stride: draws.extent(1...3), padding: draws.padding(0...3),
        dilation: draws.extent(1...2), groups: groups)
      let span = (
        (kernel.height - 1) * geometry.dilation.height + 1,
        (kernel.width - 1) * geometry.dilation.width + 1
      )
      let input: Shape = [
        batch ?? draws.integer(1...4), span.0 + draws.integer(0...9), span.1 + draws.integer(0...9),
        ins * groups,
      ]
      filter = draws.normal([kernel.height, kernel.width, ins, outs * groups], dtype: dtype)
      let output = geometry.outputShape(for: input, filter: filter.shape)
      gradient = draws.normal(output, dtype: dtype)
      problem = ConvolutionProblem(geometry, input: input, filter: filter.shape, output: output)
    }

    var expected: Tensor {
      ReferenceConvolution.inputGradient(
        gradient, filter, inputShape: problem.inputShape, problem.geometry)
    }

    var actual: Tensor { ScatteredGradientKernel.inputGradient(gradient, filter, problem) }
  }

  @Test(arguments: 0..<80, DType.allCases)
  func agreesWithLoops(_ seed: Int, _ dtype: DType) {
    var draws = Draws("scattered", seed)
    let item = Case(&draws, channels: 1...9, dtype: dtype)
    let bound = dtype == .float64 ? 1e-14 : 5e-6
    #expect(
      relativeDifference(item.actual, item.expected) < bound,
      "\(item.problem.inputShape), \(item.problem.filterShape), \(item.problem.geometry)")
  }

  /// Several pieces of channels and of rows, which no thread count changes.
  @ThreadCountOwner @Test func piecesGiveTheSameBitsOnAllThreads() {
    for seed in 0..<6 {
      var draws = Draws("scattered pieces", seed)
      let item = Case(&draws, batch: 1 + seed, channels: 120...300, dtype: .float32)
      let once = onThreads(1) { item.actual.scalars }
      #expect(onThreads(3) { item.actual.scalars } == once)
      #expect(relativeDifference(item.actual, item.expected) < 5e-6)
    }
    // A row of positions longer than a product has, and rows in pieces.
    var draws = Draws("scattered rows", 1)
    let geometry = ConvolutionGeometry(stride: 2, padding: 1)
    let (input, filter): (Shape, Shape) = ([2, 5, 1_400, 3], [3, 3, 3, 2])
    let output = geometry.outputShape(for: input, filter: filter)
    let (g, w) = (draws.normal(output), draws.normal(filter))
    let problem = ConvolutionProblem(geometry, input: input, filter: filter, output: output)
    #expect(
      relativeDifference(
        ScatteredGradientKernel.inputGradient(g, w, problem),
        ReferenceConvolution.inputGradient(g, w, inputShape: input, geometry)) < 1e-14)
  }

  /// What is not finite in the filter reaches no pixel through padding.
  @Test func infinityDoesNotMeetPadding() {
    var draws = Draws("scattered infinity", 1)
    var numbers = draws.normal([3, 3, 2, 2]).scalars
    numbers[0] = .infinity
    let w = Tensor(numbers, shape: [3, 3, 2, 2], dtype: .float64)
    let geometry = ConvolutionGeometry(stride: 2, padding: 1)
    let g = draws.normal(geometry.outputShape(for: [1, 6, 6, 2], filter: w.shape))
    let problem = ConvolutionProblem(
      geometry, input: [1, 6, 6, 2], filter: w.shape, output: g.shape)
    let actual = ScatteredGradientKernel.inputGradient(g, w, problem).scalars
    let expected = ReferenceConvolution.inputGradient(g, w, inputShape: [1, 6, 6, 2], geometry)
    #expect(actual.map(\.isFinite) == expected.scalars.map(\.isFinite))
  }

  @Test func wideStridesAndLargeFiltersTakeIt() {
    func pays(_ input: Shape, _ filter: Shape, _ geometry: ConvolutionGeometry) -> Bool {
      ScatteredGradientKernel.pays(
        ConvolutionProblem(
          geometry, input: input, filter: filter,
          output: geometry.outputShape(for: input, filter: filter)))
    }
    #expect(pays([3, 14, 14, 512], [3, 3, 512, 512], .init(stride: 2, padding: 1)))
    #expect(pays([1, 5, 5, 16], [5, 5, 16, 16], .init()))
    #expect(!pays([1, 32, 32, 16], [3, 3, 16, 32], .init(stride: 2, padding: 1)))
  }

  @Test func anEmptyBatchHasNoGradient() {
    let geometry = ConvolutionGeometry(stride: 2, padding: 1)
    let problem = ConvolutionProblem(
      geometry, input: [0, 6, 6, 2], filter: [3, 3, 2, 2], output: [0, 3, 3, 2])
    let dx = ScatteredGradientKernel.inputGradient(
      Tensor.zeros([0, 3, 3, 2]), Tensor.zeros([3, 3, 2, 2]), problem)
    #expect(dx.shape == [0, 6, 6, 2])
  }
}
