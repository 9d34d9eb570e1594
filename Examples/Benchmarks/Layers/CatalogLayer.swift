import Gradus

/// A convolution that networks of the catalog have, and what it is applied to.
struct CatalogLayer: Hashable, Codable {
  /// Height and width of the image.
  let height: Int, width: Int
  /// Channels of the image and of the result.
  let inputs: Int, outputs: Int
  /// `[height, width, inputs of a group, outputs]`.
  let filter: [Int]
  let geometry: ConvolutionGeometry
  /// Whether it reads images, whose gradient nobody asks for.
  let readsImages: Bool

  /// The passes that training makes.
  var passes: [LayerPass] { readsImages ? [.forward, .filterGradient] : LayerPass.allCases }

  /// The shape of a batch of results.
  func output(batch: Int) -> Shape {
    geometry.outputShape(for: [batch, height, width, inputs], filter: Shape(filter))
  }

  /// The multiply-adds of a pass, for one image.
  var multiplyAdds: Int { output(batch: 1).count * filter[0] * filter[1] * filter[2] }

  /// Images of a batch that gives a pass some hundred millions of multiply-adds: 1 to 32.
  var batch: Int { min(32, max(1, 400_000_000 / max(1, multiplyAdds))) }

  /// `3x3/2 64-128 at 56x56`, with groups, dilation and uneven padding where there are such.
  var name: String {
    var text = "\(filter[0])x\(filter[1])"
    let (stride, dilation, padding) = (geometry.stride, geometry.dilation, geometry.padding)
    if stride != Extent(1) {
      text += "/\(stride.height == stride.width ? "\(stride.height)" : "\(stride)")"
    }
    if dilation != Extent(1) { text += " dilated \(dilation.height)" }
    text += " \(inputs)-\(outputs)"
    if geometry.groups > 1 { text += " in \(geometry.groups) groups" }
    text += " at \(height)x\(width)"
    if padding != Padding(vertical: (filter[0] - 1) / 2, horizontal: (filter[1] - 1) / 2) {
      text += " padded \(padding.top),\(padding.bottom),\(padding.left),\(padding.right)"
    }
    return text
  }

  /// All distinct ones of the networks whose names match, in the order they are met, each with the names
  /// of its networks.
  static func all(
    where isWanted: (String) -> Bool
  ) throws -> [(layer: CatalogLayer, networks: [String])] {
    var order: [CatalogLayer] = []
    var networks: [CatalogLayer: [String]] = [:]
    for entry in Catalog.all where isWanted(entry.name) {
      for layer in try layers(of: entry) where networks[layer]?.last != entry.name {
        if networks[layer] == nil { order.append(layer) }
        networks[layer, default: []].append(entry.name)
      }
    }
    return order.map { ($0, networks[$0] ?? []) }
  }

  /// The convolutions of one network, of images of its published size.
  private static func layers(of entry: CatalogEntry) throws -> [CatalogLayer] {
    let model = entry.make(entry.classes, entry.inputSize.channels)
    let size = entry.inputSize
    // Two of them: batch normalisation wants more than one value of a channel.
    let images: Shape = [2, size.height, size.width, size.channels]
    return try Tape.dryRun(.training) { tape in
      _ = model(tape.constant(Tensor(shapeOnly: images)))
      return tape.nodes.compactMap { node in
        guard let geometry = node.operation.convolutionGeometry,
          let input = node.inputs.first.flatMap({ $0 }).map({ tape.nodes[$0].shape }),
          let filter = node.inputs.dropFirst().first.flatMap({ $0 }).map({ tape.nodes[$0].shape }),
          input.rank == 4, filter.rank == 4, node.operation.name.hasPrefix("conv2d")
        else { return nil }
        return CatalogLayer(
          height: input[1], width: input[2], inputs: input[3], outputs: filter[3],
          filter: filter.dimensions, geometry: geometry,
          readsImages: input == images)
      }
    }
  }
}
