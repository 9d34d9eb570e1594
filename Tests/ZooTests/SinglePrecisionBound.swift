import GradusTensors
import Testing

@testable import GradusZoo

/// How far a network's run in float32 may lie from the published one in float64.
///
/// Inference agrees to rounding, which each layer amplifies a little. Most of a gradient's
/// difference is not rounding itself but what rounding decides: a ReLU or a maximum that falls the
/// other way moves single gradients by a finite amount, which happens more often the deeper a
/// network is and the fewer values batch normalisation averages (36 a channel in ResNet-50's last
/// stage). A shift in front of a batch normalisation has a gradient of exactly zero; its rounding
/// residue is compared with 10⁻⁶ of the largest gradient, which is where the largest bounds come
/// from (MobileNet v2, ShuffleNet v2). The bounds are five times what was measured, or more where
/// another choice of convolution algorithms was seen to move a network by more: the DenseNet of
/// pytorch-cifar is off by 1.5·10⁻⁴ with plain loops too, and was within 10⁻⁵ with other tiles.
/// Those of LeNet, ShuffleNetV2, PNASNet and DLA of pytorch-cifar and of TensorFlow's padding are at least
/// ten times what PyTorch's own run in float32 differs by.
struct SinglePrecisionBound: Sendable, CustomTestStringConvertible {
  let name: String
  let inference: Double, everything: Double

  init(_ name: String, inference: Double, everything: Double) {
    (self.name, self.inference, self.everything) = (name, inference, everything)
  }

  var testDescription: String { name }

  /// Networks with a record of their own.
  static let goldens: [Self] = [
    Self("alexnet", inference: 1e-5, everything: 3e-3),
    Self("vgg11", inference: 1e-5, everything: 3e-4),
    Self("resnet18", inference: 1e-5, everything: 2e-2),
    Self("resnet50", inference: 1e-5, everything: 2e-2),
    Self("resnext50_32x4d", inference: 1e-5, everything: 2e-2),
    Self("se_resnet50", inference: 1e-5, everything: 2e-2),
    Self("googlenet", inference: 1e-5, everything: 6e-2),
    Self("inception_v3", inference: 1e-5, everything: 8e-2),
    Self("densenet121", inference: 1e-5, everything: 3e-2),
    Self("mobilenet_v2", inference: 1e-5, everything: 5e-1),
    Self("shufflenet_v2_x1_0", inference: 1e-5, everything: 2e-1),
    Self("squeezenet1_1", inference: 1e-5, everything: 1.2e-2),
  ]

  /// Networks of the record `efficient-families`.
  static let efficientFamilies: [Self] = [
    Self("squeezenet1_0", inference: 1e-5, everything: 1e-4),
    Self("mobilenet_v1", inference: 1e-5, everything: 5e-3),
    Self("mobilenet_v3_large", inference: 1e-5, everything: 1e-4),
    Self("mobilenet_v3_small", inference: 1e-5, everything: 1e-4),
    Self("shufflenet_v2_x0_5", inference: 1e-5, everything: 2e-2),
    Self("shufflenet_v2_x1_5", inference: 1e-5, everything: 3e-2),
    Self("shufflenet_v2_x2_0", inference: 1e-5, everything: 3e-2),
    Self("mnasnet1_0", inference: 1e-5, everything: 6e-2),
    Self("mnasnet_a1", inference: 1e-5, everything: 1.1e-2),
    Self("efficientnet_b0", inference: 1e-5, everything: 1e-4),
    Self("inception_v4", inference: 1e-5, everything: 1e-1),
    Self("inception_resnet_v2", inference: 1e-5, everything: 5e-3),
    Self("shufflenet_v1_g3-megvii", inference: 1e-5, everything: 1e-2),
    Self("nasnet_a_mobile", inference: 1e-5, everything: 2e-2),
  ]

  /// Networks of the record `pytorch-cifar`.
  static let pyTorchCIFAR: [Self] = [
    Self("vgg11-pytorch-cifar", inference: 1e-5, everything: 3e-2),
    Self("resnet18-pytorch-cifar", inference: 1e-5, everything: 1e-2),
    Self("resnet50-pytorch-cifar", inference: 1e-5, everything: 3e-2),
    Self("preact_resnet18-pytorch-cifar", inference: 1e-5, everything: 5e-3),
    Self("preact_resnet50-pytorch-cifar", inference: 1e-5, everything: 7e-3),
    Self("googlenet-pytorch-cifar", inference: 1e-5, everything: 1e-2),
    Self("densenet-pytorch-cifar", inference: 1e-5, everything: 1e-3),
    Self("resnext29_2x64d-pytorch-cifar", inference: 1e-5, everything: 7e-3),
    Self("mobilenet-pytorch-cifar", inference: 1e-5, everything: 1e-4),
    Self("mobilenet_v2-pytorch-cifar", inference: 1e-5, everything: 5e-3),
    Self("dpn26-pytorch-cifar", inference: 1e-5, everything: 1e-3),
    Self("shufflenet_g2-pytorch-cifar", inference: 1e-5, everything: 4e-2),
    Self("senet18-pytorch-cifar", inference: 1e-5, everything: 1e-5),
    Self("efficientnet_b0-pytorch-cifar", inference: 1e-5, everything: 3e-5),
    Self("regnetx_200mf-pytorch-cifar", inference: 1e-5, everything: 1e-3),
    Self("regnety_400mf-pytorch-cifar", inference: 1e-5, everything: 7e-3),
    Self("lenet-pytorch-cifar", inference: 1e-5, everything: 1e-3),
    Self("shufflenet_v2_x0_5-pytorch-cifar", inference: 1e-5, everything: 4e-2),
    Self("shufflenet_v2_x2_0-pytorch-cifar", inference: 1e-5, everything: 4e-2),
    Self("pnasnet_a-pytorch-cifar", inference: 1e-5, everything: 1e-2),
    Self("pnasnet_b-pytorch-cifar", inference: 1e-5, everything: 7e-2),
    Self("dla-pytorch-cifar", inference: 1e-5, everything: 2e-2),
    Self("simple_dla-pytorch-cifar", inference: 1e-5, everything: 1e-2),
  ]

  /// Variants of the record `tensorflow-padding`.
  static let tensorFlowPadding: [Self] = [
    Self("mobilenet_v1 padding-same", inference: 1e-5, everything: 1e-2),
    Self("mobilenet_v1 epsilon=0.001,padding-same", inference: 1e-5, everything: 1e-2),
    Self("mobilenet_v2 padding-same", inference: 1e-5, everything: 1e-1),
    Self("mobilenet_v2 epsilon=0.001,padding-same", inference: 1e-5, everything: 1e-1),
    Self("mobilenet_v3_small padding-same", inference: 1e-5, everything: 1e-3),
    Self("mnasnet1_0 epsilon=0.001,padding-same", inference: 1e-5, everything: 1e-1),
    Self("efficientnet_b0 padding-same", inference: 1e-5, everything: 5e-4),
    Self("efficientnet_b0 epsilon=0.001,padding-same", inference: 1e-5, everything: 5e-4),
  ]

  /// The networks of the records of families.
  static let families =
    efficientFamilies + pyTorchCIFAR + tensorFlowPadding
    + [Self("resnet8-cifar", inference: 1e-5, everything: 2e-1)]

  func check(_ published: ParityRecord) throws {
    let record = try PublishedRecords.counterpart(of: published, .float32)
    let difference = RecordDifference(record, published)
    print("float32 \(name): inference \(difference.worstOfInference), all \(difference)")
    #expect(difference.worstOfInference < inference, "\(difference)")
    #expect(difference.worst < everything, "\(difference)")
  }
}
