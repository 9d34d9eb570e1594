import GradusInterchange

/// Writes a network's file, and a second one with the weights where one would be too large.
enum ONNXWriter {
  /// Weights begin at multiples of this in the second file, so that it may be mapped.
  private static let alignment = 4096

  static func write(_ model: ModelMessage, to path: String, largest: Int) throws {
    var model = model
    if model.graph.initializers.reduce(0, { $0 + $1.byteCount }) >= largest {
      try moveWeights(of: &model, to: "\(path).data")
    }
    try AtomicFile.write(to: path) { file in
      for piece in model.pieces { try file.write(piece) }
    }
  }

  private static func moveWeights(of model: inout ModelMessage, to path: String) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var initializers = model.graph.initializers
    try AtomicFile.write(to: path) { file in
      var offset = 0
      for place in initializers.indices {
        guard case .tensor(let tensor) = initializers[place].elements, tensor.rank > 0 else {
          continue
        }
        let margin = (alignment - offset % alignment) % alignment
        let bytes = tensor.littleEndianBytes()
        try file.write([UInt8](repeating: 0, count: margin))
        try file.write(bytes)
        offset += margin
        initializers[place].elements = .external(
          ExternalData(location: name, offset: offset, length: bytes.count))
        offset += bytes.count
      }
    }
    model.graph.initializers = initializers
  }
}
