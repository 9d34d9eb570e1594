import Gradus
import Testing

/// Every layer runs on shapes alone, initialised or not, in both modes, and gives the shape that
/// it gives with values.
@Suite struct ShapeOnlyForwardTests {
  private static let layers: [@Sendable () -> any Layer] = [
    { Conv2d(4, 6, kernel: 3, stride: 2, padding: 1, groups: 2) },
    { Linear(4, 3) }, { BatchNorm(4) }, { BatchNorm(4, affine: false) },
    { LocalResponseNorm() }, { Dropout() }, { Flatten() },
    { MaxPool2d(kernel: 3, stride: 2, padding: 1) }, { AveragePool2d(kernel: 2) },
    { AdaptiveAveragePool2d() }, { ReLU() }, { ReLU6() }, { Sigmoid() }, { Tanh() }, { SiLU() },
    { HardSigmoid() }, { HardSwish() }, { LeakyReLU() }, { PReLU(4) }, { ELU() }, { ELU(alpha: 2) },
    { SELU() }, { GELU() }, { Softplus() }, { Mish() }, { Identity() },
    { GroupNorm(2, 4) }, { InstanceNorm(4, affine: true) }, { LayerNorm([6, 4]) }, { RMSNorm(4) },
    { StandardizedConv2d(4, 6, kernel: 3) }, { Dropout2d() }, { DropBlock(size: 3) },
    { ConvTranspose2d(4, 3, kernel: 2, stride: 2) }, { Resize(factor: 1.5, .bicubic) },
    { Resize(height: 3, width: 4) }, { AdaptiveMaxPool2d(height: 2, width: 3) },
    { DilatedMaxPool2d(kernel: 2, dilation: 2) }, { PixelShuffle(2) }, { PixelUnshuffle(2) },
    { BorderPad(Padding(2), by: .reflect) },
    {
      Concatenate {
        ReLU()
        Sequential { Conv2d(4, 2, kernel: 1) }
      }
    },
    { PaddedShortcut(4, 8, stride: 2) }, { BasicBlock(4, 8, stride: 2, shortcut: .projected) },
    { Bottleneck(4, planes: 2, stride: 2) }, { Inception(4, 1, 2, 3, 4, 5, 6) },
    { AuxiliaryHead(4, classes: 3) },
  ]

  @Test(arguments: Self.layers.indices) func shapes(_ index: Int) {
    let shape: Shape = [2, 6, 6, 4]
    for mode in [Tape.Mode.training, .inference] {
      let layer = Self.layers[index]()
      func forward(_ x: Tensor) -> Tensor {
        let tape = Tape(mode, step: 0)
        return withExtendedLifetime(tape) { layer(tape.constant(x)).value }
      }
      let bare = forward(Tensor(shapeOnly: shape))
      #expect(bare.isShapeOnly, "\(type(of: layer))")
      layer.initialize(seed: 1)
      let full = forward(.normal(shape, from: RandomStream(seed: 1, name: "x")))
      #expect(!full.isShapeOnly && full.shape == bare.shape, "\(type(of: layer))")
      #expect(forward(Tensor(shapeOnly: shape)).shape == bare.shape, "\(type(of: layer))")
      let state = layer.stateDictionary
      #expect(state.allSatisfy { !$0.value.isShapeOnly }, "\(type(of: layer))")
    }
  }
}
