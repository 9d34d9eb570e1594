import Testing

/// Parameters and multiply-adds that were computed outside this project from the papers' tables, by
/// a script that agrees with torchvision, timm and Keras wherever they have the network.
struct PublishedCount: Sendable, CustomTestStringConvertible {
  let name: String
  /// Trainable numbers without auxiliary heads, and with them if there are any.
  let parameters: Int, withAuxiliary: Int?
  /// Multiply-adds in 10⁹ (ImageNet) or 10⁶ (CIFAR), rounded as printed.
  let multiplyAdds: Double

  init(_ name: String, _ parameters: Int, _ multiplyAdds: Double, withAuxiliary: Int? = nil) {
    self.name = name
    self.parameters = parameters
    self.withAuxiliary = withAuxiliary
    self.multiplyAdds = multiplyAdds
  }

  var testDescription: String { name }

  /// Images of 224 or so pixels: 10⁹ multiply-adds, three digits after the point.
  static let imageNet: [PublishedCount] = [
    Self("alexnet-paper", 60_965_224, 0.724),
    Self("alexnet-paper-ungrouped", 62_378_344, 1.135),
    Self("alexnet", 61_100_840, 0.714),
    Self("alexnet-lecture", 61_100_840, 0.717),
    Self("zfnet-paper", 62_357_608, 1.168),
    Self("zfnet-lecture", 107_627_624, 2.477),
    Self("vgg11", 132_863_336, 7.609),
    Self("vgg11_bn", 132_868_840, 7.609),
    Self("vgg13", 133_047_848, 11.308),
    Self("vgg13_bn", 133_053_736, 11.308),
    Self("vgg16c", 133_638_952, 11.771),
    Self("vgg16", 138_357_544, 15.470),
    Self("vgg16_bn", 138_365_992, 15.470),
    Self("vgg16-lecture", 137_767_464, 13.621),
    Self("vgg11-lrn", 132_863_336, 7.609),
    Self("vgg19", 143_667_240, 19.632),
    Self("vgg19_bn", 143_678_248, 19.632),
    Self("googlenet-paper", 6_998_552, 1.583, withAuxiliary: 13_378_280),
    Self("googlenet", 6_624_904, 1.498, withAuxiliary: 13_004_888),
    Self("inception_v3", 23_834_568, 5.713, withAuxiliary: 27_161_264),
    Self("plain18", 11_515_688, 1.795),
    Self("plain34", 21_623_848, 3.644),
    Self("resnet18-a", 11_515_688, 1.795),
    Self("resnet18", 11_689_512, 1.814),
    Self("resnet34-a", 21_623_848, 3.644),
    Self("resnet34", 21_797_672, 3.664),
    Self("resnet34-c", 22_716_840, 3.831),
    Self("resnet50-v1", 25_557_032, 3.858),
    Self("resnet50", 25_557_032, 4.089),
    Self("resnet101-v1", 44_549_160, 7.570),
    Self("resnet101", 44_549_160, 7.801),
    Self("resnet152-v1", 60_192_808, 11.282),
    Self("resnet152", 60_192_808, 11.514),
    Self("preact_resnet200", 64_666_152, 15.007),
    Self("wide_resnet50_2", 68_883_240, 11.398),
    Self("wide_resnet101_2", 126_886_696, 22.753),
    Self("resnext50_32x4d", 25_028_904, 4.230),
    Self("resnext101_32x4d", 44_177_704, 7.970),
    Self("resnext101_32x8d", 88_791_336, 16.414),
    Self("resnext101_64x4d", 83_455_272, 15.460),
    Self("se_resnet50-v1", 28_088_024, 3.860),
    Self("se_resnet50", 28_088_024, 4.092),
    Self("se_resnext50_32x4d", 27_559_896, 4.233),
    Self("se_resnext101_32x4d", 48_955_416, 7.975),
  ]

  /// Images of 32 pixels: 10⁶ multiply-adds, two digits after the point.
  static let cifar: [PublishedCount] = [
    Self("plain20-cifar", 269_722, 40.55),
    Self("plain32-cifar", 464_154, 68.86),
    Self("plain44-cifar", 658_586, 97.17),
    Self("plain56-cifar", 853_018, 125.49),
    Self("resnet20-cifar", 269_722, 40.55),
    Self("resnet32-cifar", 464_154, 68.86),
    Self("resnet44-cifar", 658_586, 97.17),
    Self("resnet56-cifar", 853_018, 125.49),
    Self("resnet110-cifar", 1_727_962, 252.89),
    Self("resnet1202-cifar", 19_421_274, 2829.24),
    // Idelbayev's nets differ in where zeros stand, not in what they cost.
    Self("resnet20-cifar-both-sides", 269_722, 40.55),
    Self("resnet32-cifar-both-sides", 464_154, 68.86),
    Self("resnet44-cifar-both-sides", 658_586, 97.17),
    Self("resnet56-cifar-both-sides", 853_018, 125.49),
    Self("resnet110-cifar-both-sides", 1_727_962, 252.89),
    Self("resnet1202-cifar-both-sides", 19_421_274, 2829.24),
    Self("resnet20-cifar-b", 272_474, 40.81),
    Self("plain110-cifar", 1_727_962, 252.89),
    Self("preact_resnet110-cifar", 1_727_962, 252.89),
    Self("resnet164-cifar", 1_704_154, 244.50),
    Self("preact_resnet164-cifar", 1_703_258, 247.65),
    Self("preact_resnet1001-cifar", 10_327_706, 1491.00),
    Self("wide_resnet16_8-cifar", 10_961_370, 1548.15),
    Self("wide_resnet40_4-cifar", 8_949_210, 1298.58),
    Self("wide_resnet28_10-cifar", 36_479_194, 5243.33),
    Self("resnext29_8x64d-cifar", 34_426_698, 5387.27),
    Self("resnext29_16x64d-cifar", 68_155_210, 10688.87),
    Self("se_resnet20-cifar", 272_095, 40.55),
    Self("se_resnet110-cifar", 1_742_200, 252.90),
    // Zhang et al. 2016, Table 1; the one with batch norm has scales too, 1,712 of them.
    Self("inception_small-cifar", 1_649_402, 204.22),
    Self("inception_small_bn-cifar", 1_651_114, 204.22),
    Self("mobilenet_v1-cifar", 3_217_226, 46.35),
    Self("resnet8-cifar", 78_186, 12.50),
    // Counted by hooks on the modules of kuangliu/pytorch-cifar.
    Self("vgg11-pytorch-cifar", 9_231_114, 152.77),
    Self("vgg13-pytorch-cifar", 9_416_010, 228.27),
    Self("vgg16-pytorch-cifar", 14_728_266, 313.20),
    Self("vgg19-pytorch-cifar", 20_040_522, 398.14),
    Self("resnet18-pytorch-cifar", 11_173_962, 555.42),
    Self("resnet34-pytorch-cifar", 21_282_122, 1159.40),
    Self("resnet50-pytorch-cifar", 23_520_842, 1297.83),
    Self("resnet101-pytorch-cifar", 42_512_970, 2509.98),
    Self("resnet152-pytorch-cifar", 58_156_618, 3722.14),
    Self("preact_resnet18-pytorch-cifar", 11_171_146, 555.42),
    Self("preact_resnet34-pytorch-cifar", 21_279_306, 1159.40),
    Self("preact_resnet50-pytorch-cifar", 23_509_066, 1297.83),
    Self("preact_resnet101-pytorch-cifar", 42_501_194, 2509.98),
    Self("preact_resnet152-pytorch-cifar", 58_144_842, 3722.14),
    Self("senet18-pytorch-cifar", 11_260_354, 555.51),
    Self("resnext29_2x64d-pytorch-cifar", 9_128_778, 1409.49),
    Self("resnext29_4x64d-pytorch-cifar", 27_104_586, 4228.08),
    Self("resnext29_8x64d-pytorch-cifar", 89_598_282, 14093.10),
    Self("resnext29_32x4d-pytorch-cifar", 4_774_218, 772.48),
    Self("googlenet-pytorch-cifar", 6_166_250, 1521.76),
    Self("densenet121-pytorch-cifar", 6_956_298, 888.35),
    Self("densenet161-pytorch-cifar", 26_482_378, 2467.55),
    Self("densenet169-pytorch-cifar", 12_493_322, 1059.80),
    Self("densenet201-pytorch-cifar", 18_104_330, 1363.89),
    Self("densenet-pytorch-cifar", 1_000_618, 125.34),
    Self("dpn26-pytorch-cifar", 11_574_842, 665.05),
    Self("dpn92-pytorch-cifar", 34_236_634, 2042.42),
    Self("mobilenet-pytorch-cifar", 3_217_226, 46.35),
    Self("mobilenet_v2-pytorch-cifar", 2_296_922, 91.15),
    Self("shufflenet_g2-pytorch-cifar", 887_582, 39.61),
    Self("shufflenet_g3-pytorch-cifar", 862_768, 38.61),
    Self("efficientnet_b0-pytorch-cifar", 3_598_598, 30.33),
    Self("regnetx_200mf-pytorch-cifar", 2_321_946, 223.32),
    Self("regnetx_400mf-pytorch-cifar", 4_779_338, 466.16),
    Self("regnety_400mf-pytorch-cifar", 5_714_362, 467.09),
    Self("lenet-pytorch-cifar", 62_006, 0.65),
    Self("dla-pytorch-cifar", 16_291_386, 1030.94),
    Self("simple_dla-pytorch-cifar", 15_142_970, 913.50),
    Self("shufflenet_v2_x0_5-pytorch-cifar", 352_042, 10.90),
    Self("shufflenet_v2_x1_0-pytorch-cifar", 1_263_854, 45.00),
    Self("shufflenet_v2_x1_5-pytorch-cifar", 2_488_874, 94.26),
    Self("shufflenet_v2_x2_0-pytorch-cifar", 5_338_026, 181.65),
    Self("pnasnet_a-pytorch-cifar", 130_646, 28.04),
    Self("pnasnet_b-pytorch-cifar", 451_626, 74.47),
  ]
}
