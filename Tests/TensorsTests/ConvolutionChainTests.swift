import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// Chains of convolutions, band by band, against the same convolutions one by one.
@ThreadCountOwner @Suite struct ConvolutionChainTests {
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
    var chains = [Int: Int]()
    for seed in 0..<40 {
      var draws = Draws("chain \(form)", seed)
      let (x, stages) = Self.draw(&draws, form, seed % 4 == 0 ? .float64 : .float32)
      let expected = Self.oneByOne(x, stages, tier).scalars
      // Rows are cut for as many threads as there are when a chain is made.
      for made in [1, 2, 3, 8] {
        let chain = onThreads(made) {
          ConvolutionChain(stages, input: x.shape, dtype: x.dtype, tier: tier)
        }
        guard let chain else { continue }
        chains[made, default: 0] += 1
        for threads in [1, 2, 3] {
          #expect(
            onThreads(threads) { chain(x).scalars } == expected,
            "seed \(seed), \(x.shape), \(made), \(threads) threads")
        }
        let kept = chain.kept()
        #expect(
          onThreads(3) { kept(x).scalars } == expected, "seed \(seed), \(x.shape), \(made), kept")
      }
    }
    #expect(
      chains[1] == 40 && chains[2, default: 0] >= 20 && chains[8, default: 0] >= 1, "\(chains)")
  }

  /// Every thread has something to do where that is possible, about as much as the others, and little of
  /// the expansion is done twice.
  @Test func segmentsSuitTheThreads() {
    for (threads, images, rows, step, shared) in [
      (2, 1, 28, 1, 2), (2, 1, 56, 1, 2), (3, 1, 112, 1, 2), (4, 3, 16, 1, 2), (8, 7, 16, 1, 2),
      (6, 1, 14, 2, 1), (16, 1, 112, 1, 2), (2, 16, 112, 1, 2), (4, 1, 40, 1, 0),
    ] {
      let length = DepthFirstBands.segmentRows(
        images: images, rows: rows, step: step, shared: shared, threads: threads)
      let pieces = images * ((rows + length - 1) / length)
      #expect(length * step >= 4 * shared || length == rows)
      #expect(pieces >= min(threads, images * rows * step / max(step, 4 * shared)))
      // The busiest thread's rows, beside an even share of all.
      let busiest = (pieces + threads - 1) / threads * length
      #expect(busiest * threads <= 2 * images * rows, "\(threads) threads, \(images) x \(rows)")
    }
    #expect(
      DepthFirstBands.segmentRows(images: 1, rows: 90, step: 1, shared: 2, threads: 1) == 90)
  }

  /// Several segments of several bands.
  @Test func largeMapsAreCutIntoBands() throws {
    var draws = Draws("bands", 1)
    let x = draws.normal([2, 200, 40, 24], dtype: .float32)
    let stages = [
      Self.stage(&draws, [1, 1, 24, 144], .init(), .float32),
      Self.stage(&draws, [3, 3, 1, 144], .init(padding: 1, groups: 144), .float32),
      Self.stage(&draws, [1, 1, 144, 24], .init(), .float32),
    ]
    let chain = try #require(
      onThreads(2) { ConvolutionChain(stages, input: x.shape, dtype: .float32) })
    var shape = x.shape
    let links = stages.map { stage in
      let output = stage.geometry.outputShape(for: shape, filter: stage.filter.shape)
      defer { shape = output }
      return ConvolutionChain.Link(
        stage: stage,
        problem: .init(stage.geometry, input: shape, filter: stage.filter.shape, output: output))
    }
    let whole = try #require(onThreads(2) { DepthwiseChain(links, elementSize: 4) })
    #expect(whole.bands.segments > 1 && whole.bands.rows < whole.bands.segmentRows)
    #expect(
      onThreads(2) { chain(x).scalars } == Self.oneByOne(x, stages, VectorUnit.tier).scalars)
  }

  /// Convolutions that a few images go through together, with additions in between, of every algorithm
  /// whose bits do not depend on the other images.
  @Test(arguments: VectorUnit.available.filter { $0 != .scalar }, DType.allCases)
  func groupsOfImagesHaveTheBitsOfSingleConvolutions(
    _ tier: VectorUnit.Tier, _ dtype: DType
  ) {
    var chains = 0
    for seed in 0..<24 {
      var draws = Draws("images \(dtype)", seed)
      let side = draws.integer(11...17)
      var channels = draws.integer(8...20)
      let x = draws.normal([draws.integer(3...40), side, side, channels], dtype: dtype)
      var (shape, stages) = (x.shape, [ConvolutionChain.Stage]())
      for index in 0..<draws.integer(2...4) {
        let outputs = draws.integer(8...20)
        let isStrided = index == 1 && draws.integer(0...1) == 1
        let geometry = ConvolutionGeometry(stride: isStrided ? 2 : 1, padding: 1)
        var next = Self.stage(&draws, [3, 3, channels, outputs], geometry, dtype)
        shape = geometry.outputShape(for: shape, filter: next.filter.shape)
        if draws.integer(0...1) == 1 { next.epilogue.addition = draws.normal(shape, dtype: dtype) }
        (stages, channels) = (stages + [next], outputs)
      }
      let chain = onThreads(1) {
        ConvolutionChain(stages, input: x.shape, dtype: dtype, tier: tier)
      }
      // Small maps of few images are none.
      guard let chain else { continue }
      chains += 1
      let expected = Self.oneByOne(x, stages, tier).scalars
      for threads in [1, 2, 3] {
        #expect(
          onThreads(threads) { chain(x).scalars } == expected,
          "seed \(seed), \(x.shape), \(threads) threads")
      }
    }
    #expect(chains >= 8)
  }

  /// What is no chain is none: large filters, empty batches, images that are too large or too small, too
  /// many convolutions.
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
    #expect(!isChain(input, [depthwise, large]))
    #expect(!isChain([0, 20, 20, 32], [one, depthwise]))
    #expect(!isChain([8, 120, 120, 32], [one, one]))
    #expect(!isChain([8, 3, 3, 32], [one, one]))
    #expect(!isChain(input, Array(repeating: one, count: 9)))
  }
}
