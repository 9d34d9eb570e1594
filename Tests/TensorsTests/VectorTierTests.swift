import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// Every tier of vector instructions that this machine has, the scalar one too, against plain loops.
@Suite struct VectorTierTests {
  /// One convolution of random size, geometry and algorithm.
  private struct Case {
    let geometry: ConvolutionGeometry
    let input: Shape, filter: Shape
    var output: Shape { geometry.outputShape(for: input, filter: filter) }

    init(_ draws: inout Draws) {
      let algorithm = draws.element(of: ConvolutionAlgorithm.allCases)
      let isWinograd = "\(algorithm)".hasPrefix("winograd")
      let kernel =
        isWinograd ? Extent(3) : algorithm == .pointwise ? Extent(1) : draws.extent(1...4)
      let isPlain = isWinograd || algorithm == .pointwise
      let groups = algorithm == .depthwise ? draws.integer(2...70) : draws.integer(1...3)
      let isDepthwise = algorithm == .depthwise
      let (ins, outs) = isDepthwise ? (1, 1) : (draws.integer(1...40), draws.integer(1...40))
      geometry = ConvolutionGeometry(
        stride: isPlain ? Extent(1) : draws.extent(1...2),
        padding: algorithm == .pointwise ? Padding(0) : draws.padding(0...2),
        dilation: isPlain ? Extent(1) : draws.extent(1...2), groups: isPlain ? 1 : groups,
        algorithm: algorithm)
      let height = (kernel.height - 1) * geometry.dilation.height + 1
      let width = (kernel.width - 1) * geometry.dilation.width + 1
      input = [
        draws.integer(1...2), height + draws.integer(0...9), width + draws.integer(0...9),
        ins * geometry.groups,
      ]
      filter = [kernel.height, kernel.width, ins, outs * geometry.groups]
    }

    func problem(_ tier: VectorUnit.Tier) -> ConvolutionProblem {
      var problem = ConvolutionProblem(geometry, input: input, filter: filter, output: output)
      problem.tier = tier
      return problem
    }
  }

  @Test(arguments: VectorUnit.available, 0..<80)
  func agreesWithLoops(_ tier: VectorUnit.Tier, _ seed: Int) {
    var draws = Draws("tier", seed)
    let item = Case(&draws)
    expectLoops(item.problem(tier), &draws)
  }

  /// Expects what loops compute, of all three passes.
  private func expectLoops(_ problem: ConvolutionProblem, _ draws: inout Draws) {
    for dtype in DType.allCases {
      let x = draws.normal(problem.inputShape, dtype: dtype)
      let w = draws.normal(problem.filterShape, dtype: dtype)
      let g = draws.normal(problem.outputShape, dtype: dtype)
      let found = [
        ConvolutionKernel.forward(x, w, problem),
        ConvolutionKernel.inputGradient(g, w, problem),
        ConvolutionFilterGradientKernel.run(x, g, problem),
      ]
      for (pass, expected) in WinogradTests.loops(x, w, g, problem.geometry).enumerated() {
        #expect(
          relativeDifference(found[pass], expected) < (dtype == .float64 ? 5e-14 : 1e-5),
          "pass \(pass), \(dtype), \(problem.inputShape), \(problem.filterShape), \(problem.geometry)"
        )
      }
    }
  }

  /// Sums of more products than a register tile takes in one go, of one run and of several, and gradients of
  /// filters whose panels lie where they are, beside rows that are no whole panel.
  @Test(
    arguments: VectorUnit.available,
    [
      (Shape([1, 5, 7, 1100]), Shape([1, 1, 1100, 40])),
      (Shape([2, 6, 3, 600]), Shape([3, 1, 600, 20])),
      (Shape([2, 13, 14, 24]), Shape([1, 1, 24, 72])),
      (Shape([3, 12, 9, 20]), Shape([3, 3, 20, 100])),
    ])
  func longSumsAgreeWithLoops(_ tier: VectorUnit.Tier, _ sizes: (input: Shape, filter: Shape)) {
    var draws = Draws("long sums", sizes.input[3])
    let geometry = ConvolutionGeometry(algorithm: .direct)
    let output = geometry.outputShape(for: sizes.input, filter: sizes.filter)
    var problem = ConvolutionProblem(
      geometry, input: sizes.input, filter: sizes.filter, output: output)
    problem.tier = tier
    expectLoops(problem, &draws)
  }

  /// An epilogue in a tier's registers, or after it, has the bits of single operations.
  @Test(arguments: VectorUnit.available, 0..<24)
  func epiloguesHaveTheBitsOfSingleOperations(_ tier: VectorUnit.Tier, _ seed: Int) {
    var draws = Draws("tier epilogue", seed)
    let problem = Case(&draws).problem(tier)
    for dtype in DType.allCases {
      let x = draws.normal(problem.inputShape, dtype: dtype)
      let w = draws.normal(problem.filterShape, dtype: dtype)
      let channels = problem.outputChannels
      var epilogue = ConvolutionEpilogue()
      epilogue.mean = draws.normal([channels], dtype: dtype)
      epilogue.factor = draws.normal([channels], dtype: dtype)
      epilogue.shift = draws.normal([channels], dtype: dtype)
      epilogue.addition = draws.normal(problem.outputShape, dtype: dtype)
      epilogue.activation = draws.element(of: Activation.allCases)
      let plain = ConvolutionKernel.forward(x, w, problem)
      let normalized = (plain - epilogue.mean!) * epilogue.factor! + epilogue.shift!
      let expected = (normalized + epilogue.addition!).activated(epilogue.activation)
      #expect(
        ConvolutionKernel.forward(x, w, problem, epilogue).scalars == expected.scalars,
        "\(dtype), \(problem.geometry), \(epilogue.activation)")
    }
  }

  /// The same bits for any number of threads; the sizes take several blocks, slices and pieces.
  @Test(arguments: VectorUnit.available, ConvolutionAlgorithm.allCases)
  @ThreadCountOwner func threadsChangeNoBit(
    _ tier: VectorUnit.Tier, _ algorithm: ConvolutionAlgorithm
  ) {
    let isDepthwise = algorithm == .depthwise
    let kernel = algorithm == .pointwise ? 1 : 3
    let geometry = ConvolutionGeometry(
      padding: kernel / 2, groups: isDepthwise ? 145 : 1, algorithm: algorithm)
    let channels = isDepthwise ? 145 : 40
    var problem = ConvolutionProblem(
      geometry, input: [4, 19, 23, channels],
      filter: [kernel, kernel, isDepthwise ? 1 : channels, channels],
      output: [4, 19, 23, channels])
    problem.tier = tier
    var draws = Draws("tier threads", 1)
    let x = draws.normal(problem.inputShape, dtype: .float32)
    let w = draws.normal(problem.filterShape, dtype: .float32)
    let g = draws.normal(problem.outputShape, dtype: .float32)
    func passes() -> [[Double]] {
      [
        ConvolutionKernel.forward(x, w, problem).scalars,
        ConvolutionKernel.inputGradient(g, w, problem).scalars,
        ConvolutionFilterGradientKernel.run(x, g, problem).scalars,
      ]
    }
    let alone = onThreads(1, passes)
    for count in [2, 3] { #expect(onThreads(count, passes) == alone) }
  }
}
