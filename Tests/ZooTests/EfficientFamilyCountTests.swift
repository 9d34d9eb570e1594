import GradusAutodiff
import GradusLayers
import GradusTensors
import Testing

@testable import GradusZoo

/// Parameters and multiply-adds of the efficient and searched networks against numbers computed
/// outside this project.
@Suite struct EfficientFamilyCountTests {
  /// The reference tables' numbers: parameters exactly, multiply-adds in 10⁹ with three digits.
  @Test(arguments: [
    PublishedCount("densenet121", 7_978_856, 2.834),
    PublishedCount("densenet169", 14_149_480, 3.360),
    PublishedCount("densenet201", 20_013_928, 4.291),
    PublishedCount("densenet161", 28_681_000, 7.728),
    PublishedCount("squeezenet1_0", 1_248_424, 0.819),
    PublishedCount("squeezenet1_1", 1_235_496, 0.349),
    PublishedCount("mobilenet_v1", 4_231_976, 0.569),
    // The multiply-adds of the paper's Table 6.
    PublishedCount("mobilenet_v1_0_75", 2_585_560, 0.325),
    PublishedCount("mobilenet_v1_0_5", 1_331_592, 0.149),
    PublishedCount("mobilenet_v1_0_25", 470_072, 0.041),
    PublishedCount("mobilenet_v1-relu", 4_231_976, 0.569),
    PublishedCount("mobilenet_v2", 3_504_872, 0.301),
    PublishedCount("mobilenet_v3_large", 5_483_032, 0.217),
    PublishedCount("mobilenet_v3_small", 2_542_856, 0.057),
    PublishedCount("shufflenet_v1_g3", 1_865_728, 0.137),
    PublishedCount("shufflenet_v1_g8", 2_434_768, 0.138),
    PublishedCount("shufflenet_v2_x0_5", 1_366_792, 0.040),
    PublishedCount("shufflenet_v2_x1_0", 2_278_604, 0.145),
    PublishedCount("mnasnet_a1", 3_887_038, 0.312),
    PublishedCount("mnasnet1_0", 4_383_312, 0.314),
    PublishedCount("efficientnet_b0", 5_288_548, 0.386),
    PublishedCount("efficientnet_lite0", 4_652_008, 0.385),
  ])
  func imageNetNetworkHasThePublishedCounts(_ published: PublishedCount) throws {
    try check(published, unit: 1e6)
  }

  /// Multiply-adds in 10⁶ with two digits.
  @Test(arguments: [
    PublishedCount("densenet40_12-cifar", 1_019_722, 264.81),
    PublishedCount("densenet100_12-cifar", 6_979_642, 1769.52),
    PublishedCount("densenet100_24-cifar", 27_249_082, 6889.35),
    PublishedCount("densenet_bc100_12-cifar", 769_162, 287.93),
    PublishedCount("densenet_bc190_40-cifar", 25_624_430, 9301.95),
  ])
  func cifarNetworkHasThePublishedCounts(_ published: PublishedCount) throws {
    try check(published, unit: 1e4)
  }

  private func check(_ published: PublishedCount, unit: Double) throws {
    let entry = try Catalog.entry(named: published.name)
    let model = entry.make(entry.classes, entry.inputSize.channels)
    #expect(model.parameterCount == published.parameters)
    let printed = published.multiplyAdds * (unit == 1e6 ? 1e3 : 1e2)
    let counted = Double(MultiplyAdds.count(model, entry.inputSize)) / unit
    #expect(counted.rounded() == printed.rounded())
  }

  /// NASNet's auxiliary head, which the published counts leave out, is all that is beyond them.
  @Test(arguments: ["nasnet_a_mobile", "nasnet_a_large"])
  func onlyTheAuxiliaryHeadIsBeyondThePublishedCount(_ name: String) throws {
    let entry = try Catalog.entry(named: name)
    let auxiliary = entry.make(1000, 3).parameters.filter { $0.path.hasPrefix("aux_head.") }
    let count = auxiliary.reduce(0) { $0 + $1.parameter.shape.count }
    #expect(count > 0 && entry.parametersWithAuxiliary - count == entry.parameters)
  }

  /// ShuffleNet's Table 2: every number of groups costs about the same.
  @Test(arguments: [(1, 143), (2, 140), (3, 137), (4, 133), (8, 137)])
  func shuffleNetCostsWhatThePaperSays(_ groups: Int, _ megaFlops: Double) {
    let model = ShuffleNetV1.shufflenetV1(groups: groups)
    let counted = Double(MultiplyAdds.count(model, ImageSize(224))) / 1e6
    #expect(abs(counted - megaFlops) < 1.5)
  }

  /// The paper's Table 3: NASNet-A Mobile needs 564 million multiply-adds.
  @Test func nasNetMobileCostsWhatThePaperSays() {
    let counted = MultiplyAdds.count(NASNet.mobile(), ImageSize(224))
    #expect(abs(Double(counted) / 1e6 - 564) < 1, "\(counted)")
  }

  /// Past the check of the input, the layers themselves stop at images one pixel too small.
  @Test(arguments: [
    "squeezenet1_0", "squeezenet1_1", "densenet121", "densenet40_12-cifar", "inception_v4",
    "inception_resnet_v2", "nasnet_a_mobile",
  ])
  func requirementIsTight(_ name: String) async {
    await #expect(processExitsWith: .failure) { [name = name as String] in
      let model = try Catalog.entry(named: name).make(10, 3)
      let size = model.inputRequirement.minimumSize - 1
      _ = model.forward(Variable(Tensor(shapeOnly: [1, size, size, 3])))
    }
  }
}
