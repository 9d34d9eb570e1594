import Gradus

extension Lecture {
  static func later(_ nets: LectureNetworks) -> [LectureRow] {
    func top1(_ name: String) -> Double {
      nets.entry(name).entry.publishedErrors.compactMap(\.top1).min() ?? .nan
    }
    let reference = top1("resnet50")
    let blocks = nets.blocks("resnet50").flatMap { $0 }
    return [
      statement(
        .normalization, "blocks have normalisation", "Resblocks have Batch Normalization layers",
        source: "He 2015",
        blocks.map { block in
          let convs = block.children.count { $0.type == "Conv2d" }
          let norms = block.children.count { $0.type == "BatchNorm" }
          return LectureCase(block.path, convs == norms, "\(norms) for \(convs) convolutions")
        }),
      statement(
        .later, "improving ResNets", "Improving ResNets", source: "papers",
        note: "top-1 error of one crop, against ResNet-50's",
        [
          ("resnext50_32x4d", "ResNeXt-50"), ("se_resnet50-v1", "SE-ResNet-50"),
          ("densenet161", "DenseNet-161"),
        ].map {
          LectureCase($0.1, top1($0.0) < reference, "\(top1($0.0)) against \(reference) %")
        }),
    ]
  }

  static func summary(_ nets: LectureNetworks) -> [LectureRow] {
    let row = ["alexnet", "zfnet-paper", "vgg16"].map { name -> (String, Double, Double) in
      let errors = nets.entry(name).entry.publishedErrors
      return (name, nets.multiplyAdds(name).total, errors.compactMap(\.top1).min() ?? .nan)
    }
    let efficient = ["mobilenet_v2", "shufflenet_v2_x1_0", "efficientnet_b0"]
    let vgg = nets.multiplyAdds("vgg16").total
    return [
      statement(
        .summary, "bigger is better at first", "Bigger the better!", source: "papers",
        note: "multiply-adds against top-1 error, as each was published",
        zip(row, row.dropFirst()).map { a, b in
          LectureCase(
            "\(a.0) to \(b.0)", b.1 > a.1 && b.2 < a.2,
            "\(LectureNumber.text(a.1)) G, \(a.2) % to \(LectureNumber.text(b.1)) G, \(b.2) %")
        }),
      statement(
        .summary, "accuracy without complexity", "improving accuracy w/o growing the complexity",
        source: "torchvision", note: "a tenth of VGG-16's multiply-adds and a lower error",
        efficient.map { name in
          let flop = nets.multiplyAdds(name).total
          let error = nets.entry(name).entry.publishedErrors.compactMap(\.top1).min() ?? .nan
          return LectureCase(
            name, flop < vgg / 10 && error < 28.408, "\(LectureNumber.text(flop)) G, \(error) %")
        }),
    ]
  }
}
