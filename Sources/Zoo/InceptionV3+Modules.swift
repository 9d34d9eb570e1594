import GradusLayers
import GradusTensors

/// The five kinds of modules of Inception-v3, under torchvision's letters and state names.
extension InceptionBranches {
  /// 35x35: the 5x5 convolutions, and 5x5 as two 3x3 (Szegedy et al. 2015, Fig. 5).
  static func a(_ inputs: Int, poolProjection: Int) -> InceptionBranches {
    InceptionBranches([
      Branch([("branch1x1", ConvReLU(inputs, 64, kernel: 1))]),
      Branch([
        ("branch5x5_1", ConvReLU(inputs, 48, kernel: 1)),
        ("branch5x5_2", ConvReLU(48, 64, kernel: 5, padding: 2)),
      ]),
      Branch([
        ("branch3x3dbl_1", ConvReLU(inputs, 64, kernel: 1)),
        ("branch3x3dbl_2", ConvReLU(64, 96, kernel: 3, padding: 1)),
        ("branch3x3dbl_3", ConvReLU(96, 96, kernel: 3, padding: 1)),
      ]),
      pooled(inputs, poolProjection),
    ])
  }

  /// From 35x35 to 17x17 (Fig. 10).
  static func b(_ inputs: Int) -> InceptionBranches {
    InceptionBranches([
      Branch([("branch3x3", ConvReLU(inputs, 384, kernel: 3, stride: 2))]),
      Branch([
        ("branch3x3dbl_1", ConvReLU(inputs, 64, kernel: 1)),
        ("branch3x3dbl_2", ConvReLU(64, 96, kernel: 3, padding: 1)),
        ("branch3x3dbl_3", ConvReLU(96, 96, kernel: 3, stride: 2)),
      ]),
      Branch([("pool", MaxPool2d(kernel: 3, stride: 2))]),
    ])
  }

  /// 17x17: 7x7 convolutions as 1x7 and 7x1 of the given width (Fig. 6).
  static func c(_ inputs: Int, width: Int) -> InceptionBranches {
    InceptionBranches([
      Branch([("branch1x1", ConvReLU(inputs, 192, kernel: 1))]),
      Branch([
        ("branch7x7_1", ConvReLU(inputs, width, kernel: 1)),
        ("branch7x7_2", ConvReLU(width, width, kernel: Extent(height: 1, width: 7))),
        ("branch7x7_3", ConvReLU(width, 192, kernel: Extent(height: 7, width: 1))),
      ]),
      Branch([
        ("branch7x7dbl_1", ConvReLU(inputs, width, kernel: 1)),
        ("branch7x7dbl_2", ConvReLU(width, width, kernel: Extent(height: 7, width: 1))),
        ("branch7x7dbl_3", ConvReLU(width, width, kernel: Extent(height: 1, width: 7))),
        ("branch7x7dbl_4", ConvReLU(width, width, kernel: Extent(height: 7, width: 1))),
        ("branch7x7dbl_5", ConvReLU(width, 192, kernel: Extent(height: 1, width: 7))),
      ]),
      pooled(inputs, 192),
    ])
  }

  /// From 17x17 to 8x8.
  static func d(_ inputs: Int) -> InceptionBranches {
    InceptionBranches([
      Branch([
        ("branch3x3_1", ConvReLU(inputs, 192, kernel: 1)),
        ("branch3x3_2", ConvReLU(192, 320, kernel: 3, stride: 2)),
      ]),
      Branch([
        ("branch7x7x3_1", ConvReLU(inputs, 192, kernel: 1)),
        ("branch7x7x3_2", ConvReLU(192, 192, kernel: Extent(height: 1, width: 7))),
        ("branch7x7x3_3", ConvReLU(192, 192, kernel: Extent(height: 7, width: 1))),
        ("branch7x7x3_4", ConvReLU(192, 192, kernel: 3, stride: 2)),
      ]),
      Branch([("pool", MaxPool2d(kernel: 3, stride: 2))]),
    ])
  }

  /// 8x8: branches that end in 1x3 and 3x1 convolutions side by side (Fig. 7).
  static func e(_ inputs: Int) -> InceptionBranches {
    InceptionBranches([
      Branch([("branch1x1", ConvReLU(inputs, 320, kernel: 1))]),
      Branch(
        [("branch3x3_1", ConvReLU(inputs, 384, kernel: 1))],
        fork: [
          ("branch3x3_2a", ConvReLU(384, 384, kernel: Extent(height: 1, width: 3))),
          ("branch3x3_2b", ConvReLU(384, 384, kernel: Extent(height: 3, width: 1))),
        ]),
      Branch(
        [
          ("branch3x3dbl_1", ConvReLU(inputs, 448, kernel: 1)),
          ("branch3x3dbl_2", ConvReLU(448, 384, kernel: 3, padding: 1)),
        ],
        fork: [
          ("branch3x3dbl_3a", ConvReLU(384, 384, kernel: Extent(height: 1, width: 3))),
          ("branch3x3dbl_3b", ConvReLU(384, 384, kernel: Extent(height: 3, width: 1))),
        ]),
      pooled(inputs, 192),
    ])
  }

  private static func pooled(_ inputs: Int, _ projection: Int) -> Branch {
    Branch([
      ("pool", AveragePool2d(kernel: 3, stride: 1, padding: 1)),
      ("branch_pool", ConvReLU(inputs, projection, kernel: 1)),
    ])
  }
}
