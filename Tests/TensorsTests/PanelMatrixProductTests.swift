import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// Products by sums in registers, against sums of doubles one after the other, on every tier.
@Suite struct PanelMatrixProductTests {
  /// Two operands in memory with unused elements between their rows, and a target with a frame.
  private struct Operands<T: KernelScalar> {
    let (m, n, k): (Int, Int, Int)
    let isTransposed: (a: Bool, b: Bool)
    let (a, b): ([T], [T])
    let (strideA, strideB, strideC): (Int, Int, Int)
    let initial: [T]

    init(
      _ m: Int, _ n: Int, _ k: Int, _ isTransposed: (a: Bool, b: Bool), gap: Int,
      _ draws: inout Draws
    ) {
      (self.m, self.n, self.k, self.isTransposed) = (m, n, k, isTransposed)
      strideA = (isTransposed.a ? m : k) + gap
      strideB = (isTransposed.b ? k : n) + gap
      strideC = n + gap
      func elements(_ count: Int) -> [T] {
        draws.normal([max(1, count)]).scalars.map { T($0) }
      }
      a = elements((isTransposed.a ? k : m) * strideA)
      b = elements((isTransposed.b ? n : k) * strideB)
      initial = elements(m * strideC)
    }

    func product(_ kernels: VectorKernels<T>, adds: Bool) -> [T] {
      var c = initial
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          c.withUnsafeMutableBufferPointer { c in
            PanelMatrixProduct(
              kernels: kernels, m: m, n: n, k: k,
              a: MatrixView(base: a.baseAddress!, stride: strideA, transposed: isTransposed.a),
              b: MatrixView(base: b.baseAddress!, stride: strideB, transposed: isTransposed.b),
              adds: adds, target: c.baseAddress!, targetStride: strideC
            ).run()
          }
        }
      }
      return c
    }

    /// The exact sum at a place of the result, and the sum of the terms' magnitudes.
    func sum(_ row: Int, _ column: Int) -> (sum: Double, magnitude: Double) {
      var (sum, magnitude) = (0.0, 0.0)
      for index in 0..<k {
        let x = a[isTransposed.a ? index * strideA + row : row * strideA + index]
        let y = b[isTransposed.b ? column * strideB + index : index * strideB + column]
        let term = Double(x) * Double(y)
        (sum, magnitude) = (sum + term, magnitude + term.magnitude)
      }
      return (sum, magnitude)
    }
  }

  private func check<T: KernelScalar>(
    _ operands: Operands<T>, _ kernels: VectorKernels<T>, adds: Bool, unit: Double
  ) {
    let result = operands.product(kernels, adds: adds)
    var wrong = 0
    for row in 0..<operands.m {
      for column in 0..<operands.strideC {
        let place = row * operands.strideC + column
        let before = Double(operands.initial[place])
        if column >= operands.n {
          wrong += Double(result[place]) == before ? 0 : 1
          continue
        }
        let (sum, magnitude) = operands.sum(row, column)
        let expected = adds ? before + sum : sum
        let bound = unit * (magnitude + before.magnitude) * Double(operands.k + 4)
        wrong += (Double(result[place]) - expected).magnitude <= bound ? 0 : 1
      }
    }
    #expect(
      wrong == 0,
      """
      \(operands.m)x\(operands.n)x\(operands.k) \(operands.isTransposed) of \(T.self), adds \(adds)
      """)
  }

  private static let transpositions = [(false, false), (true, false), (false, true), (true, true)]

  @Test(arguments: VectorUnit.available, transpositions)
  func randomShapesFollowTheDefinition(_ tier: VectorUnit.Tier, _ flags: (Bool, Bool)) {
    guard let floats = Float.vectorKernels(of: tier), let doubles = Double.vectorKernels(of: tier)
    else { return }
    var draws = Draws("panel products", 1)
    for _ in 0..<60 {
      let (m, n, k) = (
        draws.integer(1...40), draws.integer(1...80), draws.integer(1...70)
      )
      let (gap, adds) = (draws.integer(0...3), draws.integer(0...1) == 1)
      check(
        Operands<Float>(m, n, k, flags, gap: gap, &draws), floats, adds: adds, unit: 0x1p-24)
      check(
        Operands<Double>(m, n, k, flags, gap: gap, &draws), doubles, adds: adds, unit: 0x1p-53)
    }
  }

  /// More rows, columns and terms than one block has.
  @Test(arguments: VectorUnit.available, transpositions)
  func severalBlocksFollowTheDefinition(_ tier: VectorUnit.Tier, _ flags: (Bool, Bool)) {
    guard let kernels = Float.vectorKernels(of: tier) else { return }
    var draws = Draws("panel blocks", 2)
    for (m, n, k) in [(250, 3, 7), (3, 1100, 9), (5, 17, 900), (130, 300, 400)] {
      let operands = Operands<Float>(m, n, k, flags, gap: 1, &draws)
      for adds in [false, true] { check(operands, kernels, adds: adds, unit: 0x1p-24) }
    }
  }

  /// What the target held is not read, and what nobody wrote does not get in.
  @Test(arguments: VectorUnit.available)
  func oldNaNsAreForgottenAndNewOnesStay(_ tier: VectorUnit.Tier) {
    guard let kernels = Double.vectorKernels(of: tier) else { return }
    var (a, b) = ([Double](repeating: 0, count: 7 * 5), [Double](repeating: 1, count: 5 * 9))
    b[3 * 9 + 4] = .nan
    a[2 * 5 + 1] = 3
    var c = [Double](repeating: .nan, count: 7 * 9)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          PanelMatrixProduct(
            kernels: kernels, m: 7, n: 9, k: 5, a: MatrixView(base: a.baseAddress!, stride: 5),
            b: MatrixView(base: b.baseAddress!, stride: 9), adds: false, target: c.baseAddress!,
            targetStride: 9
          ).run()
        }
      }
    }
    #expect(c.indices.filter { c[$0].isNaN } == (0..<7).map { $0 * 9 + 4 })
    #expect(c[2 * 9] == 3 && c[3 * 9] == 0)
  }

  @Test(arguments: VectorUnit.available)
  func nothingToSumIsZeroOrWhatWasThere(_ tier: VectorUnit.Tier) {
    guard let kernels = Float.vectorKernels(of: tier) else { return }
    var draws = Draws("empty panel products", 3)
    let operands = Operands<Float>(3, 4, 0, (false, false), gap: 2, &draws)
    check(operands, kernels, adds: false, unit: 0)
    check(operands, kernels, adds: true, unit: 0)
  }

  /// The products of BLAS are left to it only where it knows the processor.
  @Test func lesserCoresAreLeftAlone() {
    for core in ["Prescott", "PRESCOTT", "Core2", "Nehalem", "Sandybridge"] {
      #expect(!BLAS.isSuited(implementation: "OpenBLAS", core: core))
    }
    for core in ["Zen", "Haswell", "SkylakeX", "Cooperlake", "armv8"] {
      #expect(BLAS.isSuited(implementation: "OpenBLAS", core: core))
    }
    #expect(BLAS.isSuited(implementation: "MKL", core: nil))
    #expect(!BLAS.isSuited(implementation: "reference", core: nil))
  }
}
