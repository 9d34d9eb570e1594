extension Tape {
  /// The path of the module that recorded a node, such as `layer1.0.conv1`; empty at the top.
  ///
  /// It starts at `root`, or, where that is nil, at the outermost module that was called.
  public func path(of node: Int) -> String { path(of: node, from: root) }

  func path(of node: Int, from root: (any TapeScope)?) -> String {
    path(ofScope: nodes[node].scope, from: root)
  }

  /// The path of the module whose call is running now.
  public var currentPath: String { path(ofScope: currentScope, from: root) }

  /// Each module has its path from the nearest one around it that owns it, so that calls without a
  /// scope of their own do no harm; one that nobody owns is called by its type.
  private func path(ofScope scope: Int, from root: (any TapeScope)?) -> String {
    var chain = modules(aroundScope: scope)
    if let root, !chain.isEmpty {
      chain = [root] + (chain.firstIndex { $0 === root }.map { chain[($0 + 1)...] } ?? chain[...])
    }
    var known: [(module: any TapeScope, path: [String])] = []
    for module in chain {
      var path = known.last.map { $0.path + ["\(type(of: module))"] } ?? []
      for outer in known.reversed() {
        guard let rest = outer.module.path(to: module) else { continue }
        path = outer.path + (rest.isEmpty ? [] : [rest])
        break
      }
      known.append((module, path))
    }
    return known.last?.path.joined(separator: ".") ?? ""
  }
}
