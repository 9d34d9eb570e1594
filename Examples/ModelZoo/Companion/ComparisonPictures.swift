import Gradus

/// Bars that compare a few networks.
enum ComparisonPictures {
  /// Memory, parameters and multiply-adds of AlexNet, VGG-16 and GoogLeNet.
  static var efficiency: SVGDocument {
    let nets = LectureNetworks()
    let names = [
      ("alexnet-paper", "AlexNet"), ("vgg16", "VGG-16"), ("googlenet-paper", "GoogLeNet"),
    ]
    let panels: [(String, (String) -> Double)] = [
      ("results of convolutions, MiB", { nets.memory($0).total }),
      ("parameters, millions", { nets.parameters($0).total }),
      ("multiply-adds, thousand millions", { nets.multiplyAdds($0).total }),
    ]
    let (width, height) = (390.0, 380.0)
    return SVGDocument(
      identifier: "efficiency", title: "GoogLeNet beside AlexNet and VGG-16",
      description: "Bars for memory, parameters and multiply-adds.", width: 3 * width,
      height: height
    ) { svg in
      for (index, panel) in panels.enumerated() {
        let plot = BarPlot(
          identifier: "", title: panel.0, quantity: "",
          bars: names.enumerated().map { place, name in
            let value = panel.1(name.0)
            return BarPlot.Bar(
              category: name.1, value: value, label: NumberText.short(value), group: place)
          })
        let place = "translate(\(SVGBuilder.number(Double(index) * width)) 0)"
        svg.element("g", ["transform": place]) { svg in
          plot.draw(width: width - 20, height: height, into: &svg)
        }
      }
    }
  }

  /// Layers of the winners that were networks.
  static var depth: SVGDocument {
    let bars = ChallengeWinner.all.filter { $0.depth != nil && $0.year < 2016 }.map { winner in
      BarPlot.Bar(
        category: "\(winner.year)\n\(winner.name.replacing(" (ZFNet)", with: ""))",
        value: Double(winner.depth ?? 0), label: "\(winner.depth ?? 0)")
    }
    return BarPlot(
      identifier: "depth", title: "Depth by year", quantity: "weighted layers", bars: bars
    ).svg(width: 640, height: 480)
  }

  /// Errors of ResNet-50 and of those that improve on it.
  static var descendants: SVGDocument {
    let nets = LectureNetworks()
    let names = [
      ("resnet50", "ResNet-50"), ("resnext50_32x4d", "ResNeXt-50"),
      ("se_resnet50-v1", "SE-ResNet-50"), ("densenet161", "DenseNet-161"),
    ]
    let bars = names.enumerated().map { index, name in
      let error = nets.entry(name.0).entry.publishedErrors.compactMap(\.top1).min() ?? 0
      return BarPlot.Bar(
        category: name.1, value: error, label: "\(NumberText.short(error)) %",
        group: index == 0 ? 5 : 2)
    }
    return BarPlot(
      identifier: "descendants", title: "ImageNet top-1 error, one crop", quantity: "%", bars: bars
    ).svg(width: 640, height: 460)
  }
}
