/// The lecture's slides, those of one subject together, in their order; the last is an appendix.
enum LectureSlide: Int, CaseIterable {
  case challenge, alexNet, zfNet, vgg, threes, halving, vggSize, googLeNet, stem, inception, pooling
  case heads, year2015, deeper, residualBlock, stages, resNet18, resNet34, bottleneck, resNet50
  case normalization, later, summary, blocks

  /// The slides' heading.
  var title: String {
    switch self {
    case .challenge: "The challenge"
    case .alexNet: "AlexNet (2012)"
    case .zfNet: "ZFNet (2013)"
    case .vgg: "VGG (2014)"
    case .threes: "VGG: why only 3x3 convolutions"
    case .halving: "VGG: halve the image, double the channels"
    case .vggSize: "VGG-16 against AlexNet"
    case .googLeNet: "GoogLeNet (2014)"
    case .stem: "GoogLeNet: the stem"
    case .inception: "GoogLeNet: the inception module"
    case .pooling: "GoogLeNet: global average pooling"
    case .heads: "GoogLeNet: auxiliary classifiers"
    case .year2015: "ResNet (2015)"
    case .deeper: "Training deeper CNNs"
    case .residualBlock: "ResNet: the residual block"
    case .stages: "ResNet: stages"
    case .resNet18: "ResNet-18"
    case .resNet34: "ResNet-34"
    case .bottleneck: "The bottleneck block"
    case .resNet50: "ResNet-50, 101 and 152"
    case .normalization: "Where normalisation stands"
    case .later: "2016 and after"
    case .summary: "Summary"
    case .blocks: "Blocks beside their papers' figures"
    }
  }
}
