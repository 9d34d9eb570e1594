import GradusTensors

/// A layer whose windows need room on its input.
package protocol Windowed: Layer {
  /// The places of its windows.
  var windows: WindowGrid { get }
}

extension Conv2d: Windowed {
  package var windows: WindowGrid {
    WindowGrid(
      kernel: Extent(height: weight.shape[0], width: weight.shape[1]),
      stride: geometry.stride, dilation: geometry.dilation, padding: geometry.padding)
  }
}

extension MaxPool2d: Windowed {
  package var windows: WindowGrid { WindowGrid(geometry) }
}

extension AveragePool2d: Windowed {
  package var windows: WindowGrid { WindowGrid(geometry) }
}

extension InputRequirement {
  /// The smallest square images of which layers that follow one another leave a pixel, and the layer
  /// that has no room on smaller ones. Layers with paths of their own may stand between them that
  /// keep the size.
  package init(after layers: [(path: String, layer: any Windowed)]) {
    /// The first layer without room on images of so many pixels.
    func limit(_ side: Int) -> String? {
      var size = Extent(side)
      for (path, layer) in layers {
        size = layer.windows.counts(on: [1, size.height, size.width, 1])
        if min(size.height, size.width) < 1 { return path }
      }
      return nil
    }
    var (side, layer) = (1, String?.none)
    while let next = limit(side) { (side, layer) = (side + 1, next) }
    self.init(minimumSize: side, limitingLayer: layer)
  }

  /// The same for the layers of a chain at a path that have windows; the others keep the size.
  package init(after chain: Sequential, at path: String) {
    self.init(
      after: chain.named.compactMap { name, layer in
        (layer as? any Windowed).map { ("\(path).\(name)", $0) }
      })
  }
}
