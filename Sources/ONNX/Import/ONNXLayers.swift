import GradusAutodiff
import GradusLayers
import GradusTensors

/// Makes layers of operators whose weights are in the file, and names them.
struct ONNXLayers {
  /// The layers by name, in the order they run.
  private(set) var children: [(name: String, module: any Module)] = []

  private let opset: Int
  private var names: Set<String> = []
  /// Layers that several nodes share, by operator, weights and attributes.
  private var known: [Key: any Layer] = [:]
  /// The weights that layers hold.
  private var held: Set<String> = []
  /// What other nodes use too that do something else with it: as a layer's own it would be trained twice.
  private let shared: Set<String>

  private struct Key: Hashable {
    let operation: String
    let weights: [String]
    let attributes: String

    init(_ node: NodeMessage) {
      (operation, weights) = (node.operation, Array(node.inputs.dropFirst()))
      attributes = "\(node.attributes.map { "\($0.name) \($0.value)" }.sorted())"
    }
  }

  private static let operators: Set = ["Conv", "Gemm", "BatchNormalization"]

  typealias Tensors = [String: (tensor: Tensor, kind: ElementKind)]

  /// Makes the layers of some nodes, which are then asked for one by one.
  init(opset: Int, _ nodes: [NodeMessage]) {
    self.opset = opset
    var users: [String: Key] = [:]
    var shared: Set<String> = []
    for node in nodes {
      let key = Self.operators.contains(node.operation) ? Key(node) : nil
      for (place, name) in node.inputs.enumerated() {
        let isAnothers = users[name].map { $0 != key } ?? false
        if key == nil || place == 0 || isAnothers { shared.insert(name) }
        users[name] = key
      }
    }
    self.shared = shared
  }

  /// The layer that a node is, if it is one and its weights belong to nobody else.
  mutating func layer(for node: NodeMessage, _ tensors: Tensors) -> (any Layer)? {
    guard Self.operators.contains(node.operation), node.inputs.count >= 2, node.outputs.count == 1
    else { return nil }
    let key = Key(node)
    if let layer = known[key] { return layer }
    let values = node.inputs.dropFirst().map { tensors[$0] }
    guard values.allSatisfy({ $0?.kind.isFloating == true }),
      key.weights.allSatisfy({ !held.contains($0) }), Set(key.weights).count == key.weights.count
    else { return nil }
    // Vectors that are alike are one in many a file without being meant to be.
    if node.operation != "BatchNormalization", shared.contains(key.weights[0]) { return nil }
    let call = ONNXCall(
      node: node, inputs: [], opset: opset, dtype: .float32,
      tensor: { _ in (Tensor(0), .float32) })
    let weights = values.compactMap { $0?.tensor }
    let made: (any Layer)?
    switch node.operation {
    case "Conv": made = try? Self.convolution(call, weights)
    case "Gemm": made = try? Self.linear(call, weights)
    default: made = try? Self.normalization(call, weights)
    }
    guard let layer = made else { return nil }
    held.formUnion(key.weights)
    known[key] = layer
    let weight = key.weights[0]
    let stem = weight.hasSuffix(".weight") ? String(weight.dropLast(7)) : Self.path(node)
    children.append((unique(stem), layer))
    return layer
  }

  /// The place of a node without weights.
  mutating func scope(for node: NodeMessage) -> ONNXNode {
    let scope = ONNXNode()
    children.append((unique(Self.path(node)), scope))
    return scope
  }

  /// A weight of other operators, which trains.
  mutating func weight(_ name: String, _ tensor: Tensor) -> ONNXWeight {
    let weight = ONNXWeight(tensor)
    children.append((unique(name), weight))
    return weight
  }

  /// Whether a tensor is one that an operator is trained by, and not a bound or a shape.
  static func trains(_ node: NodeMessage, _ name: String) -> Bool {
    let trained: Set = [
      "Add", "Sub", "Mul", "Div", "MatMul", "Gemm", "Conv", "ConvTranspose", "PRelu", "Gather",
      "LayerNormalization", "InstanceNormalization", "GroupNormalization", "RMSNormalization",
      "Transpose", "Reshape", "Expand", "Unsqueeze", "Concat",
    ]
    guard trained.contains(node.operation) else { return false }
    let isData = node.inputs.first == name
    return [
      "Add", "Sub", "Mul", "Div", "MatMul", "Gather", "Transpose", "Expand", "Unsqueeze", "Concat",
    ]
    .contains(node.operation) || !isData || node.operation == "Reshape"
  }

  private static func path(_ node: NodeMessage) -> String {
    let name = node.name.isEmpty ? (node.outputs.first ?? node.operation) : node.name
    let path = name.split(separator: "/").joined(separator: ".")
    return path.isEmpty ? node.operation : path
  }

  private mutating func unique(_ wish: String) -> String {
    if names.insert(wish).inserted { return wish }
    var number = 1
    while !names.insert("\(wish)_\(number)").inserted { number += 1 }
    return "\(wish)_\(number)"
  }
}
