import GradusStatistics

/// What a flow probe measured of one layer at one step.
public struct LayerFlow: Sendable, Hashable, Codable {
  /// The layer's path, `layer1.0.conv1`.
  public let path: String
  /// The values by quantity; a quantity that the layer or the run does not have is missing.
  public let values: [FlowQuantity: Double]

  /// Makes the values of a layer, such as those read back from a file.
  public init(path: String, values: [FlowQuantity: Double]) {
    (self.path, self.values) = (path, values)
  }

  /// One value; nil where there is none.
  public subscript(quantity: FlowQuantity) -> Double? { values[quantity] }
}

/// What a flow probe measured of a network at one step.
public struct FlowRecord: Sendable, Hashable, Codable {
  /// The training step.
  public let step: Int
  /// The weighted layers, in the order of the forward run.
  public let layers: [LayerFlow]

  /// Makes the record of a step; layers come in the order of the forward run.
  public init(step: Int, layers: [LayerFlow]) { (self.step, self.layers) = (step, layers) }

  /// The layer at a path.
  public subscript(path: String) -> LayerFlow? { layers.first { $0.path == path } }

  /// One quantity over the depth of the network, of the layers that have it.
  public func profile(_ quantity: FlowQuantity) -> DepthProfile {
    let known = layers.filter { $0[quantity] != nil }
    return DepthProfile(paths: known.map(\.path), values: known.map { $0[quantity] ?? .nan })
  }
}
