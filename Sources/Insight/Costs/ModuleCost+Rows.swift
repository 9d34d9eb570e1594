extension ModuleCost {
  /// A line of a summary: a module and how deep it lies.
  public struct Row: Sendable, Hashable {
    /// 0 for the network itself.
    public let depth: Int
    /// The module; `repeats` tells for how many equal ones in a row it stands.
    public let module: ModuleCost
  }

  /// The tree as lines, parents first; equal modules in a row collapse into one line.
  ///
  /// - Parameter deepest: modules below this depth are left out; nil shows all.
  public func rows(deepest: Int? = nil) -> [Row] { collapsed().lines(depth: 0, deepest: deepest) }

  /// The tree with runs of modules that differ only in their names replaced by one of them, named
  /// `2…5` and with its number of repeats.
  public func collapsed() -> ModuleCost {
    var result = self
    result.children = []
    for child in children {
      let next = child.collapsed()
      if let last = result.children.last, last.isTwin(of: next) {
        result.children[result.children.count - 1].absorb(next)
      } else {
        result.children.append(next)
      }
    }
    return result
  }

  private func lines(depth: Int, deepest: Int?) -> [Row] {
    guard depth <= deepest ?? depth else { return [] }
    return [Row(depth: depth, module: self)]
      + children.flatMap { $0.lines(depth: depth + 1, deepest: deepest) }
  }

  private mutating func absorb(_ twin: ModuleCost) {
    let first = repeats == 1 ? name : String(name.prefix { $0 != "…" })
    name = "\(first)…\(twin.name)"
    twins.append(twin.path)
  }

  /// Whether two modules are built alike and cost the same; names do not matter.
  private func isTwin(of other: ModuleCost) -> Bool {
    type == other.type && geometry == other.geometry && output == other.output
      && parameters == other.parameters && buffers == other.buffers
      && multiplyAdds == other.multiplyAdds && storedElements == other.storedElements
      && savedBytes == other.savedBytes && children.count == other.children.count
      && zip(children, other.children).allSatisfy {
        $0.repeats == $1.repeats && $0.isTwin(of: $1)
      }
  }
}
