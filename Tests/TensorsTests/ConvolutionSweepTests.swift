import Foundation
import GradusTestSupport
import Testing

@testable import GradusTensors

/// An empty batch and one number that is not finite, through 2,568 geometries and all algorithms,
/// against seven nested loops.
///
/// A share of the geometries by default; `GRADUS_SWEEP=all` runs them all.
@Suite struct ConvolutionSweepTests {
  private static let isWhole = ProcessInfo.processInfo.environment["GRADUS_SWEEP"] == "all"
  private static let seeds = Array(stride(from: 0, to: 2_568, by: isWhole ? 1 : 24))

  /// One geometry, and what it is tried on.
  struct Case {
    let geometry: ConvolutionGeometry
    let input: Shape, filter: Shape
    let bad: Double
    let place: Int
    let dtype: DType

    init(_ seed: Int) {
      var draws = Draws("sweep", seed)
      // A third dense 3x3 filters, which Winograd takes; a sixth depthwise.
      let (isTile, isDepthwise) = (seed % 3 == 0, seed % 6 == 1)
      let groups = isTile ? 1 : isDepthwise ? draws.integer(2...20) : draws.integer(1...4)
      let ins = isDepthwise ? 1 : isTile ? draws.integer(1...20) : draws.integer(1...7)
      let outs = isDepthwise ? 1 : isTile ? draws.integer(1...20) : draws.integer(1...9)
      let kernel = isTile ? Extent(3) : draws.extent(1...5)
      geometry = ConvolutionGeometry(
        stride: isTile ? Extent(1) : draws.extent(1...3), padding: draws.padding(0...3),
        dilation: isTile ? Extent(1) : draws.extent(1...2), groups: groups)
      let span = Extent(
        height: (kernel.height - 1) * geometry.dilation.height + 1,
        width: (kernel.width - 1) * geometry.dilation.width + 1)
      let least = Extent(
        height: max(1, span.height - geometry.padding.top - geometry.padding.bottom),
        width: max(1, span.width - geometry.padding.left - geometry.padding.right))
      // Odd sizes and single pixels.
      input = [
        draws.integer(1...2), least.height + draws.integer(0...7),
        least.width + draws.integer(0...9),
        ins * groups,
      ]
      filter = [kernel.height, kernel.width, ins, outs * groups]
      bad = draws.element(of: [.nan, .infinity, -.infinity])
      place = draws.integer(0...1_000_000)
      dtype = draws.element(of: DType.allCases)
    }

    var algorithms: [ConvolutionGeometry] {
      ConvolutionAlgorithm.allCases.flatMap { algorithm in
        let geometry = geometry.computed(by: algorithm)
        return algorithm == .automatic ? [geometry, geometry.computed(within: .fast)] : [geometry]
      }
    }
  }

  /// The tensor with one element replaced.
  private func spoiled(_ tensor: Tensor, _ item: Case) -> Tensor {
    var values = tensor.scalars
    values[item.place % values.count] = item.bad
    return Tensor(values, shape: tensor.shape, dtype: tensor.dtype)
  }

  /// What stands where of a result that should be `expected`: the first difference, or nil.
  private func difference(_ found: Tensor, _ expected: Tensor) -> String? {
    let bound = found.dtype == .float64 ? 1e-10 : 1e-2
    guard found.shape == expected.shape else { return "shape \(found.shape)" }
    for (position, (a, b)) in zip(found.scalars, expected.scalars).enumerated() {
      let agrees = b.isFinite ? abs(a - b) < bound : b.isNaN ? a.isNaN : a == b
      if !agrees { return "\(a) and not \(b) at \(position) of \(found.shape)" }
    }
    return nil
  }

  @Test(arguments: seeds)
  func oneNumberReachesWhatSeesIt(_ seed: Int) {
    let item = Case(seed)
    var draws = Draws("values", seed)
    let x = draws.normal(item.input, dtype: item.dtype)
    let w = draws.normal(item.filter, dtype: item.dtype)
    let g = draws.normal(
      item.geometry.outputShape(for: item.input, filter: item.filter), dtype: item.dtype)
    let (badX, badW, badG) = (spoiled(x, item), spoiled(w, item), spoiled(g, item))
    typealias Reference = ReferenceConvolution
    let expected = [
      Reference.forward(badX, w, item.geometry), Reference.forward(x, badW, item.geometry),
      Reference.inputGradient(badG, w, inputShape: x.shape, item.geometry),
      Reference.inputGradient(g, badW, inputShape: x.shape, item.geometry),
      Reference.filterGradient(badX, g, filterShape: w.shape, item.geometry),
      Reference.filterGradient(x, badG, filterShape: w.shape, item.geometry),
    ]
    for geometry in item.algorithms {
      let found = [
        badX.conv2d(w, geometry), x.conv2d(badW, geometry),
        badG.conv2dInputGradient(filter: w, inputShape: x.shape, geometry),
        g.conv2dInputGradient(filter: badW, inputShape: x.shape, geometry),
        badX.conv2dFilterGradient(g, filterShape: w.shape, geometry),
        x.conv2dFilterGradient(badG, filterShape: w.shape, geometry),
      ]
      let names = ["y of x", "y of w", "dx of g", "dx of w", "dw of x", "dw of g"]
      for (name, (a, b)) in zip(names, zip(found, expected)) {
        if let difference = difference(a, b) {
          Issue.record("\(name), \(geometry), input \(x.shape), filter \(w.shape): \(difference)")
        }
      }
    }
  }

  @Test(arguments: seeds)
  func anEmptyBatchGivesZeros(_ seed: Int) {
    let item = Case(seed)
    let x = Tensor.zeros(Shape([0] + item.input.dimensions.dropFirst()), dtype: item.dtype)
    var draws = Draws("values", seed)
    let w = draws.normal(item.filter, dtype: item.dtype)
    for geometry in item.algorithms {
      // Memory that was used before holds something else than zeros.
      _ = Tensor.full(w.shape, 7, dtype: item.dtype)
      let y = x.conv2d(w, geometry)
      #expect(y.shape == geometry.outputShape(for: x.shape, filter: w.shape))
      #expect(y.conv2dInputGradient(filter: w, inputShape: x.shape, geometry).shape == x.shape)
      let dw = x.conv2dFilterGradient(y, filterShape: w.shape, geometry)
      #expect(dw.shape == w.shape && dw.scalars.allSatisfy { $0 == 0 })
    }
  }
}
