import Gradus

/// ImageNet accuracy against multiply-adds, as discs of the size of the parameters, coloured by the
/// lecture's eras.
///
/// After Canziani et al. 2016, Fig. 2. Torchvision's first weights are shown, one crop and one protocol,
/// so that the points can be compared; ZFNet and Inception-v4, which it does not have, as published.
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

  /// Networks of the lecture without weights of torchvision: the paper's accuracy.
  static let published = [
    (name: "zfnet-paper", top1: 61.6), (name: "inception_v4", top1: 80.0),
  ]

  /// The networks of the plot.
  static var bubbles: [BubblePlot.Bubble] {
    Catalog.all.compactMap { entry in
      let paper = published.first { $0.name == entry.name }
      let error = entry.publishedErrors.first { $0.source.hasPrefix("torchvision") }?.top1
      guard let accuracy = paper?.top1 ?? error.map({ 100 - $0 }), let group = era(of: entry.name)
      else { return nil }
      let count = entry.multiplyAdds ?? MeasuredEntry(entry).costs.multiplyAdds
      return BubblePlot.Bubble(
        name: entry.name + (paper == nil ? "" : "*"),
        point: PlotPoint(x: Double(count) / 1e9, y: accuracy),
        amount: Double(entry.parameters), group: group)
    }
  }

  /// The picture.
  static var svg: SVGDocument {
    let bubbles = bubbles
    let (least, most) = (bubbles.map(\.point.x).min() ?? 0.1, bubbles.map(\.point.x).max() ?? 10)
    return BubblePlot(
      identifier: "eras", title: "Accuracy against multiply-adds, by era",
      x: PlotAxis(
        "multiply-adds of one image, GMAC", .logarithmic, limits: least / 1.6...most * 1.6),
      y: PlotAxis("ImageNet top-1 accuracy, %, one crop", limits: 52...88), groups: eras,
      areaRemark: "Area: parameters. Accuracy: torchvision IMAGENET1K_V1, 1 crop; * the paper's.",
      bubbles: bubbles
    ).svg(width: 1140, dataHeight: 410, largest: 28)
  }
}
