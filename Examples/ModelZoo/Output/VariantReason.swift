/// Why two variants of a network differ, where somebody published it.
enum VariantReason {
  /// The reason for a pair, in either order; nil where none is known.
  static func between(_ a: String, _ b: String) -> String? {
    all.first { ($0.names.0, $0.names.1) == (a, b) || ($0.names.1, $0.names.0) == (a, b) }?.reason
  }

  private static let all: [(names: (String, String), reason: String)] = [
    (
      ("googlenet", "googlenet-paper"),
      "torchvision has batch normalisation, no conv biases, 3x3 for 5x5 convolutions (pytorch/vision "
        + "issue 906, from TF-slim), a 2x2 fourth pooling and no local response normalisation"
    ),
    (
      ("alexnet", "alexnet-paper"),
      "torchvision has the net of \"One weird trick\" (1404.5997): 64/192/384/256/256 channels, no "
        + "groups, no local response normalisation, 224 pixels with padding 2"
    ),
    (("alexnet", "alexnet-lecture"), "the lecture puts 227-pixel images into the padded net"),
    (
      ("alexnet-paper", "alexnet-paper-ungrouped"),
      "the paper split conv2, conv4 and conv5 over two GPUs; most ports do not"
    ),
    (("zfnet-paper", "zfnet-lecture"), "the lecture has conv3-5 of the paper's Table 2 (b)"),
    (
      ("vgg16", "vgg16-lecture"),
      "the lecture's table lacks conv3_3: 12 convolutions, hence 48.6 MB and 13.6 G"
    ),
    (("vgg16", "vgg19"), "one more convolution in each of the last three stages"),
    (
      ("resnet34", "resnet50"),
      "3, 4, 6 and 3 blocks in both; bottlenecks stand for the basic blocks (He et al. 2015, Table 1)"
    ),
    (
      ("resnet101", "resnet152"),
      "3, 4, 23, 3 and 3, 8, 36, 3 blocks: the first and the last stage are the same"
    ),
    (("vgg16", "vgg16c"), "configuration C has 1x1 third convolutions in stages 3 to 5"),
    (
      ("resnet34", "resnet34-a"),
      "option A pads with zero channels, option B projects (He et al. 2015, section 3.3)"
    ),
    (
      ("resnet18", "resnet18-a"),
      "option A pads with zero channels, option B projects (He et al. 2015, section 3.3)"
    ),
    (("resnet34", "resnet34-c"), "option C projects every shortcut (He et al. 2015, section 4.1)"),
    (("resnet18", "resnet18-c"), "option C projects every shortcut (He et al. 2015, section 4.1)"),
    (("plain34", "resnet34-a"), "shortcuts without parameters are the only difference"),
    (("plain18", "resnet18-a"), "shortcuts without parameters are the only difference"),
    (
      ("resnet50", "resnet50-v1"),
      "the paper strides in the first 1x1, fb.resnet.torch and torchvision in the 3x3 (v1.5)"
    ),
    (
      ("resnet101", "resnet101-v1"),
      "the paper strides in the first 1x1, fb.resnet.torch and torchvision in the 3x3 (v1.5)"
    ),
    (
      ("resnet152", "resnet152-v1"),
      "the paper strides in the first 1x1, fb.resnet.torch and torchvision in the 3x3 (v1.5)"
    ),
    (("resnet50", "wide_resnet50_2"), "only the 3x3 convolutions are twice as wide"),
    (
      ("mnasnet_a1", "mnasnet1_0"),
      "torchvision's is B1, searched without squeeze and excitation (Tan et al. 2018, Table 1)"
    ),
  ]
}
