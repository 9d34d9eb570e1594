import Gradus
import Testing

/// Resizing by a factor that does not divide the image evenly, beside PyTorch's
/// `Upsample(scale_factor:)` in double precision.
@Suite struct ResizeFactorTests {
  /// PyTorch 2.15 of one row 0, 3, 1, 4, 2.
  private static let rows: [(Double, ResizeRule, Bool, [Double])] = [
    (1.5, .nearest, false, [0, 0, 3, 1, 1, 4, 2]),
    (
      1.5, .bilinear, false,
      [0, 1.5, 2.666666666666667, 1.3333333333333335, 2.5, 3.666666666666667, 2.333333333333334]
    ),
    (
      1.5, .bilinear, true, [0, 2, 2.3333333333333335, 1, 3, 3.333333333333334, 2]
    ),
    (
      1.5, .bicubic, false,
      [
        -0.2604166666666661, 1.6875, 2.9212962962962976, 1.0787037037037048, 2.5,
        3.9733796296296298, 2.339120370370371,
      ]
    ),
    (0.7, .nearest, false, [0, 3, 1]),
    (
      0.7, .bilinear, false, [0.6428571428571429, 1.7142857142857144, 3.8571428571428568]
    ),
    (
      0.7, .bicubic, false, [0.6248177842565593, 1.533892128279883, 4.024143586005831]
    ),
  ]

  @Test(arguments: rows.indices)
  func isPyTorchs(_ index: Int) {
    let (factor, rule, corners, expected) = Self.rows[index]
    let row = Tensor([0, 3, 1, 4, 2], dtype: .float64)
    let image = Tensor.stack([row, row]).reshaped(to: [1, 2, 5, 1])
    let found = Resize(factor: factor, rule, alignsCorners: corners)(image)
    #expect(found.shape == [1, Int(2 * factor), expected.count, 1])
    let error = zip(found[0, 0].scalars, expected).map { abs($0 - $1) }.max() ?? 1
    #expect(error < 1e-12, "\(found[0, 0].scalars)")
  }

  @Test func aWholeFactorRepeatsPixels() {
    let image = Tensor.range(49).reshaped(to: [1, 1, 49, 1])
    let found = Resize(factor: 49)(image)[0, 0].scalars
    let expected: [Double] = (0..<49 * 49).map { Double($0 / 49) }
    #expect(found == expected)
  }

  @Test func negativeSizesAreToldWithTheShape() {
    let error = #expect(throws: ShapeMismatch.self) {
      try Tape.dryRun { tape in
        tape.variable(Tensor(shapeOnly: [1, 4, 4, 2])).resized(height: -1, width: 3, .nearest).shape
      }
    }
    #expect(error?.description.contains("not [1, 4, 4, 2] to -1x3") == true)
  }
}
