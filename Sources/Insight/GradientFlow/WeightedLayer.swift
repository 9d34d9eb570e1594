import GradusLayers

/// A parameter with two axes or more, and the module that owns it: what counts toward the depth of
/// a network.
struct WeightedLayer {
  let path: String
  let parameter: Parameter
  let module: any Module

  /// The weighted layers of a model in the order of its properties.
  ///
  /// A layer has the path of its module; where that has several weights, each has its own.
  static func all(of model: any Module) -> [WeightedLayer] {
    let modules = Dictionary(
      model.modules.map { ($0.path, $0.module) }, uniquingKeysWith: { first, _ in first })
    let weights = model.parameters.filter { $0.parameter.shape.rank >= 2 }
    let names = Set(modules.keys)
    let owners = weights.map { ModuleIndex.parent(of: $0.path, in: names) }
    let counts = owners.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    return zip(weights, owners).compactMap { weight, owner in
      modules[owner].map {
        let isAlone = counts[owner] == 1 && !owner.isEmpty
        return WeightedLayer(
          path: isAlone ? owner : weight.path, parameter: weight.parameter, module: $0)
      }
    }
  }
}
