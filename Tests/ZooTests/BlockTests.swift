import Gradus
import GradusTestSupport
import Testing

/// The building blocks: shapes, parameters, and a gradient at every parameter.
@Suite struct BlockTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let output: Shape
    let make: @Sendable () -> any Layer
    var testDescription: String { name }

    init(_ name: String, _ output: Shape, _ make: @escaping @Sendable () -> any Layer) {
      (self.name, self.output, self.make) = (name, output, make)
    }
  }

  /// All blocks on `[3, 7, 7, 8]`.
  static let cases: [Case] =
    ShortcutOption.allCases.flatMap { option in
      [
        Case("basic \(option)", [3, 7, 7, 8]) { BasicBlock(8, 8, shortcut: option) },
        Case("basic \(option), stride 2", [3, 4, 4, 12]) {
          BasicBlock(8, 12, stride: 2, shortcut: option)
        },
      ]
    }
    + [Bottleneck.StrideStyle.first1x1, .conv3x3].flatMap { style in
      [
        Case("bottleneck \(style)", [3, 7, 7, 8]) { Bottleneck(8, planes: 2, strideStyle: style) },
        Case("bottleneck \(style), stride 2", [3, 4, 4, 16]) {
          Bottleneck(8, planes: 4, stride: 2, strideStyle: style)
        },
        Case("bottleneck \(style), padded", [3, 4, 4, 16]) {
          Bottleneck(8, planes: 4, stride: 2, strideStyle: style, shortcut: .padded)
        },
        Case("bottleneck \(style), groups", [3, 7, 7, 16]) {
          Bottleneck(8, planes: 4, width: 6, groups: 3, strideStyle: style)
        },
      ]
    } + [
      Case("inception", [3, 7, 7, 2 + 3 + 4 + 5]) { Inception(8, 2, 4, 3, 4, 4, 5) },
      Case("auxiliary head", [3, 10]) { AuxiliaryHead(8, classes: 10) },
    ]

  @Test(arguments: cases) func oneStepReachesEveryParameter(_ block: Case) throws {
    let layer = block.make().initialize(seed: 2)
    // So that the last ReLU is neither shut nor open everywhere and biases matter.
    let images = Tensor.normal([3, 7, 7, 8], from: RandomStream(seed: 3, name: "x"))
    let tape = Tape(.training, seed: 1, step: 0)
    let output = layer(tape.constant(images))
    #expect(output.shape == block.output)
    let weights = Tensor.normal(output.shape, from: RandomStream(seed: 4, name: "w"))
    let loss = (output * Variable(weights)).mean()
    #expect(loss.value.isFinite)
    let gradients = tape.gradients(of: loss)
    for (path, parameter) in layer.parameters {
      let gradient = try #require(gradients[parameter], "\(path)")
      #expect(gradient.isFinite && gradient.norm > 0, "\(path)")
    }
  }

  @Test func strideSitsWhereTheStyleSays() {
    let first = Bottleneck(8, planes: 2, stride: 2, strideStyle: .first1x1)
    #expect(first.conv1.geometry == ConvolutionGeometry(stride: 2, padding: 0))
    #expect(first.conv2.geometry == ConvolutionGeometry(stride: 1, padding: 1))
    let second = Bottleneck(8, planes: 2, stride: 2, strideStyle: .conv3x3)
    #expect(second.conv1.geometry == ConvolutionGeometry(stride: 1, padding: 0))
    #expect(second.conv2.geometry == ConvolutionGeometry(stride: 2, padding: 1))
  }

  @Test func optionASubsamplesAndPadsWithZeros() {
    let x = Tensor.normal(
      [2, 5, 4, 3], from: RandomStream(seed: 1, name: "x"), dtype: .float64)
    let shortcut = PaddedShortcut(3, 5, stride: 2)
    let y = shortcut(x)
    #expect(shortcut.parameters.isEmpty)
    #expect(y.shape == [2, 3, 2, 5])
    for n in 0..<2 {
      for h in 0..<3 {
        for w in 0..<2 {
          for c in 0..<5 {
            let expected = c < 3 ? x[n, 2 * h, 2 * w, c] : 0
            #expect(y[n, h, w, c] == expected)
          }
        }
      }
    }
  }

  @Test func anIdentityShortcutAddsTheInput() {
    let x = Tensor.normal(
      [2, 4, 4, 3], from: RandomStream(seed: 1, name: "x"), dtype: .float64)
    let plain = BasicBlock(3, 3, shortcut: .none).initialize(seed: 1, dtype: .float64)
    let residual = BasicBlock(3, 3, shortcut: .padded).initialize(seed: 1, dtype: .float64)
    // With a dead branch the plain block gives nothing and the residual one its input.
    for block in [plain, residual] { block.bn2.weight!.value = .zeros([3], dtype: .float64) }
    #expect(plain(x).scalars.allSatisfy { $0 == 0 })
    #expect(residual(x).scalars == x.scalars.map { max($0, 0) })
  }

  @Test func auxiliaryHeadHasGoogLeNetsParameters() {
    // 512 x 128 + 128, 2048 x 1024 + 1024, 1024 x 1000 + 1000 for the first head.
    let head = AuxiliaryHead(512, classes: 1000)
    #expect(head.parameterCount == 65_664 + 2_098_176 + 1_025_000)
    // Module 3a of the paper's Table 1: 159K parameters without biases.
    let weights = Inception(192, 64, 96, 128, 16, 32, 32).parameters
      .filter { $0.path.hasSuffix("weight") }.map(\.parameter.shape.count)
    #expect(weights.reduce(0, +) == 163_328)
  }
}
