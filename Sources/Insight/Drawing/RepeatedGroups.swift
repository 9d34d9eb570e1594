import GradusTensors

/// Boxes in a row that repeat, each group wired like the one before.
struct RepeatedGroups {
  let period: Int
  private(set) var groups: [BoxGroup] = []

  /// The farthest that a group reads back, in groups: 2 in NASNet, whose cells read two before.
  private static let reach = 2

  /// Finds how often the first `period` boxes repeat; nil when they do not.
  init?(_ boxes: ArraySlice<NetworkGraph.Box>, period: Int, _ wiring: GraphWiring) {
    self.period = period
    var end = boxes.startIndex
    while end + period <= boxes.endIndex {
      let group = BoxGroup(boxes[end..<end + period], wiring)
      guard groups.isEmpty || follows(group) else { break }
      groups.append(group)
      end += period
    }
    trim(wiring)
    // Several boxes together are worth a box of their own only around modules that repeat often.
    let fewest = groups.first.map { period > 1 || $0.grows(to: groups.last ?? $0) ? 3 : 2 } ?? 2
    guard groups.count >= fewest, period == 1 || groups[0].boxes.contains(where: \.isModule)
    else { return nil }
  }

  /// Whether a group continues the row: built and wired like the first, grown by as much as the ones
  /// before, and reading what is before it as those do.
  private func follows(_ group: BoxGroup) -> Bool {
    guard let first = groups.first, let last = groups.last, group.isWired(like: first) else {
      return false
    }
    guard let growth = last.growth(to: group) else { return false }
    if groups.count > 1, groups[groups.count - 2].growth(to: last) != growth { return false }
    var readsLast = false
    for port in group.ports.indices {
      let now = place(of: group.ports[port].source, before: groups.count)
      if now?.distance == 1 { readsLast = true }
      let earlier = place(of: last.ports[port].source, before: groups.count - 1)
      if let earlier {
        guard let now, now == earlier else { return false }
      } else if now == nil, groups.count >= Self.reach,
        group.ports[port].source != last.ports[port].source
      {
        return false
      } else if let now, now.distance != groups.count {
        return false
      }
    }
    return readsLast
  }

  /// Which group a box is in, counted back from group `index`, and its place there.
  private func place(of box: Int, before index: Int) -> (distance: Int, place: Int)? {
    for distance in 1...Self.reach where index - distance >= 0 {
      if let place = groups[index - distance].identifiers.firstIndex(of: box) {
        return (distance, place)
      }
    }
    return nil
  }

  /// Drops groups at the end until nothing outside reads an inner group, nor another box of the last
  /// one than the groups read of each other.
  private mutating func trim(_ wiring: GraphWiring) {
    while groups.count > 1 {
      let inside = Set(groups.flatMap(\.identifiers))
      func read(_ group: Int) -> Set<Int> {
        Set(
          groups[group].identifiers.indices.filter { place in
            (wiring.outgoing[groups[group].identifiers[place]] ?? [])
              .contains { !inside.contains($0) }
          })
      }
      let chained = Set(
        groups.indices.dropFirst().flatMap { index in
          groups[index].ports.compactMap { place(of: $0.source, before: index)?.place }
        })
      let reach =
        groups.indices.dropFirst().flatMap { index in
          groups[index].ports.compactMap { place(of: $0.source, before: index)?.distance }
        }.max() ?? 1
      let isClosed = groups.indices.dropLast(reach).allSatisfy { read($0).isEmpty }
      let isAlike = read(groups.count - 1).isSubset(of: chained)
      if isClosed, isAlike { return }
      groups.removeLast()
    }
  }

  /// One box for all groups.
  var folded: NetworkGraph.Box {
    let (first, last) = (groups[0].boxes, groups[groups.count - 1].boxes)
    let boxes = zip(first, last).map { $0.growing(to: $1) }
    var result: NetworkGraph.Box
    if period == 1 {
      result = boxes[0]
    } else {
      result = NetworkGraph.Box(path: first[0].path, name: "", type: "")
      result.children = boxes
    }
    let names = zip(first, last).first { $0.isModule && $1.isModule }
    if let names { result.name = Self.range(names.0.name, names.1.name) }
    result.repeats = (period == 1 ? boxes[0].repeats : 1) * groups.count
    return result
  }

  /// `denselayer1…6`, `1…2`, `inception4b…c`: the first name, and where the last one differs.
  private static func range(_ first: String, _ last: String) -> String {
    let start = String(first.prefix { $0 != "…" })
    let end = last.split(separator: "…").last.map(String.init) ?? last
    if start == end { return start }
    let stem = zip(start, end).prefix { $0 == $1 }.map(\.0)
    // A number is never cut in two.
    let whole = stem.reversed().drop(while: \.isNumber).count
    let kept =
      stem.last?.isNumber == true && end.dropFirst(stem.count).first?.isNumber != true
        && start.dropFirst(stem.count).first?.isNumber != true ? stem.count : whole
    return "\(start)…\(end.dropFirst(kept))"
  }
}

extension NetworkGraph.Box {
  /// Whether it is a module and not a single operation between modules.
  var isModule: Bool { !name.isEmpty }

  /// This box as the first of a row that ends in another.
  fileprivate func growing(to last: NetworkGraph.Box) -> NetworkGraph.Box {
    var result = self
    if let output, let end = last.output, output != end { result.lastOutput = end }
    result.children = zip(children, last.children).map { $0.growing(to: $1) }
    return result
  }
}
