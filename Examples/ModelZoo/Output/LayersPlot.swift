import Gradus

/// Memory, parameters and multiply-adds layer by layer, networks beside each other.
struct LayersPlot {
  /// A layer's three numbers.
  struct Layer {
    let name: String
    let kind: TapeOperation.Kind
    /// Its result in KiB of float32, its parameters in millions, its multiply-adds in millions.
    let kibibytes: Double, parameters: Double, multiplyAdds: Double
  }

  let networks: [(name: String, layers: [Layer])]

  init(_ entries: [MeasuredEntry]) {
    networks = entries.map { ($0.entry.name, Self.layers(of: $0.costs)) }
  }

  /// Convolutions, poolings and fully connected layers in the order of the run.
  static func layers(of costs: NetworkCosts) -> [Layer] {
    var parameters: [String: Int] = [:]
    func collect(_ module: ModuleCost) {
      parameters[module.path] = module.children.isEmpty ? module.parameters : 0
      for child in module.children { collect(child) }
    }
    collect(costs.root)
    var counts: [String: Int] = [:]
    return costs.operations.compactMap { operation in
      let kind: String
      switch operation.kind {
      case .convolution: kind = "conv"
      case .matrixProduct: kind = "fc"
      // Pooling to a given size that changes nothing is none.
      case .pooling where operation.windowElements > operation.outputElements: kind = "pool"
      default: return nil
      }
      counts[kind, default: 0] += 1
      return Layer(
        name: "\(kind)\(counts[kind] ?? 0)", kind: operation.kind,
        kibibytes: Double(4 * operation.outputElements) / 1024,
        parameters: Double(parameters[operation.path] ?? 0) / 1e6,
        multiplyAdds: Double(operation.multiplyAdds) / 1e6)
    }
  }

  /// The picture: a row of panels for each quantity, a column for each network; the panels of a row
  /// have one scale.
  func svg(width: Double = 1180, height: Double = 570) -> SVGDocument {
    let rows: [(String, KeyPath<Layer, Double>)] = [
      ("result, KiB", \.kibibytes), ("parameters, millions", \.parameters),
      ("multiply-adds, millions", \.multiplyAdds),
    ]
    let names = networks.map(\.name).joined(separator: ", ")
    let (across, down) = (width / Double(networks.count), height / Double(rows.count))
    return SVGDocument(
      identifier: "layers", title: "Layer by layer: \(names)",
      description: "Bars for each layer's result, parameters and multiply-adds.", width: width,
      height: height
    ) { svg in
      for (row, quantity) in rows.enumerated() {
        let highest = networks.flatMap(\.layers).map { $0[keyPath: quantity.1] }.max() ?? 1
        for (column, network) in networks.enumerated() {
          let place =
            "translate(\(SVGBuilder.number(Double(column) * across)) "
            + "\(SVGBuilder.number(Double(row) * down)))"
          let plot = BarPlot(
            identifier: "", title: "\(network.name): \(quantity.0)", quantity: "",
            bars: network.layers.map { layer in
              BarPlot.Bar(
                category: layer.name, value: layer[keyPath: quantity.1],
                group: layer.kind == .convolution ? 0 : layer.kind == .matrixProduct ? 1 : 3)
            }, limit: highest, turnsLabels: true)
          svg.element("g", ["transform": place]) { svg in
            plot.draw(width: across - 16, height: down - 6, into: &svg)
          }
        }
      }
    }
  }
}
