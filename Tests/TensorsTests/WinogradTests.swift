import GradusTestSupport
import Testing

@testable import GradusTensors

/// Winograd's algorithms against seven nested loops, over every size of image, padding and channels.
@Suite struct WinogradTests {
  static let tiles: [ConvolutionAlgorithm] = [.winograd2x2, .winograd2x4, .winograd4x4]
  /// Those there are for a filter of so many rows and columns.
  static func tiles(taps: Int) -> [ConvolutionAlgorithm] {
    taps == 3 ? tiles : [.winograd2x2]
  }

  /// A convolution's result and both gradients, by the kernels.
  static func passes(_ x: Tensor, _ w: Tensor, _ g: Tensor, _ geometry: ConvolutionGeometry)
    -> [Tensor]
  {
    [
      x.conv2d(w, geometry),
      g.conv2dInputGradient(filter: w, inputShape: x.shape, geometry),
      x.conv2dFilterGradient(g, filterShape: w.shape, geometry),
    ]
  }

  /// The same by loops.
  static func loops(_ x: Tensor, _ w: Tensor, _ g: Tensor, _ geometry: ConvolutionGeometry)
    -> [Tensor]
  {
    [
      ReferenceConvolution.forward(x, w, geometry),
      ReferenceConvolution.inputGradient(g, w, inputShape: x.shape, geometry),
      ReferenceConvolution.filterGradient(x, g, filterShape: w.shape, geometry),
    ]
  }

  /// From no image and one pixel to several tiles, even and odd channels, uneven padding.
  @Test(arguments: 0..<60, [3, 5]) func agreesWithLoops(_ seed: Int, _ taps: Int) {
    var draws = Draws("winograd \(taps)", seed)
    let geometry = ConvolutionGeometry(stride: Extent(1), padding: draws.padding(0...taps))
    let height = max(1, taps - geometry.padding.top - geometry.padding.bottom)
    let width = max(1, taps - geometry.padding.left - geometry.padding.right)
    let grows = draws.element(of: [false, true, true])
    let input: Shape = [
      draws.integer(0...3), height + (grows ? draws.integer(0...14) : 0),
      width + (grows ? draws.integer(0...14) : 0), draws.integer(1...40),
    ]
    let filter: Shape = [taps, taps, input[3], draws.integer(1...40)]
    for dtype in DType.allCases {
      let (x, w) = (draws.normal(input, dtype: dtype), draws.normal(filter, dtype: dtype))
      let g = draws.normal(geometry.outputShape(for: input, filter: filter), dtype: dtype)
      let expected = Self.loops(x, w, g, geometry)
      for tile in Self.tiles(taps: taps) {
        let found = Self.passes(x, w, g, geometry.computed(by: tile))
        for (pass, (found, expected)) in zip(found, expected).enumerated() {
          #expect(
            relativeDifference(found, expected) < (dtype == .float64 ? 2e-14 : 5e-6),
            "\(tile), pass \(pass), \(dtype), \(input), \(filter), \(geometry.padding)")
        }
      }
    }
  }

  /// Sizes that take both ways, small filters by blocks and slices and large ones by panels and
  /// pieces, with more tiles than one block or one round holds, and rows of tiles of several parts.
  @Test(
    arguments: [
      (Shape([5, 37, 41, 12]), 20), (Shape([2, 9, 14, 200]), 168), (Shape([1, 60, 60, 184]), 180),
      (Shape([2, 5, 131, 9]), 17), (Shape([1, 9, 203, 160]), 250),
    ], [3, 5])
  func agreesWithGatheredProductsOnLargerSizes(_ sizes: (Shape, Int), _ taps: Int) {
    let (input, outputs) = sizes
    var draws = Draws("large winograd", input.count)
    let geometry = ConvolutionGeometry(padding: taps / 2)
    let (x, w) = (draws.normal(input), draws.normal([taps, taps, input[3], outputs]))
    let g = draws.normal(geometry.outputShape(for: input, filter: w.shape))
    // The gathered products are themselves compared with loops elsewhere; loops take seconds here.
    let expected = Self.passes(x, w, g, geometry.computed(by: .im2col))
    for tile in Self.tiles(taps: taps) {
      let found = Self.passes(x, w, g, geometry.computed(by: tile))
      for (pass, (found, expected)) in zip(found, expected).enumerated() {
        #expect(relativeDifference(found, expected) < 3e-14, "\(tile), pass \(pass), \(input)")
      }
    }
  }

  /// A pixel that is no number reaches every result that sees it and no other, also in its tiles.
  @Test(
    arguments: tiles.map { ($0, 3) } + [(.winograd2x2, 5)], [Double.nan, .infinity])
  func whatIsNoNumberReachesWhatSeesIt(_ kind: (ConvolutionAlgorithm, Int), _ value: Double) {
    let (tile, taps) = kind
    var draws = Draws("no number", 1)
    let clean = draws.normal([1, 21, 22, 20], dtype: .float32)
    let w = draws.normal([taps, taps, 20, 18], dtype: .float32)
    let geometry = ConvolutionGeometry(padding: taps / 2, algorithm: tile)
    var scalars = clean.scalars
    let (row, column) = (9, 13)
    scalars[(row * 22 + column) * 20 + 5] = value
    let x = Tensor(scalars, shape: clean.shape, dtype: .float32)
    let (found, expected) = (x.conv2d(w, geometry).scalars, clean.conv2d(w, geometry).scalars)
    for index in found.indices {
      let (y, x) = (index / 18 / 22, index / 18 % 22)
      if abs(y - row) <= taps / 2 && abs(x - column) <= taps / 2 {
        #expect(!found[index].isFinite, "\(y), \(x)")
      } else {
        #expect(abs(found[index] - expected[index]) < 1e-4, "\(y), \(x)")
      }
    }
  }

  /// Padding wider than a part of a row of tiles: whole parts see nothing of the image.
  @Test(arguments: tiles.map { ($0, 3) } + [(.winograd2x2, 5)], [(1, 200), (120, 90), (300, 0)])
  func partsBesideTheImageSeeZeros(
    _ kind: (ConvolutionAlgorithm, Int), _ sides: (left: Int, right: Int)
  ) {
    let (tile, taps) = kind
    var draws = Draws("beside", taps)
    let padding = Padding(top: 1, bottom: 1, left: sides.left, right: sides.right)
    let geometry = ConvolutionGeometry(stride: Extent(1), padding: padding)
    let (x, w) = (draws.normal([1, 6, 6, 16]), draws.normal([taps, taps, 16, 17]))
    let g = draws.normal(geometry.outputShape(for: x.shape, filter: w.shape))
    // What recycled memory holds must not matter.
    for _ in 0..<3 { _ = draws.normal([1, 64, 64, 16]) / Tensor(0, dtype: .float64) }
    let expected = Self.passes(x, w, g, geometry.computed(by: .im2col))
    let found = Self.passes(x, w, g, geometry.computed(by: tile))
    for (pass, (found, expected)) in zip(found, expected).enumerated() {
      #expect(relativeDifference(found, expected) < 2e-14, "\(tile), pass \(pass)")
    }
  }

  /// A 3x3 layer in float32, and the numbers that its passes are off from.
  private struct RoundedLayer {
    let x: Tensor, w: Tensor, g: Tensor
    /// The three passes in double precision, and in single precision by sums of one term after the other.
    let exact: [Tensor], inOrder: [Tensor]
    private let geometry = ConvolutionGeometry(padding: 1)

    init(_ name: String, images: Int, side: Int, _ channels: Int) {
      var draws = Draws(name, channels)
      let input: Shape = [images, side, side, channels]
      x = draws.normal(input, dtype: .float32)
      w = draws.normal([3, 3, channels, channels], dtype: .float32)
      g = draws.normal(input, dtype: .float32)
      let wide = [x, w, g].map { $0.converted(to: .float64) }
      exact = WinogradTests.passes(wide[0], wide[1], wide[2], geometry.computed(by: .im2col))
      inOrder = [
        ReferenceConvolution.forwardInSinglePrecision(x, w, geometry),
        ReferenceConvolution.inputGradientInSinglePrecision(g, w, inputShape: input, geometry),
        ReferenceConvolution.filterGradientInSinglePrecision(x, g, filterShape: w.shape, geometry),
      ]
    }

    /// The three passes as a geometry asks for them.
    func passes(_ wish: (ConvolutionGeometry) -> ConvolutionGeometry) -> [Tensor] {
      WinogradTests.passes(x, w, g, wish(geometry))
    }
  }

  /// What the accuracy class `.direct` takes is no worse than sums of one term after the other; the
  /// largest of some thousand errors is itself good to some per cent.
  @Test(arguments: [16, 24, 32, 64, 128])
  func directAccuracyIsNoWorseThanDirectSums(_ channels: Int) {
    let layer = RoundedLayer("accuracy", images: 2, side: 12, channels)
    let direct = layer.passes { $0.computed(within: .direct) }
    let fast = layer.passes { $0.computed(within: .fast) }
    let inOrder = layer.inOrder
    for pass in 0..<3 {
      func error(_ result: [Tensor]) -> Double {
        relativeDifference(result[pass], layer.exact[pass])
      }
      #expect(error(direct) <= 1.15 * error(inOrder), "pass \(pass)")
      #expect(error(fast) <= 4 * error(inOrder), "pass \(pass)")
    }
  }

  /// Tiles of two by four with few channels have no larger errors than sums in order, and a quarter
  /// more in the mean square: they sum a few channels at a time, and their points are chosen for it.
  @Test(arguments: [16, 24, 32])
  func tilesOfTwoByFourRoundLikeSumsInOrder(_ channels: Int) {
    let layer = RoundedLayer("two by four", images: 3, side: 20, channels)
    let found = layer.passes { $0.computed(by: .winograd2x4) }
    let (inOrder, exact) = (layer.inOrder, layer.exact)
    func largest(_ results: [Tensor]) -> Double {
      (0..<2).reduce(0) { $0 + relativeDifference(results[$1], exact[$1]) }
    }
    #expect(largest(found) <= largest(inOrder))
    for pass in 0..<2 {
      func spread(_ results: [Tensor]) -> Double {
        (results[pass].converted(to: .float64) - exact[pass]).squared().sum().scalars[0]
          .squareRoot()
      }
      #expect(spread(found) <= 1.3 * spread(inOrder), "pass \(pass)")
    }
  }

  /// Filter gradients that sum over many positions may take larger tiles: their sums are taken by
  /// blocks. Inputs of both signs, and those that a ReLU lets through.
  @Test(
    arguments: [
      (4, 16, "direct"), (8, 16, "winograd2x4"), (10, 15, "winograd2x4"),
      (8, 32, "winograd4x4"),
    ],
    [false, true])
  func directAccuracyHoldsForManyPositions(
    _ sizes: (images: Int, side: Int, algorithm: String), _ isRectified: Bool
  ) {
    let channels = 16
    var draws = Draws("positions", sizes.images)
    let input: Shape = [sizes.images, sizes.side, sizes.side, channels]
    let filter: Shape = [3, 3, channels, channels]
    let geometry = ConvolutionGeometry(padding: 1)
    let normal = draws.normal(input, dtype: .float32)
    let x = isRectified ? normal.relu() : normal
    let g = draws.normal(input, dtype: .float32)
    var problem = ConvolutionProblem(
      geometry.computed(within: .direct), input: input, filter: filter, output: input)
    problem.roundingCompounds = true
    if problem.tier.module != nil {
      #expect(
        "\(ConvolutionCostModel.algorithm(for: problem, .filterGradient))" == sizes.algorithm)
    }
    let exact = x.converted(to: .float64).conv2dFilterGradient(
      g.converted(to: .float64), filterShape: filter, geometry.computed(by: .im2col))
    let found = x.conv2dFilterGradient(
      g, filterShape: filter, geometry.computed(within: .direct))
    let inOrder = ReferenceConvolution.filterGradientInSinglePrecision(
      x, g, filterShape: filter, geometry)
    #expect(relativeDifference(found, exact) <= relativeDifference(inOrder, exact))
  }
}
