/// What a flow probe measured of one layer at one step.
public struct LayerFlow: Sendable, Hashable, Codable {
  /// The layer's path, `layer1.0.conv1`.
  public let path: String
  /// The values by quantity; a quantity that the layer or the run does not have is missing.
  public internal(set) var values: [FlowQuantity: Double]

  /// One value; nil where there is none.
  public subscript(quantity: FlowQuantity) -> Double? { values[quantity] }
}

/// What a flow probe measured of a network at one step.
public struct FlowRecord: Sendable, Hashable, Codable {
  /// The training step.
  public let step: Int
  /// The weighted layers, in the order of the forward run.
  public internal(set) var layers: [LayerFlow]

  /// The layer at a path.
  public subscript(path: String) -> LayerFlow? { layers.first { $0.path == path } }

  /// One quantity over the depth of the network, of the layers that have it.
  public func profile(_ quantity: FlowQuantity) -> DepthProfile {
    let known = layers.filter { $0[quantity] != nil }
    return DepthProfile(paths: known.map(\.path), values: known.map { $0[quantity] ?? .nan })
  }
}
