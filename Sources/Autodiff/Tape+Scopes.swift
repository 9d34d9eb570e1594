import GradusTensors

extension Tape {
  /// A module's call, the call it happened in, and how layers behave in it.
  struct Scope {
    let module: any TapeScope
    let parent: Int
    let mode: Mode
  }

  /// Runs a module's forward inside its scope, so that what it records knows where it belongs.
  ///
  /// `body` may return anything: a variable, a tuple, a struct. Observers are told of the variables in
  /// it. Paths are not built here but only when somebody asks, so that training does not pay for them.
  public func inScope<R>(of module: any TapeScope, _ body: () -> R) -> R {
    if currentScope >= 0 { return enter(module, body) }
    // The outermost call says where to ask for the path of the layer in which something traps.
    let running = RunningTape(tape: self)
    let place = TrapPlace { running.tape.currentPath }
    return TrapPlace.$current.withValue(place) { enter(module, body) }
  }

  private func enter<R>(_ module: any TapeScope, _ body: () -> R) -> R {
    let previous = currentScope
    let isInference =
      !inferenceScopes.isEmpty && inferenceScopes.contains(ObjectIdentifier(module))
    scopes.append(Scope(module: module, parent: previous, mode: isInference ? .inference : mode))
    currentScope = scopes.count - 1
    if !observers.isEmpty { tell(.entered(module)) }
    let output = body()
    if !observers.isEmpty { tell(.left(module, outputs: Self.variables(in: output))) }
    currentScope = previous
    return output
  }

  /// What messages call a parameter that the tape has used: its path, or where it was first used.
  func name(ofParameter owner: AnyObject) -> String {
    guard let node = leaves[ObjectIdentifier(owner)]?.node else { return "a parameter" }
    if let path = (root ?? modules(around: node).first)?.path(to: owner) {
      return "parameter \(path)"
    }
    let path = path(of: node)
    return "the parameter of shape \(nodes[node].shape)\(path.isEmpty ? "" : " of \(path)")"
  }

  /// The variables in what a module returned, in the order of its fields.
  private static func variables(in output: Any) -> [Variable] {
    if let variable = output as? Variable { return [variable] }
    let mirror = Mirror(reflecting: output)
    return mirror.displayStyle == .class
      ? [] : mirror.children.flatMap { variables(in: $0.value) }
  }

  /// The modules around a node, outermost first.
  public func modules(around node: Int) -> [any TapeScope] {
    modules(aroundScope: nodes[node].scope)
  }

  func modules(aroundScope scope: Int) -> [any TapeScope] {
    var result: [any TapeScope] = []
    var scope = scope
    while scope >= 0 {
      result.append(scopes[scope].module)
      scope = scopes[scope].parent
    }
    return result.reversed()
  }

  /// Lets a module behave as in inference wherever it is called on this tape, whatever the tape's mode.
  ///
  /// Traps when it was called before.
  package func useInferenceMode(inScopeOf module: any TapeScope) {
    precondition(
      !scopes.contains { $0.module === module },
      "useInferenceMode: the tape has called this \(type(of: module)) already; say so before the "
        + "forward run")
    inferenceScopes.insert(ObjectIdentifier(module))
  }
}

/// A tape while its model runs, for messages of the thread that runs it.
private struct RunningTape: @unchecked Sendable { unowned let tape: Tape }
