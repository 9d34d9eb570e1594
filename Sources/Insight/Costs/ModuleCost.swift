import GradusLayers
import GradusTensors

/// What a module and everything below it costs.
public struct ModuleCost: Sendable, Hashable {
  /// The name within its parent, `conv1`; of a run of equal modules, `1…4`.
  public var name: String
  /// The path from the network, empty for the network itself.
  public let path: String
  /// The name of the module's type, `Conv2d`.
  public let type: String
  /// Kernel, stride and groups of a convolution or pooling, `3x3/2 g32`; empty for others.
  public let geometry: String
  /// The zeros around the input of a convolution or pooling, `1` or `0x3`; empty where there are
  /// none, and for others.
  public let padding: String
  /// The shape of what it returned; nil when it did not run, as auxiliary heads in inference.
  public let output: Shape?
  /// Trainable numbers.
  public internal(set) var parameters: Int
  /// Numbers that belong to it but are not trained.
  public internal(set) var buffers: Int
  /// Multiply-adds of convolutions and matrix products.
  public internal(set) var multiplyAdds = 0
  /// Results that take memory of their own, in elements.
  public internal(set) var storedElements = 0
  /// Bytes that a training run keeps for its backward run; nil when they were not measured.
  public internal(set) var savedBytes: Int?
  /// The modules it owns, in the order in which they first ran; those that did not run come last, in
  /// the order of their declaration.
  public internal(set) var children: [ModuleCost] = []
  /// The paths of the equal modules that follow in a row and that this one stands for.
  public internal(set) var twins: [String] = []

  /// How many equal modules in a row this one stands for, itself included.
  public var repeats: Int { twins.count + 1 }

  /// Builds the tree and adds up the counts of operations by path.
  static func tree(
    _ index: ModuleIndex, _ outputs: ModuleOutputs, _ operations: [OperationCost],
    _ saved: SavedForBackward?
  ) -> ModuleCost {
    let byPath = Dictionary(grouping: operations, by: \.path)
    let savedByPath = saved.map { saved in
      saved.operations.reduce(into: [String: Int]()) { $0[$1.path, default: 0] += $1.bytes }
    }
    // Children come after their parents, so each subtree is complete when it is met from behind.
    var childrenOf: [String: [(cost: ModuleCost, started: Int?)]] = [:]
    let known = Set(index.modules.map(\.path))
    for (path, module) in index.modules.reversed() {
      let own = byPath[path] ?? []
      var cost = ModuleCost(module, path, outputs.shapes[ObjectIdentifier(module)], own, index)
      let parent = path.isEmpty ? nil : ModuleIndex.parent(of: path, in: known)
      if let parent, !parent.isEmpty { cost.name = String(path.dropFirst(parent.count + 1)) }
      cost.multiplyAdds = own.reduce(0) { $0 + $1.multiplyAdds }
      cost.storedElements = own.reduce(0) { $0 + $1.storedElements }
      cost.savedBytes = savedByPath.map { $0[path] ?? 0 }
      let started = outputs.order[ObjectIdentifier(module)]
      cost.adopt(
        (childrenOf[path] ?? []).reversed().enumerated().sorted {
          ($0.element.started ?? .max, $0.offset) < ($1.element.started ?? .max, $1.offset)
        }.map(\.element.cost))
      guard let parent else { return cost }
      childrenOf[parent, default: []].append((cost, started ?? outputs.start(below: path, index)))
    }
    preconditionFailure("a network is among its own modules")
  }

  private init(
    _ module: any Module, _ path: String, _ output: Shape?, _ operations: [OperationCost],
    _ index: ModuleIndex
  ) {
    name = path
    self.path = path
    type = "\(Swift.type(of: module))"
    // What runs besides a module's children is not all of it.
    let windows = operations.filter { !$0.geometry.isEmpty }
    let only = windows.count == 1 && !index.hasChildren(path) ? windows[0] : nil
    (geometry, padding) = (only?.geometry ?? "", only?.padding ?? "")
    self.output = output
    parameters = index.parameters[path] ?? 0
    buffers = index.buffers[path] ?? 0
  }

  private mutating func adopt(_ modules: [ModuleCost]) {
    children = modules
    for child in modules {
      parameters += child.parameters
      buffers += child.buffers
      multiplyAdds += child.multiplyAdds
      storedElements += child.storedElements
      savedBytes = savedBytes.flatMap { own in child.savedBytes.map { own + $0 } }
    }
  }
}
