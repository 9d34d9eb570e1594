import GradusTensors

extension Tape {
  /// A module's call, and the call it happened in.
  struct Scope {
    let module: any TapeScope
    let parent: Int
  }

  /// Runs a module's forward inside its scope, so that what it records knows where it belongs.
  ///
  /// Paths are not built here but only when somebody asks, so that training does not pay for them.
  public func inScope(of module: any TapeScope, _ body: () -> Variable) -> Variable {
    if currentScope >= 0 { return enter(module, body) }
    // The outermost call says where to ask for the path of the layer in which something traps.
    let running = RunningTape(tape: self)
    let place = TrapPlace { running.tape.currentPath }
    return TrapPlace.$current.withValue(place) { enter(module, body) }
  }

  private func enter(_ module: any TapeScope, _ body: () -> Variable) -> Variable {
    let previous = currentScope
    scopes.append(Scope(module: module, parent: previous))
    currentScope = scopes.count - 1
    if !observers.isEmpty { tell(.entered(module)) }
    let output = body()
    if !observers.isEmpty { tell(.left(module, output: output)) }
    currentScope = previous
    return output
  }

  /// The path of the module that recorded a node, such as `layer1.0.conv1`; empty at the top.
  public func path(of node: Int) -> String { path(ofScope: nodes[node].scope) }

  /// What messages call a parameter that the tape has used: its path, or where it was first used.
  func name(ofParameter owner: AnyObject) -> String {
    guard let node = leaves[ObjectIdentifier(owner)]?.node else { return "a parameter" }
    if let path = modules(around: node).first?.path(to: owner) { return "parameter \(path)" }
    let path = path(of: node)
    return "the parameter of shape \(nodes[node].shape)\(path.isEmpty ? "" : " of \(path)")"
  }

  /// The path of the module whose call is running now.
  public var currentPath: String { path(ofScope: currentScope) }

  /// The modules around a node, outermost first.
  public func modules(around node: Int) -> [any TapeScope] {
    modules(aroundScope: nodes[node].scope)
  }

  private func modules(aroundScope scope: Int) -> [any TapeScope] {
    var result: [any TapeScope] = []
    var scope = scope
    while scope >= 0 {
      result.append(scopes[scope].module)
      scope = scopes[scope].parent
    }
    return result.reversed()
  }

  private func path(ofScope scope: Int) -> String {
    let modules = modules(aroundScope: scope)
    return zip(modules, modules.dropFirst())
      .compactMap { outer, inner in outer.path(to: inner) ?? "\(type(of: inner))" }
      .filter { !$0.isEmpty }.joined(separator: ".")
  }
}

/// A tape while its model runs, for messages of the thread that runs it.
private struct RunningTape: @unchecked Sendable { unowned let tape: Tape }
