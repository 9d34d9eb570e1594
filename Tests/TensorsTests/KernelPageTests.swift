import Foundation
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// The page that maps a layer's shape to the kernel that computes it says what the cost model says.
@Suite struct KernelPageTests {
  private struct Row {
    let name: String
    let input: Shape, filter: Shape
    let geometry: ConvolutionGeometry

    init(_ name: String, _ input: Shape, _ filter: Shape, _ geometry: ConvolutionGeometry) {
      (self.name, self.input, self.filter, self.geometry) = (name, input, filter, geometry)
    }

    /// `| layer | inference | forward | input gradient | filter gradient |`.
    func line(_ tier: VectorUnit.Tier) -> String {
      func algorithm(_ pass: ConvolutionCostModel.Pass, inference: Bool = false) -> String {
        var problem = ConvolutionProblem(
          geometry, input: input, filter: filter,
          output: geometry.outputShape(for: input, filter: filter))
        (problem.roundingCompounds, problem.tier) = (!inference, tier)
        return "`\(ConvolutionCostModel.algorithm(for: problem, pass))`"
      }
      let columns =
        [name, algorithm(.forward, inference: true)]
        + ConvolutionCostModel.Pass.allCases.map { algorithm($0) }
      return "| " + columns.joined(separator: " | ") + " |"
    }
  }

  private static func dense(
    _ name: String, _ batch: Int, _ size: Int, _ inputs: Int, _ outputs: Int, kernel: Int = 3,
    stride: Int = 1, dilation: Int = 1, groups: Int = 1
  ) -> Row {
    Row(
      "\(name), \(batch) images of \(size)x\(size)", [batch, size, size, inputs],
      [kernel, kernel, inputs / groups, outputs],
      ConvolutionGeometry(
        stride: stride, padding: kernel / 2 * dilation, dilation: dilation, groups: groups))
  }

  private static let rows = [
    dense("3x3, 16 channels", 128, 32, 16, 16), dense("3x3, 32 channels", 128, 16, 32, 32),
    dense("3x3, 64 channels", 128, 8, 64, 64), dense("3x3, 64 channels", 16, 56, 64, 64),
    dense("3x3, 128 channels", 16, 28, 128, 128), dense("3x3, 256 channels", 8, 14, 256, 256),
    dense("3x3, 512 channels", 16, 7, 512, 512), dense("3x3, 512 channels", 4, 1, 512, 512),
    dense("3x3 of stride 2, 128 channels", 8, 56, 128, 128, stride: 2),
    dense("3x3 of dilation 2, 64 channels", 8, 28, 64, 64, dilation: 2),
    dense("3x3, 3 to 64 channels", 4, 224, 3, 64),
    dense("7x7 of stride 2, 3 to 64 channels", 16, 224, 3, 64, kernel: 7, stride: 2),
    dense("5x5, 64 to 192 channels", 32, 27, 64, 192, kernel: 5),
    Row(
      "7x1, 192 channels, 8 images of 17x17", [8, 17, 17, 192], [7, 1, 192, 192],
      ConvolutionGeometry(
        stride: Extent(1), padding: Padding(top: 3, bottom: 3, left: 0, right: 0))),
    Row(
      "7x7 without padding, 64 to 128 channels, 8 images of 7x7", [8, 7, 7, 64], [7, 7, 64, 128],
      ConvolutionGeometry()),
    dense("1x1, 64 to 256 channels", 8, 56, 64, 256, kernel: 1),
    dense("1x1, 256 to 64 channels", 8, 56, 256, 64, kernel: 1),
    dense("1x1, 512 to 2048 channels", 8, 7, 512, 2048, kernel: 1),
    dense("1x1 of stride 2, 256 to 512 channels", 8, 56, 256, 512, kernel: 1, stride: 2),
    dense("3x3 in 32 groups, 256 channels", 8, 14, 256, 256, groups: 32),
    dense("3x3 depthwise, 144 channels", 16, 56, 144, 144, groups: 144),
  ]

  private static let page = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Docs/Kernels.md")

  #if arch(x86_64)
    @Test(arguments: [VectorUnit.Tier.avx2, .avx512, .scalar])
    func theTableIsTheCostModels(_ tier: VectorUnit.Tier) throws {
      let text = try String(contentsOf: Self.page, encoding: .utf8)
      let table = Self.rows.map { $0.line(tier) }.joined(separator: "\n")
      #expect(text.contains(table), "Docs/Kernels.md must have this table (\(tier)):\n\(table)")
    }
  #endif

  @Test func everyFolderIsNamed() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let root = Self.page.deletingLastPathComponent().deletingLastPathComponent()
    for folder in try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: "Sources/Tensors/Kernels").path())
    {
      #expect(text.contains("| `\(folder)` |"), "\(folder)")
    }
  }

  @Test func theTilesAreTheTiers() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    for tier in VectorUnit.Tier.allCases {
      guard let kernels = Float.vectorKernels(of: tier) else { continue }
      let tile = kernels.registerTile
      let line =
        "| `\(tier)` | \(tile.rows)x\(tile.columns) | \(tile.outerRows)x\(tile.columns) | "
        + "\(tile.gatheredRows)x\(tile.wideColumns), \(tile.gatheredRows)x\(tile.narrowColumns) | "
        + "\(kernels.functionLanes) |"
      #expect(text.contains(line), "\(line)")
    }
  }

  /// Longer vectors are loops over their elements.
  @Test(arguments: VectorUnit.available)
  func functionsWorkOnVectorsThatTheCompilerMakesWhole(_ tier: VectorUnit.Tier) {
    guard let floats = Float.vectorKernels(of: tier), let doubles = Double.vectorKernels(of: tier)
    else { return }
    #expect(floats.functionLanes <= 16)
    #expect(doubles.functionLanes <= 16)
  }
}
