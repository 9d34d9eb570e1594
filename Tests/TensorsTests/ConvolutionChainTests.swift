import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// Chains of convolutions, band by band, against the same convolutions one by one.
@Suite(.serialized) struct ConvolutionChainTests {
  /// Which convolutions a chain has.
  enum Form: CaseIterable { case expanded, projected, both }

  /// A chain of random size.
  private static func draw(_ draws: inout Draws, _ form: Form, _ dtype: DType, batch: Int? = nil)
    -> (x: Tensor, stages: [ConvolutionChain.Stage])
  {
    let (ins, middle, outs) = (
      draws.integer(1...20), draws.integer(2...70), draws.integer(1...40)
    )
    let kernel = draws.extent(1...5)
    let geometry = ConvolutionGeometry(
      stride: draws.extent(1...3), padding: draws.padding(0...2),
      dilation: Extent(height: draws.integer(1...2), width: draws.integer(1...2)),
      groups: middle)
    let x = draws.normal(
      [
        batch ?? draws.integer(1...3),
        (kernel.height - 1) * geometry.dilation.height + draws.integer(1...40),
        (kernel.width - 1) * geometry.dilation.width + draws.integer(1...12),
        form == .projected ? middle : ins,
      ], dtype: dtype)
    var stages: [ConvolutionChain.Stage] = []
    if form != .projected {
      stages.append(stage(&draws, [1, 1, ins, middle], .init(), dtype))
    }
    stages.append(
      stage(&draws, [kernel.height, kernel.width, 1, middle], geometry, dtype))
    if form != .expanded {
      stages.append(stage(&draws, [1, 1, middle, outs], .init(), dtype))
    }
    var shape = x.shape
    for stage in stages {
      shape = stage.geometry.outputShape(for: shape, filter: stage.filter.shape)
    }
    stages[stages.count - 1].epilogue.addition = draws.normal(shape, dtype: dtype)
    return (x, stages)
  }

  private static func stage(
    _ draws: inout Draws, _ filter: Shape, _ geometry: ConvolutionGeometry, _ dtype: DType
  ) -> ConvolutionChain.Stage {
    var epilogue = ConvolutionEpilogue()
    epilogue.mean = draws.normal([filter[3]], dtype: dtype)
    epilogue.factor = draws.normal([filter[3]], dtype: dtype)
    epilogue.shift = draws.normal([filter[3]], dtype: dtype)
    epilogue.activation = draws.element(of: Activation.allCases)
    return .init(
      filter: draws.normal(filter, dtype: dtype), geometry: geometry, epilogue: epilogue)
  }

  private static func oneByOne(
    _ x: Tensor, _ stages: [ConvolutionChain.Stage], _ tier: VectorUnit.Tier
  ) -> Tensor {
    stages.reduce(x) { x, stage in
      let output = stage.geometry.outputShape(for: x.shape, filter: stage.filter.shape)
      var problem = ConvolutionProblem(
        stage.geometry, input: x.shape, filter: stage.filter.shape, output: output)
      (problem.roundingCompounds, problem.tier) = (false, tier)
      return ConvolutionKernel.forward(x, stage.filter, problem, stage.epilogue)
    }
  }

  @Test(arguments: VectorUnit.available.filter { $0 != .scalar }, Form.allCases)
  func hasTheBitsOfSingleConvolutions(_ tier: VectorUnit.Tier, _ form: Form) throws {
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    for seed in 0..<40 {
      var draws = Draws("chain \(form)", seed)
      let (x, stages) = Self.draw(&draws, form, seed % 4 == 0 ? .float64 : .float32)
      Parallel.threadCount = 1
      let chain = try #require(
        ConvolutionChain(stages, input: x.shape, dtype: x.dtype, tier: tier))
      let expected = Self.oneByOne(x, stages, tier).scalars
      for threads in [1, 2, 3] {
        Parallel.threadCount = threads
        #expect(chain(x).scalars == expected, "seed \(seed), \(x.shape), \(threads) threads")
      }
    }
  }

  /// Several segments of several bands.
  @Test func largeMapsAreCutIntoBands() throws {
    var draws = Draws("bands", 1)
    let x = draws.normal([2, 90, 40, 24], dtype: .float32)
    let stages = [
      Self.stage(&draws, [1, 1, 24, 144], .init(), .float32),
      Self.stage(&draws, [3, 3, 1, 144], .init(padding: 1, groups: 144), .float32),
      Self.stage(&draws, [1, 1, 144, 24], .init(), .float32),
    ]
    let chain = try #require(ConvolutionChain(stages, input: x.shape, dtype: .float32))
    let bands = try #require(DepthFirstBands(chain, elementSize: 4))
    #expect(bands.segments > 1 && bands.rows < bands.segmentRows)
    #expect(chain(x).scalars == Self.oneByOne(x, stages, VectorUnit.tier).scalars)
  }

  /// What is no chain is none: another order, an addition in between, large filters, empty batches.
  @Test func otherConvolutionsAreNoChain() {
    func isChain(_ input: Shape, _ stages: [ConvolutionChain.Stage]) -> Bool {
      ConvolutionChain(stages, input: input, dtype: .float32) != nil
    }
    var draws = Draws("no chain", 1)
    let one = Self.stage(&draws, [1, 1, 32, 32], .init(), .float32)
    let depthwise = Self.stage(
      &draws, [3, 3, 1, 32], .init(padding: 1, groups: 32), .float32)
    let large = Self.stage(&draws, [1, 1, 32, 8192], .init(), .float32)
    let input: Shape = [8, 20, 20, 32]
    #expect(isChain(input, [one, depthwise]) == VectorUnit.isSupported)
    #expect(!isChain(input, [one]))
    #expect(!isChain(input, [one, one]))
    #expect(!isChain(input, [depthwise, one, depthwise]))
    #expect(!isChain(input, [depthwise, large]))
    #expect(!isChain([0, 20, 20, 32], [one, depthwise]))
    var adding = one
    adding.epilogue.addition = draws.normal(input, dtype: .float32)
    #expect(!isChain(input, [adding, depthwise]))
  }
}
