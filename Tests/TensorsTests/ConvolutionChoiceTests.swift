import GradusVectorKernels
import Testing

@testable import GradusTensors

/// Which algorithm computes which pass of which convolution.
@Suite struct ConvolutionChoiceTests {
  private static let same = ConvolutionGeometry(padding: 1)

  private func algorithm(
    _ geometry: ConvolutionGeometry, _ input: Shape, _ filter: Shape,
    _ pass: ConvolutionCostModel.Pass = .forward, roundingCompounds: Bool = true
  ) -> ConvolutionAlgorithm {
    let output = geometry.outputShape(for: input, filter: filter)
    var problem = ConvolutionProblem(geometry, input: input, filter: filter, output: output)
    problem.roundingCompounds = roundingCompounds
    return ConvolutionCostModel.algorithm(for: problem, pass)
  }

  @Test func wishesAreGrantedWherePossible() {
    let (image, dense) = (Shape([1, 32, 32, 64]), Shape([3, 3, 64, 64]))
    func algorithm(_ wish: ConvolutionAlgorithm, _ geometry: ConvolutionGeometry = Self.same)
      -> ConvolutionAlgorithm
    { self.algorithm(geometry.computed(by: wish), image, dense) }
    let hasVectors = VectorUnit.isSupported
    for wish in [ConvolutionAlgorithm.winograd2x2, .winograd2x4, .winograd4x4, .direct] {
      #expect(algorithm(wish) == (hasVectors ? wish : .im2col))
    }
    let fiveTaps = ConvolutionGeometry(padding: 2)
    #expect(
      self.algorithm(fiveTaps.computed(by: .winograd2x2), image, [5, 5, 64, 64])
        == (hasVectors ? .winograd2x2 : .im2col))
    #expect(
      self.algorithm(fiveTaps.computed(by: .winograd4x4), image, [5, 5, 64, 64]) == .im2col)
    #expect(algorithm(.im2col) == .im2col)
    #expect(algorithm(.depthwise) == .im2col)
    #expect(algorithm(.winograd4x4, ConvolutionGeometry(stride: 2, padding: 1)) == .im2col)
    #expect(
      self.algorithm(
        ConvolutionGeometry(algorithm: .pointwise), image, [1, 1, 64, 8]) == .pointwise)
  }

  /// Tiles of four by four where the class allows them; elsewhere those that round like direct sums.
  @Test(.enabled(if: VectorUnit.isSupported)) func accuracyChoosesTheTile() {
    let wide = (Shape([4, 28, 28, 128]), Shape([3, 3, 128, 128]))
    let narrow = (Shape([128, 32, 32, 16]), Shape([3, 3, 16, 16]))
    let last = (Shape([128, 8, 8, 64]), Shape([3, 3, 64, 64]))
    for pass in ConvolutionCostModel.Pass.allCases {
      #expect(algorithm(Self.same, wide.0, wide.1, pass) == .winograd4x4)
      for (input, filter) in [wide, narrow, last] {
        let fast = algorithm(Self.same.computed(within: .fast), input, filter, pass)
        let direct = algorithm(Self.same.computed(within: .direct), input, filter, pass)
        #expect(fast == .winograd4x4)
        // Sums over many positions round worse than any tile.
        let positions = input[0] * input[1] * input[2]
        let isLong = pass == .filterGradient && positions >= 8192
        #expect(direct == (isLong ? .winograd4x4 : .winograd2x4))
      }
      // 64 channels: tiles of four by four on large maps, but not in the last stage of a CIFAR net.
      #expect(algorithm(Self.same, [8, 32, 32, 64], last.1, pass) == .winograd4x4)
      #expect(
        algorithm(Self.same, last.0, last.1, pass)
          == (pass == .filterGradient ? .winograd4x4 : .winograd2x4))
    }
    // 5x5 filters: one tile, whose errors are those of four by four, but for the filter's gradient, which
    // tiles with long rows sum.
    let hasLongRows = Float.vectorKernels(of: VectorUnit.tier)?.registerTile.hasLongRows == true
    let summed: ConvolutionAlgorithm = hasLongRows ? .direct : .im2col
    for pass in ConvolutionCostModel.Pass.allCases {
      let (input, filter) = (Shape([32, 27, 27, 64]), Shape([5, 5, 64, 192]))
      let geometry = ConvolutionGeometry(padding: 2)
      #expect(
        algorithm(geometry, input, filter, pass)
          == (pass == .filterGradient ? summed : .winograd2x2))
      #expect(
        algorithm(geometry.computed(within: .fast), input, filter, pass)
          == (pass == .filterGradient ? summed : .winograd2x2))
      #expect(
        algorithm(geometry.computed(within: .direct), input, filter, pass)
          == (pass == .filterGradient ? summed : .direct))
    }
    // Eight channels: sums of so few products do not pay for their maps.
    #expect(algorithm(Self.same, [128, 32, 32, 8], [3, 3, 8, 8]) == .direct)
    #expect(
      algorithm(Self.same, narrow.0, narrow.1, roundingCompounds: false) == .winograd4x4)
  }

  @Test func otherLayersTakeSumsOrProducts() {
    let hasVectors = VectorUnit.isSupported
    let sums: ConvolutionAlgorithm = hasVectors ? .direct : .im2col
    #expect(algorithm(Self.same, [1, 32, 32, 3], [3, 3, 3, 64]) == sums)
    // One pixel a side: most of a tile would be outside.
    #expect(algorithm(Self.same, [1, 1, 1, 64], [3, 3, 64, 64]) == sums)
    let (pixels, matrix) = (Shape([1, 7, 7, 512]), Shape([1, 1, 512, 2048]))
    #expect(algorithm(.init(), pixels, matrix) == .pointwise)
    // BLAS does not want the transposed filter of a 1x1 layer's input gradient.
    #expect(
      algorithm(.init(), pixels, matrix, .inputGradient) == (hasVectors ? .direct : .pointwise))
    #expect(algorithm(.init(), pixels, matrix, .filterGradient) == .pointwise)
    #expect(
      algorithm(ConvolutionGeometry(padding: 1, groups: 64), [1, 32, 32, 64], [3, 3, 1, 64])
        == .depthwise)
  }

  @Test func aWishForATierIsGrantedIfItRunsHere() {
    for tier in VectorUnit.available {
      let choice = VectorUnit.choice(tier.rawValue)
      #expect(choice.tier == tier && choice.warning == nil)
    }
    let best = VectorUnit.available[VectorUnit.available.count - 1]
    #expect(VectorUnit.choice(nil).tier == best && VectorUnit.choice("").warning == nil)
    let unknown = VectorUnit.choice("altivec")
    #expect(unknown.tier == best)
    #expect(unknown.warning?.hasPrefix("GRADUS_VECTOR_TIER=altivec names no tier") == true)
  }
}
