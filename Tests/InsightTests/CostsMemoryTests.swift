import Gradus
import Testing

/// Memory of images and results, as convnet-burden counts it, against numbers computed outside of
/// this project.
@Suite struct CostsMemoryTests {
  /// MiB of float32 for one image, with one digit after the point.
  private static let published: [String: Double] = [
    "alexnet-paper": 5.4, "alexnet-paper-ungrouped": 5.4, "alexnet": 2.8, "alexnet-lecture": 2.8,
    "zfnet-paper": 8.9, "zfnet-lecture": 9.6, "vgg11": 34.8, "vgg11_bn": 63.1, "vgg13": 53.2,
    "vgg13_bn": 99.9, "vgg16c": 58.1, "vgg16": 58.1, "vgg16_bn": 109.8, "vgg19": 63.1,
    "vgg19_bn": 119.8, "googlenet-paper": 26.1, "googlenet": 35.3, "plain18": 19.0,
    "plain34": 28.5, "resnet18-a": 21.8, "resnet18": 23.2, "resnet34-a": 33.8, "resnet34": 35.1,
    "resnet34-c": 44.3, "resnet50-v1": 103.2, "resnet50": 107.2, "resnet101-v1": 155.2,
    "resnet101": 159.3, "resnet152-v1": 219.6, "resnet152": 223.6, "wide_resnet50_2": 132.3,
    "resnext50_32x4d": 132.3, "resnext101_32x4d": 197.4, "resnext101_32x8d": 273.5,
    "se_resnet50-v1": 124.4, "se_resnet50": 128.4, "se_resnext50_32x4d": 153.4,
    "se_resnext101_32x4d": 231.7, "densenet121": 126.9, "densenet169": 152.9,
    "densenet201": 196.8, "densenet161": 235.9, "squeezenet1_0": 29.6, "squeezenet1_1": 17.2,
    "mobilenet_v1": 39.1, "mobilenet_v2": 52.4, "mobilenet_v3_large": 38.1,
    "mobilenet_v3_small": 12.7, "shufflenet_v1_g3": 30.5, "shufflenet_v1_g8": 47.0,
    "shufflenet_v2_x0_5": 10.0, "shufflenet_v2_x1_0": 18.9, "mnasnet_a1": 51.2,
    "mnasnet1_0": 43.3, "efficientnet_b0": 61.7,
  ]

  private func mebibytes(_ name: String) throws -> Double {
    let entry = try Catalog.entry(named: name)
    let model = entry.make(entry.classes, entry.inputSize.channels)
    let size = entry.inputSize
    let costs = NetworkCosts(of: model, input: [1, size.height, size.width, size.channels]) {
      model($0).logits
    }
    let convention = try #require(CostConvention.named("convnet-burden"))
    return try #require(convention.memory(of: costs)).value
  }

  @Test func isThePublishedNumber() throws {
    for (name, expected) in Self.published {
      let found = try mebibytes(name)
      #expect(abs(found - expected) < 0.051, "\(name): \(found), published \(expected)")
    }
  }

  /// torchvision joins the branches of the last two modules in two steps, which takes twice
  /// 2 x 8 x 8 x 768 numbers that joining at once does not.
  @Test func inceptionJoinsItsBranchesAtOnce() throws {
    let intermediate = 4 * Double(2 * 2 * 8 * 8 * 768) / 0x1p20
    #expect(abs(try mebibytes("inception_v3") + intermediate - 90.0) < 0.051)
  }

  /// The published number normalises after the first pooling; the authors' release, and this
  /// network, before it: 112 x 112 numbers a channel instead of 56 x 56.
  @Test func preActivationNetNormalisesBeforePooling() throws {
    let difference = 4 * Double(64 * (112 * 112 - 56 * 56)) / 0x1p20
    #expect(abs(try mebibytes("preact_resnet200") - difference - 313.5) < 0.051)
  }
}
