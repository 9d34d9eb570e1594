import Gradus

extension CatalogEntry {
  /// How pictures are made into the network's input, as whoever published its weights did; -1...1 for
  /// those of torchvision's networks that bring their input there only as a variant.
  package var recipe: InputRecipe {
    let size = inputSize.height
    if let scaled = Self.scaledRecipes[name] { return scaled }
    if name.hasPrefix("efficientnet_lite") {
      // Bytes minus 127, over 128; 32 pixels more than are cut out.
      return InputRecipe(
        shorterSide: size + 32, cropSize: size, interpolation: .bicubic,
        mean: Array(repeating: 127.0 / 255, count: 3),
        deviation: Array(repeating: 128.0 / 255, count: 3))
    }
    // Idelbayev's nets were trained with ImageNet's statistics.
    if name.hasSuffix("-both-sides") { return .imageNet(shorterSide: nil, cropSize: size) }
    if name.hasSuffix("-pytorch-cifar") { return .pyTorchCIFAR }
    // MLPerf Tiny gives the network bytes as they are.
    if name == "resnet8-cifar" {
      return InputRecipe(
        shorterSide: nil, cropSize: size, mean: [0, 0, 0],
        deviation: Array(repeating: 1.0 / 255, count: 3))
    }
    if size == 32 { return .cifar }
    let isFromTensorFlow = ["nasnet", "inception_v4", "inception_resnet", "mobilenet_v1"].contains {
      name.hasPrefix($0)
    }
    if isFromTensorFlow { return .tensorFlow(cropSize: size) }
    var result = InputRecipe.imageNet(
      shorterSide: name == "inception_v3" ? 342 : size * 8 / 7, cropSize: size)
    if ["googlenet", "inception_v3"].contains(name) {
      (result.mean, result.deviation) = ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
    }
    return result
  }

  /// Torchvision's for EfficientNet B0 to B7.
  private static let scaledRecipes = Dictionary(
    uniqueKeysWithValues: [
      (256, 224), (256, 240), (288, 288), (320, 300), (384, 380), (456, 456), (528, 528),
      (600, 600),
    ].enumerated().map { index, sides in
      (
        "efficientnet_b\(index)",
        InputRecipe.imageNet(
          shorterSide: sides.0, cropSize: sides.1, interpolation: .bicubic)
      )
    })
}

extension NetworkVariant {
  /// How pictures are made into the variant's input: by ImageNet's statistics where it undoes them; throws
  /// `CatalogError`.
  package func recipe() throws -> InputRecipe {
    var result = try Catalog.entry(named: network).recipe
    if changes.contains(.transformsInput) {
      let imageNet = InputRecipe.imageNet()
      (result.mean, result.deviation) = (imageNet.mean, imageNet.deviation)
    }
    return result
  }
}
