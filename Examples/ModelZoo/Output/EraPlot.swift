import Gradus

/// ImageNet accuracy against multiply-adds, as discs of the size of the parameters, coloured by the
/// lecture's eras.
///
/// After Canziani et al. 2016, Fig. 2. Only torchvision's first weights are shown: one crop, one
/// protocol, so that the points can be compared.
enum EraPlot {
  /// The lecture's eras, in order.
  static let eras = ["bigger", "efficiency", "depth", "efficiency again"]

  /// The era of a network by the family its name begins with; nil for none of the lecture's.
  static func era(of name: String) -> Int? {
    let families = [
      ["alexnet", "zfnet", "vgg"], ["googlenet", "inception"],
      ["resnet", "resnext", "wide_resnet", "densenet", "preact", "plain", "se_", "senet"],
      ["squeezenet", "mobilenet", "shufflenet", "mnasnet", "nasnet", "efficientnet"],
    ]
    return families.firstIndex { $0.contains { name.hasPrefix($0) } }
  }

  /// The networks of the plot.
  static var bubbles: [BubblePlot.Bubble] {
    Catalog.all.compactMap { entry in
      guard let error = entry.publishedErrors.first(where: { $0.source.hasPrefix("torchvision") }),
        let top1 = error.top1, let group = era(of: entry.name)
      else { return nil }
      let count = entry.multiplyAdds ?? MeasuredEntry(entry).costs.multiplyAdds
      return BubblePlot.Bubble(
        name: entry.name, point: PlotPoint(x: Double(count) / 1e9, y: 100 - top1),
        amount: Double(entry.parameters), group: group)
    }
  }

  /// The picture.
  static var svg: SVGDocument {
    BubblePlot(
      identifier: "eras", title: "Accuracy against multiply-adds, by era",
      x: PlotAxis("multiply-adds of one image, GMAC", .logarithmic),
      y: PlotAxis("ImageNet top-1 accuracy, %, one crop"), groups: eras,
      areaRemark: "Area: parameters. Accuracy: torchvision IMAGENET1K_V1, 1 crop.",
      bubbles: bubbles
    ).svg()
  }
}
